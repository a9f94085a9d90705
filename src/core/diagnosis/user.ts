import type { Finding, Flow } from '../model.ts';
import type { Fault } from './fault.ts';
import { clock } from './memory.ts';
import type { ProviderScene, Scene } from './scene.ts';
import { parseURL } from './site.ts';

type Cause = NonNullable<Finding['causes']>[number];

const NO_COOLDOWN: Cause = { code: 'UiDismissedNoEmbargo', status: 'fits', because: 'The dialog was closed without a choice, or the page was left.' };
const COOLDOWN: Cause = { code: 'ShouldEmbargo', status: 'fits', because: 'The dialog was closed with its X; the next passive call will then end without a request.' };
const LEFT: Cause = { code: 'RpPageNotVisible', status: 'fits', because: 'A navigation was under way when the dialog was ready.' };

/** There were accounts to offer, and no token was asked for: the dialog ended the call. */
export function chooserFault({ flow, mode, mediation, providers }: Scene): Fault {
  const evidence = accountsEvidence(providers);
  if (mediation === 'silent') {
    return {
      code: 'SilentMediationFailure',
      explanation: 'The accounts answers are in order, but Chrome did not find exactly one returning account, over all identity providers, that it may sign in by itself.',
      causes: [
        { code: 'SilentMediationFailure', status: 'fits', because: 'The call has `mediation: "silent"`, which shows no dialog.' },
        { ...NO_COOLDOWN, status: 'ruled-out', because: 'A silent call shows no dialog.' },
      ],
      evidence,
    };
  }
  if (mode === 'active') {
    return {
      code: 'UiDismissedNoEmbargo',
      certainty: 'likely',
      title: 'The account chooser was closed without a choice',
      causes: [NO_COOLDOWN, { ...COOLDOWN, status: 'ruled-out', because: 'Closing an active dialog starts no pause.' }],
      evidence,
    };
  }
  return {
    code: 'UiDismissedNoEmbargo',
    title: 'The account chooser was closed without a choice',
    explanation: 'All answers are in order. Whether a pause of prompts follows depends on how it was closed, which only Chrome knows.',
    causes: [
      NO_COOLDOWN,
      COOLDOWN,
      flow.context.visibility === 'hidden' ? { ...LEFT, because: 'The page was hidden at the call.' } : LEFT,
      { code: 'DisabledInSettings', status: 'ruled-out', because: 'Chrome made requests for this call.' },
    ],
    evidence,
    steps: ['Offer another way to sign in.', 'To find out how it was closed: ask Chrome.'],
  };
}

