import type { Finding } from '../model.ts';
import { mayLackBytes } from './answer.ts';
import type { Fault } from './fault.ts';
import { CLOSED, closedByScript, closedCause, popupFault } from './popup.ts';
import { lastOf, type ProviderScene, type Scene } from './scene.ts';

type Cause = NonNullable<Finding['causes']>[number];

const COOLDOWN: Cause = {
  code: 'ShouldEmbargo',
  status: 'fits',
  because: 'The dialog was closed with its X; the next passive call will then end without a request.',
};
const LEFT: Cause = {
  code: 'RpPageNotVisible',
  status: 'fits',
  because: 'A navigation was under way when the dialog was ready.',
};

/** A label would leave out accounts that lack it. */
const LABELLED: Cause = {
  code: 'AccountsListEmpty',
  status: 'fits',
  because: 'The config, whose body was not recorded, may name an `account_label` that no account has.',
};

/** Letters beyond ASCII that arrived show that the body is UTF-8. */
const REPLACED_OR_ASCII = /\uFFFD|^\p{ASCII}*$/u;

function lossy(providers: readonly ProviderScene[]): Cause[] {
  const accounts = providers.flatMap(provider => lastOf(provider, 'accounts') ?? []);
  if (!accounts.some(each => mayLackBytes(each) && REPLACED_OR_ASCII.test(each.response.body ?? ''))) return [];
  return [
    {
      code: 'AccountsInvalidResponse',
      status: 'fits',
      because: 'The list may hold bytes that are not UTF-8: Chrome refuses them, and DevTools leaves them out.',
    },
  ];
}

/**
 * There were accounts to offer, and no token was asked for: the dialog ended the call.
 *
 * @param labelUnknown the config was not recorded
 */
export function chooserFault({ flow, mode, mediation, providers }: Scene, labelUnknown = false): Fault {
  const label = labelUnknown ? [LABELLED] : [];
  const evidence = accountsEvidence(providers);
  if (mediation === 'silent') {
    return {
      code: 'SilentMediationFailure',
      explanation:
        'The accounts answers are in order, but Chrome did not find exactly one returning account, over all identity providers, that it may sign in by itself.',
      causes: [
        {
          code: 'SilentMediationFailure',
          status: 'fits',
          because: 'The call has `mediation: "silent"`, which shows no dialog.',
        },
        ...label,
        ...lossy(providers),
        { ...CLOSED, status: 'ruled-out', because: 'A silent call shows no dialog.' },
      ],
      evidence,
    };
  }
  if (mode === 'active') {
    return {
      code: 'UiDismissedNoEmbargo',
      certainty: 'likely',
      title: 'The account chooser was closed without a choice',
      causes: [
        CLOSED,
        ...label,
        { ...COOLDOWN, status: 'ruled-out', because: 'Closing an active dialog starts no pause.' },
      ],
      evidence,
    };
  }
  return {
    code: 'UiDismissedNoEmbargo',
    title: 'The account chooser was closed without a choice',
    explanation:
      'The accounts are in order as DevTools shows them. Whether a pause of prompts follows depends on how it was closed, which only Chrome knows.',
    causes: [
      CLOSED,
      COOLDOWN,
      flow.context.visibility === 'hidden' ? { ...LEFT, because: 'The page was hidden at the call.' } : LEFT,
      ...(label.length > 0 ? label : lossy(providers)),
      { code: 'DisabledInSettings', status: 'ruled-out', because: 'Chrome made requests for this call.' },
    ],
    evidence,
    steps: ['Offer another way to sign in.', 'To find out how it was closed: ask Chrome.'],
  };
}

function accountsEvidence(providers: readonly ProviderScene[]): Fault['evidence'] {
  return providers.flatMap(({ exchanges }) => {
    const accounts = exchanges.findLast(({ role }) => role === 'accounts');
    return accounts
      ? [{ exchange: accounts.id, path: '$.accounts', note: 'In order; no token request followed.' }]
      : [];
  });
}

/** The accounts failed, so Chrome asked the user to sign in: how that ended. */
export function signInDialogFault(scene: Scene, provider: ProviderScene, because: string): Fault {
  const closed = closedByScript(scene, provider);
  if (scene.mode === 'active') return popupFault(scene, provider, closed);
  return {
    code: 'UiDismissedNoEmbargo',
    title: 'So Chrome showed the sign-in dialog, which was closed',
    explanation: `Chrome took the user to be signed in at {idp} (${because}), so it offered to sign in again. Its own issue names how that dialog ended, not what was wrong before.`,
    causes: [CLOSED, COOLDOWN, ...(closed ? [closedCause(closed)] : [])],
    evidence: [],
    steps: ['Mend the accounts endpoint first; then the dialog does not appear.'],
  };
}
