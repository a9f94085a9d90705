/** The continuation pop-up: the assertion endpoint answers `continue_on`, and a page of the provider finishes. */
import { sends } from './answers.ts';
import type { Expectation, Fault, Override } from './fault.ts';

function continuation(name: string, title: string, explain: string, expect: Expectation, more: Partial<Fault>): Fault {
  return {
    name,
    stage: 'assertion',
    title,
    explain,
    expect,
    idp: { token: { wrap: 'code' }, assertion: continueOn },
    before: 'session',
    ...more,
  };
}

/** The token waits behind its code until the pop-up hands it over. */
const continueOn: Override = (good, at) => sends({ continue_on: `/continue?code=${readToken(good.body)}` })(good, at);

function readToken(body: string | Uint8Array): string {
  const value: { token?: unknown } = JSON.parse(String(body));
  return encodeURIComponent(String(value.token));
}

const failed = (reason: Expectation['reasons'][number]): Expectation => ({ reasons: [reason], error: 'NetworkError' });

export const continuationFaults: readonly Fault[] = [
  continuation(
    'continue-on',
    'Continuation',
    'The provider asks the user something in a pop-up, and hands over the token there.',
    { reasons: [], session: 'accepted' },
    { user: { popup: 'agree' } },
  ),
  continuation(
    'continue-on-declined',
    'Continuation given up',
    'The pop-up calls IdentityProvider.close() without a token.',
    failed('ErrorIdToken'),
    { user: { popup: 'decline' } },
  ),
  continuation(
    'continue-on-closed',
    'Continuation closed',
    'The user closes the pop-up, and the call stays pending until the page aborts it.',
    { reasons: [], pending: true },
    { user: { popup: 'close' } },
  ),
  continuation(
    'continue-on-cross-origin',
    'Continuation on another origin',
    'continue_on must be on the origin of the config file.',
    failed('IdTokenInvalidResponse'),
    { idp: { assertion: sends({ continue_on: 'http://other-idp.localhost/continue' }) } },
  ),
  continuation(
    'continue-on-blocked',
    'Continuation not on the connection allowlist',
    'The page’s Connection-Allowlist lacks the URL of the pop-up.',
    failed('PopupBlockedByConnectionAllowlist'),
    { page: 'allow-assertion' },
  ),
];
