import type { Exchange } from '../model.ts';
import { headerOf } from './answer.ts';
import type { Fault } from './fault.ts';
import type { FailureCode } from './reasons.ts';
import { lastOf, type Scene } from './scene.ts';
import { unreadToken } from './unread-token.ts';
import type { Verdict } from './verdict.ts';
import { checkListed } from './well-known.ts';

interface Cause {
  code: FailureCode;
  status: 'fits' | 'ruled-out';
  because: string;
}
const fits = (code: FailureCode, because: string): Cause => ({ code, status: 'fits', because });

/** More help nobody. */
const MOST_CAUSES = 4;

type Unread = Verdict & { stage: 'unread' };

/** Bodies were not recorded, so several faults in them fit. */
export function unreadFault(verdict: Unread, scene: Scene): Fault {
  switch (verdict.role) {
    case 'id-assertion':
      return unreadToken(scene, verdict.exchange);
    case 'accounts':
      return faultOf(ofAccounts(scene), [verdict.exchange], 'the accounts one');
    case 'discovery': {
      const { wellKnown, config } = unreadFiles(verdict);
      const files = [wellKnown, config].flatMap(file => file?.id ?? []);
      const name = wellKnown && config ? undefined : `the ${wellKnown ? 'well-known' : 'config'} one`;
      return faultOf(ofDiscovery(verdict, scene), files, name);
    }
  }
}

function faultOf(causes: readonly Cause[], exchanges: readonly string[], name: string | undefined): Fault {
  return {
    code: causes.find(({ status }) => status === 'fits')?.code ?? 'RejectedWithoutTrace',
    certainty: 'one-of',
    source: 'inference',
    title: name
      ? `The last answer before the failure is ${name}, and its body was not recorded`
      : 'The last answers before the failure are the well-known and the config, and their bodies were not recorded',
    explanation: 'What was recorded is in order, so the fault is in what was not, or in what followed.',
    causes: [...causes],
    steps: ['Repeat the call with DevTools open from the start, or ask Chrome.'],
    evidence: exchanges.map(exchange => ({
      exchange,
      path: '$',
      found: 'not recorded',
      note: 'The answer came, but its body was not recorded.',
    })),
  };
}

function ofAccounts({ mode, mediation }: Scene): Cause[] {
  const wrong = fits('AccountsInvalidResponse', 'An account in the list may be wrong.');
  const none = fits('AccountsListEmpty', 'The list may be empty, or match no hint.');
  if (mediation === 'silent') {
    return [
      fits('SilentMediationFailure', 'The list may hold no account, or several, that Chrome may sign in by itself.'),
      wrong,
      none,
      { code: 'UiDismissedNoEmbargo', status: 'ruled-out', because: 'A silent call shows no dialog.' },
    ];
  }
  if (mode === 'active') {
    return [
      wrong,
      none,
      fits('UiDismissedNoEmbargo', 'The list may be in order, and the dialog or the sign-in pop-up was closed.'),
      fits('ErrorIdToken', 'The sign-in pop-up, which follows a wrong list, may have closed itself.'),
      { code: 'ShouldEmbargo', status: 'ruled-out', because: 'Closing an active dialog starts no pause.' },
    ];
  }
  return [
    wrong,
    none,
    fits('UiDismissedNoEmbargo', 'The list may be in order, and the dialog was closed.'),
    fits('ShouldEmbargo', 'The list may be in order, and the dialog was closed with its X.'),
  ];
}

/** The files whose bodies are missing, of those that Chrome acts on. */
function unreadFiles({ provider, discovery }: Unread): {
  wellKnown?: Exchange | undefined;
  config?: Exchange | undefined;
} {
  return {
    ...(discovery.config?.kind === 'unread' && { config: lastOf(provider, 'config') }),
    ...(discovery.wellKnown?.kind === 'unread' && !provider.sameSite && { wellKnown: lastOf(provider, 'well-known') }),
  };
}

function ofDiscovery(verdict: Unread, { mode }: Scene): Cause[] {
  const { wellKnown, config } = unreadFiles(verdict);
  // After an active call's files comes the sign-in pop-up, where Chrome takes the user to be signed out.
  const later =
    mode === 'active'
      ? fits('UiDismissedNoEmbargo', 'They may be in order, and the sign-in pop-up was closed.')
      : fits('RpPageNotVisible', 'They may be in order, and the page was inactive when Chrome was ready to go on.');
  const found = [
    ...(config ? ofConfig(verdict, wellKnown !== undefined) : []),
    ...(wellKnown ? ofWellKnown(wellKnown) : []),
    ...(wellKnown && !config
      ? [fits('ConfigInvalidResponse', 'The endpoints in the well-known may differ from those of the config.')]
      : []),
  ];
  return mode === 'active' ? [...found.slice(0, MOST_CAUSES - 1), later] : [...found, later].slice(0, MOST_CAUSES);
}

function ofConfig({ provider, discovery }: Unread, both: boolean): Cause[] {
  const invalid = fits(
    'ConfigInvalidResponse',
    both
      ? 'An endpoint may be missing, on another origin, or other than in the well-known.'
      : 'An endpoint may be missing or on another origin.',
  );
  const { wellKnown } = discovery;
  if (both || provider.sameSite || wellKnown?.kind !== 'read' || provider.configURL === undefined) return [invalid];
  if (wellKnown.endpoints)
    return [{ ...invalid, because: `${invalid.because.slice(0, -1)}, or other than in the well-known.` }];
  const mismatch = checkListed(wellKnown, provider.configURL);
  // If the config is in order, this ends the call.
  return mismatch ? [fits(mismatch.code, 'So the well-known says, which was recorded.'), invalid] : [invalid];
}

/** `{"provider_urls":["/a","/b"]}`: a shorter well-known lists no two configs. */
const ROOM_FOR_TWO = 28;

function ofWellKnown(wellKnown: Exchange): Cause[] {
  const length = headerOf(wellKnown, 'content-encoding') ? undefined : headerOf(wellKnown, 'content-length');
  const short = length ? Number(length) < ROOM_FOR_TWO : false;
  return [
    fits('ConfigNotInWellKnown', 'The well-known may list another config.'),
    fits(
      'WellKnownInvalidResponse',
      'The well-known may lack `provider_urls`; where that is there and empty, Chrome says `WellKnownListEmpty`.',
    ),
    short
      ? fits(
          'WellKnownListEmpty',
          `The well-known has ${length} bytes, no room for two configs, so its list may be empty.`,
        )
      : fits('WellKnownTooBig', 'The well-known may list several configs.'),
  ];
}
