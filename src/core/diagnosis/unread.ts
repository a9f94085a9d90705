import type { Finding, Flow } from '../model.ts';
import type { Fault } from './fault.ts';
import { shown } from './json-value.ts';

type Cause = NonNullable<Finding['causes']>[number];
const fits = (code: Cause['code'], because: string): Cause => ({ code, status: 'fits', because });

/** The last answer's body was not recorded, so several faults in it fit. */
export function unreadFault(
  role: 'well-known' | 'config' | 'accounts' | 'id-assertion',
  exchange: string,
  flow: Flow,
): Fault {
  if (role === 'id-assertion') return refusedToken(flow, exchange);
  const evidence = [
    { exchange, path: '$', found: 'not recorded', note: 'The answer came, but its body was not recorded.' },
  ];
  const steps = ['Repeat the call with DevTools open from the start, or ask Chrome.'];
  const causes = causesFor(role);
  return {
    code:
      role === 'accounts'
        ? 'AccountsInvalidResponse'
        : role === 'config'
          ? 'ConfigInvalidResponse'
          : 'ConfigNotInWellKnown',
    certainty: 'one-of',
    title: `The last answer before the failure is the ${role} one, and its body was not recorded`,
    explanation: 'Its status is in order, so the fault is in what it says, or in what followed.',
    causes,
    steps,
    evidence,
  };
}

function causesFor(role: 'well-known' | 'config' | 'accounts'): Cause[] {
  switch (role) {
    case 'accounts':
      return [
        fits('AccountsInvalidResponse', 'An account in the list may be wrong.'),
        fits('AccountsListEmpty', 'The list may be empty, or match no hint.'),
        fits('UiDismissedNoEmbargo', 'The list may be in order, and the dialog was closed.'),
        fits('ShouldEmbargo', 'The list may be in order, and the dialog was closed with its X.'),
      ];
    case 'config':
      return [
        fits('ConfigInvalidResponse', 'An endpoint may be missing or on another origin.'),
        fits('ConfigNotInWellKnown', 'The well-known may list another config.'),
      ];
    case 'well-known':
      return [
        fits('ConfigNotInWellKnown', 'It may list another config.'),
        fits('WellKnownInvalidResponse', 'It may lack `provider_urls`.'),
        fits('WellKnownTooBig', 'It may list several configs.'),
        fits('ConfigInvalidResponse', 'Its endpoints may differ from those of the config.'),
      ];
  }
}

/** What Chrome itself puts in `error` where the identity provider gave none. */
const MADE_BY_CHROME = new Set(['', 'server_error', 'temporarily_unavailable']);

/** An `IdentityCredentialError` whose answer was not recorded: the error's own members say part of it. */
export function refusedToken(flow: Flow, exchange?: string): Fault {
  const { error = '', url = '' } = flow.outcome.error ?? {};
  const evidence: Fault['evidence'] = [
    { path: 'outcome.error.error', found: shown(error) },
    { path: 'outcome.error.url', found: shown(url) },
    ...(exchange ? [{ exchange, path: '$', found: 'not recorded' }] : []),
  ];
  const steps = [
    'Repeat the call with DevTools open from the start, or ask Chrome.',
    'Look at the log of the identity assertion endpoint of {idp}.',
  ];
  if (url !== '' || !MADE_BY_CHROME.has(error)) {
    return {
      code: 'IdTokenIdpErrorResponse',
      certainty: 'likely',
      source: 'call',
      title: error
        ? `The identity provider refused the sign-in: ${error}`
        : 'The identity provider refused the sign-in',
      causes: [
        fits('IdTokenIdpErrorResponse', 'The rejection carries what the identity provider said.'),
        {
          code: 'IdTokenCrossSiteIdpErrorResponse',
          status: url === '' ? 'fits' : 'ruled-out',
          because:
            url === ''
              ? 'An error page on another site is dropped, and `url` is empty.'
              : 'The rejection carries a `url`.',
        },
      ],
      evidence,
    };
  }
  return {
    code: 'IdTokenInvalidResponse',
    certainty: 'one-of',
    title: 'The identity assertion endpoint gave no token, and its answer was not recorded',
    causes: [
      fits('IdTokenInvalidResponse', 'The answer may lack a token, or be an error without an `error` object.'),
      fits('CorsError', 'The answer may not allow {rp} by CORS.'),
      fits('IdTokenNoResponse', 'The endpoint may redirect, or be out of reach.'),
      fits('IdTokenInvalidContentType', 'The answer may not be JSON.'),
    ],
    steps,
    evidence,
  };
}