function accountsEvidence(providers: readonly ProviderScene[]): Fault['evidence'] {
  return providers.flatMap(({ exchanges }) => {
    const accounts = exchanges.findLast(({ role }) => role === 'accounts');
    return accounts ? [{ exchange: accounts.id, path: '$.accounts', note: 'In order; no token request followed.' }] : [];
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
    causes: [NO_COOLDOWN, COOLDOWN, ...(closed ? [closedCause(closed)] : [])],
    evidence: [],
    steps: ['Mend the accounts endpoint first; then the dialog does not appear.'],
  };
}

/** The sign-in pop-up of an active call ended without a sign-in. */
export function popupFault(scene: Scene, provider: ProviderScene, closed = closedByScript(scene, provider)): Fault {
  const loginWindow = 'In active mode Chrome opens `login_url` of {idp} where no account can be offered.';
  if (closed) {
    return {
      code: 'ErrorIdToken',
      title: 'The sign-in pop-up closed itself before anyone had signed in',
      explanation: loginWindow,
      causes: [closedCause(closed), { ...NO_COOLDOWN, status: 'ruled-out', because: 'The pop-up closed itself.' }],
      evidence: [{ path: 'siblings', found: 'IdentityProvider.close()', note: `flow ${closed.id}` }],
      steps: ['IdP: set the login status (`Set-Login: logged-in`) before `IdentityProvider.close()`.'],
    };
  }
  return {
    code: 'UiDismissedNoEmbargo',
    title: 'The sign-in pop-up was closed before anyone had signed in',
    explanation: loginWindow,
    causes: [
      { ...NO_COOLDOWN, because: 'The user closed the pop-up.' },
      { code: 'ErrorIdToken', status: 'fits', because: 'The page in the pop-up called `IdentityProvider.close()` before a sign-in.' },
    ],
    evidence: [],
    steps: ['IdP: send `Set-Login: logged-in` once the user has signed in, then call `IdentityProvider.close()`.'],
  };
}

/** An answer within this (ms) is not a person's doing. */
const AT_ONCE = 150;

/** `continue_on` opened a pop-up, or should have, and no token came of it. */
export function continuationFault(scene: Scene, provider: ProviderScene, exchange: string, endedAt: number): Fault {
  const { flow, context } = scene;
  const evidence: Fault['evidence'] = [{ exchange, path: '$.continue_on', note: 'The token was to come from this pop-up.' }];
  const closed = closedByScript(scene, provider);
  if (closed) {
    return {
      code: 'ErrorIdToken',
      title: 'The continuation pop-up closed itself without a token',
      steps: ['IdP: call `IdentityProvider.resolve(token)` in the pop-up, instead of `IdentityProvider.close()`.'],
      owner: 'idp',
      evidence: [...evidence, { path: 'siblings', found: 'IdentityProvider.close()', note: `flow ${closed.id}` }],
    };
  }
  const allowlist = context.documentHeaders?.find(({ name }) => name.toLowerCase() === 'connection-allowlist');
  const atOnce = (flow.settledAt ?? Number.POSITIVE_INFINITY) - endedAt < AT_ONCE;
  if (allowlist && atOnce) {
    return {
      code: 'PopupBlockedByConnectionAllowlist',
      evidence: [...evidence, { path: 'header:connection-allowlist', found: allowlist.value, expected: 'the `continue_on` URL covered' }],
    };
  }
  const person = atOnce ? 'ruled-out' : 'fits';
  const causes: Cause[] = [
    { code: 'UiDismissedNoEmbargo', status: person, because: atOnce ? 'It ended at once, before a person could close a pop-up.' : 'The user closed the pop-up.' },
    { code: 'ErrorIdToken', status: person, because: atOnce ? 'It ended before a page could load in the pop-up.' : 'The page in the pop-up called `IdentityProvider.close()`.' },
    { code: 'PopupBlockedByConnectionAllowlist', status: 'fits', because: 'The `Connection-Allowlist` header of {rp}, if it has one, may refuse the pop-up.' },
    { code: 'IdTokenInvalidResponse', status: 'fits', because: 'After an automatic sign-in without a click Chrome allows no pop-up.' },
  ];
  if (atOnce) {
    return {
      code: 'PopupBlockedByConnectionAllowlist',
      certainty: 'one-of',
      title: 'Chrome did not open the continuation pop-up',
      explanation: 'The answer holds a valid `continue_on`, and the call failed at once.',
      steps: ['Look for a `Connection-Allowlist` header on {rp}.', 'IdP: give the token without `continue_on` where the account was selected automatically (`is_auto_selected=true`).', 'To find out which: ask Chrome.'],
      causes,
      evidence,
    };
  }
  return {
    code: 'UiDismissedNoEmbargo',
    title: 'The continuation pop-up ended without a token',
    explanation: 'The answer holds a valid `continue_on`; the pop-up was closed before it gave a token.',
    steps: ['IdP: call `IdentityProvider.resolve(token)` in the pop-up.', 'To find out who closed it: ask Chrome.'],
    causes,
    evidence,
  };
}

/** The page of the identity provider that closed its own pop-up during this call. */
function closedByScript({ flow, context }: Scene, { configURL }: ProviderScene): Flow | undefined {
  return context.siblings?.findLast(
    ({ api, page, startedAt, parent }) =>
      api === 'IdentityProvider.close' &&
      (parent === flow.id || (parseURL(page.origin)?.origin ?? page.origin) === configURL?.origin) &&
      startedAt >= flow.startedAt &&
      startedAt <= (flow.settledAt ?? Number.POSITIVE_INFINITY),
  );
}

const closedCause = (flow: Flow): Cause => ({
  code: 'ErrorIdToken',
  status: 'fits',
  because: `The pop-up called \`IdentityProvider.close()\` at ${clock(flow.startedAt)}.`,
});
