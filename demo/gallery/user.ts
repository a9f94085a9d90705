/** What the user does that ends a sign-in. */
import { accounts, members, status } from './answers.ts';
import type { Fault } from './fault.ts';

const stage = 'user';

export const userFaults: readonly Fault[] = [
  {
    name: 'dismissed',
    stage,
    title: 'Dialog closed',
    explain: 'The user closes the account chooser in a way that starts no cooldown.',
    expect: { reasons: ['UiDismissedNoEmbargo'], error: 'NetworkError' },
    user: { chooser: 'dismiss' },
    before: 'session',
  },
  {
    name: 'dismissed-with-cooldown',
    stage,
    title: 'Dialog closed with its ×',
    explain: 'The user closes the passive dialog with its ×, and a cooldown starts for this site.',
    expect: { reasons: ['ShouldEmbargo'], error: 'NetworkError' },
    page: 'cooldown',
    user: { chooser: 'dismiss-with-cooldown' },
    before: 'session',
  },
  {
    name: 'page-left-at-dialog',
    stage,
    title: 'Page left at the dialog',
    explain: 'The user follows a link while the account chooser is open.',
    expect: { reasons: ['UiDismissedNoEmbargo'], error: 'NetworkError' },
    user: { chooser: 'leave-page' },
    before: 'session',
  },
  {
    name: 'sign-in-popup',
    stage,
    title: 'Sign-in pop-up',
    explain: 'The user is logged out and the call is active: the browser opens the login page, and goes on after it.',
    expect: { reasons: [], session: 'accepted' },
    call: { kind: 'get', options: { mode: 'active' } },
    user: { popup: 'sign-in' },
    before: 'signed-out',
  },
  {
    name: 'sign-in-popup-closed',
    stage,
    title: 'Sign-in pop-up closed',
    explain: 'The user closes the login page without signing in.',
    expect: { reasons: ['UiDismissedNoEmbargo'], error: 'NetworkError' },
    call: { kind: 'get', options: { mode: 'active' } },
    user: { popup: 'close' },
    before: 'signed-out',
  },
  {
    name: 'sign-in-popup-gives-up',
    stage,
    title: 'Sign-in pop-up gives up',
    explain: 'The login page calls IdentityProvider.close() though nobody has signed in.',
    expect: { reasons: ['ErrorIdToken'], error: 'NetworkError' },
    idp: {
      wellKnown: members({ login_url: '/continue' }),
      config: members({ login_url: '/continue' }),
    },
    call: { kind: 'get', options: { mode: 'active' } },
    user: { popup: 'decline' },
    before: 'signed-out',
  },
  {
    name: 'sign-in-again',
    stage,
    title: 'Sign in again after a mismatch',
    explain: 'The session is gone though the status says logged-in: the browser asks the user to sign in again.',
    expect: { reasons: [], session: 'accepted' },
    idp: { accounts: (good, at) => (at.signIns < 2 ? status(401)(good, at) : good) },
    user: { mismatch: 'continue', popup: 'sign-in' },
    before: 'session',
  },
  {
    name: 'account-gone',
    stage,
    title: 'Chosen account is not signed in',
    explain: 'The accounts endpoint offers an account that has no session, and the assertion endpoint refuses it.',
    expect: { reasons: ['IdTokenIdpErrorResponse'], error: 'IdentityCredentialError', code: 'access_denied' },
    idp: { accounts: accounts({ id: 'user-carol', name: 'Carol Instance', email: 'carol@example.test' }) },
    before: 'session',
  },
];
