import type { Finding, Flow } from '../model.ts';
import type { Fault } from './fault.ts';
import { clock } from './memory.ts';
import type { ProviderScene, Scene } from './scene.ts';
import { parseURL } from './site.ts';

type Cause = NonNullable<Finding['causes']>[number];

/** However it was closed, no pause of prompts follows. */
export const CLOSED: Cause = {
  code: 'UiDismissedNoEmbargo',
  status: 'fits',
  because: 'The dialog was closed without a choice, or the page was left.',
};

/** The sign-in pop-up of an active call ended without a sign-in. */
export function popupFault(scene: Scene, provider: ProviderScene, closed = closedByScript(scene, provider)): Fault {
  const loginWindow = 'In active mode Chrome opens `login_url` of {idp} where no account can be offered.';
  if (closed) {
    return {
      code: 'ErrorIdToken',
      title: 'The sign-in pop-up closed itself before anyone had signed in',
      explanation: loginWindow,
      causes: [closedCause(closed), { ...CLOSED, status: 'ruled-out', because: 'The pop-up closed itself.' }],
      evidence: [{ path: 'siblings', found: 'IdentityProvider.close()', note: `flow ${closed.id}` }],
      steps: ['IdP: set the login status (`Set-Login: logged-in`) before `IdentityProvider.close()`.'],
    };
  }
  return {
    code: 'UiDismissedNoEmbargo',
    title: 'The sign-in pop-up was closed before anyone had signed in',
    explanation: loginWindow,
    causes: [
      { ...CLOSED, because: 'The user closed the pop-up.' },
      {
        code: 'ErrorIdToken',
        status: 'fits',
        because: 'The page in the pop-up called `IdentityProvider.close()` before a sign-in.',
      },
    ],
    evidence: [],
    steps: ['IdP: send `Set-Login: logged-in` once the user has signed in, then call `IdentityProvider.close()`.'],
  };
}

/** An answer within this (ms) is not a person's doing. */
const AT_ONCE = 150;

/** A token answer that holds a valid `continue_on`: the exchange's id, its URL, and when it had come (epoch ms). */
interface Continuation {
  exchange: string;
  url: string;
  endedAt: number;
}

/** `continue_on` opened a pop-up, or should have, and no token came of it. */
export function continuationFault(scene: Scene, provider: ProviderScene, answer: Continuation): Fault {
  const { flow, context } = scene;
  const { exchange, url, endedAt } = answer;
  const evidence: Fault['evidence'] = [
    { exchange, path: '$.continue_on', found: url, note: 'The token was to come from this pop-up.' },
  ];
  const forbidden = forbiddenPopup(scene, provider, exchange);
  if (forbidden) return { ...forbidden, evidence: [...evidence, ...forbidden.evidence] };
  const closed = closedByScript(scene, provider);
  if (closed) {
    return {
      code: 'ErrorIdToken',
      title: 'The continuation pop-up closed itself without a token',
      explanation: 'The answer holds a valid `continue_on`, and the page in the pop-up ended it without a token.',
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
      evidence: [
        ...evidence,
        { path: 'header:connection-allowlist', found: allowlist.value, expected: 'the `continue_on` URL covered' },
      ],
    };
  }
  if (!atOnce) {
    return {
      code: 'ErrorIdToken',
      certainty: 'likely',
      title: 'The continuation pop-up closed itself without a token',
      explanation:
        'The answer holds a valid `continue_on`. A pop-up that the user closes leaves the call pending, so its own page closed it.',
      causes: [
        { code: 'ErrorIdToken', status: 'fits', because: 'The page in the pop-up called `IdentityProvider.close()`.' },
        { ...CLOSED, because: 'The user closed the pop-up; Chrome 156 then leaves the call pending, others may not.' },
      ],
      steps: ['IdP: call `IdentityProvider.resolve(token)` in the pop-up, instead of `IdentityProvider.close()`.'],
      owner: 'idp',
      evidence,
    };
  }
  return {
    code: 'PopupBlockedByConnectionAllowlist',
    certainty: 'one-of',
    title: 'The call ended as soon as the token answer named a pop-up',
    explanation: 'The answer holds a valid `continue_on`: Chrome opened no pop-up, or its page closed it at once.',
    steps: [
      'Look for a `Connection-Allowlist` header on {rp}.',
      'IdP: give the token without `continue_on` where the account was selected automatically (`is_auto_selected=true`).',
      'IdP: call `IdentityProvider.resolve(token)` in the pop-up, instead of `IdentityProvider.close()`.',
      'To find out which: ask Chrome.',
    ],
    causes: [
      {
        code: 'PopupBlockedByConnectionAllowlist',
        status: 'fits',
        because: 'The `Connection-Allowlist` header of {rp}, if it has one, may refuse the pop-up.',
      },
      {
        code: 'IdTokenInvalidResponse',
        status: 'fits',
        because: 'After an automatic sign-in without a click Chrome allows no pop-up.',
      },
      {
        code: 'ErrorIdToken',
        status: 'fits',
        because: 'The page in the pop-up may have called `IdentityProvider.close()` as soon as it loaded.',
      },
      { ...CLOSED, status: 'ruled-out', because: 'It ended at once, before a person could close a pop-up.' },
    ],
    evidence,
  };
}

/** Chrome opens no pop-up that nobody asked for: none for a silent call, none for an automatic choice without a click. */
function forbiddenPopup({ flow, mediation }: Scene, { exchanges }: ProviderScene, exchange: string): Fault | undefined {
  const steps = [
    'IdP: give the token without `continue_on` where Chrome chose the account (`is_auto_selected=true`).',
    'RP: call again after a click, or with `mediation: "required"`, when the user asks to sign in.',
  ];
  if (mediation === 'silent') {
    return {
      code: 'IdTokenInvalidResponse',
      title: 'The silent call was answered with `continue_on`',
      explanation: 'With `mediation: "silent"` Chrome opens no pop-up, and refuses the answer.',
      steps,
      evidence: [{ path: 'mediation', found: '"silent"', expected: 'a call that may show something' }],
    };
  }
  const body = exchanges.find(({ id }) => id === exchange)?.request.body ?? '';
  const automatic = new URLSearchParams(body).get('is_auto_selected') === 'true';
  if (!automatic || mediation === 'required' || flow.context.userActivation?.isActive !== false) return undefined;
  return {
    code: 'IdTokenInvalidResponse',
    title: 'An automatic sign-in without a click was answered with `continue_on`',
    explanation:
      'Chrome chose the account by itself and there was no click, so it opens no pop-up and refuses the answer.',
    steps,
    evidence: [
      { exchange, path: 'is_auto_selected', found: 'true', expected: 'false, or a call after a click' },
      { path: 'context.userActivation.isActive', found: 'false' },
    ],
  };
}

/** The page of the identity provider that closed its own pop-up during this call. */
export function closedByScript({ flow, context }: Scene, { configURL }: ProviderScene): Flow | undefined {
  return context.siblings?.findLast(
    ({ api, page, startedAt, parent }) =>
      api === 'IdentityProvider.close' &&
      (parent === flow.id || (parseURL(page.origin)?.origin ?? page.origin) === configURL?.origin) &&
      startedAt >= flow.startedAt &&
      startedAt <= (flow.settledAt ?? Number.POSITIVE_INFINITY),
  );
}

export const closedCause = (flow: Flow): Cause => ({
  code: 'ErrorIdToken',
  status: 'fits',
  because: `The pop-up called \`IdentityProvider.close()\` at ${clock(flow.startedAt)}.`,
});
