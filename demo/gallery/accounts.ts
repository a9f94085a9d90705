/** Faults of the accounts endpoint, and of the session cookie it depends on. */
import { accounts, after, headers, latin1, members, movedTo, reset, sends, status, text } from './answers.ts';
import type { Fault, IdpFault, IssueReason } from './fault.ts';

/** With the login status still unknown, Chrome says what was wrong. */
function unknown(name: string, reason: IssueReason, title: string, explain: string, idp: IdpFault): Fault {
  return {
    name: `accounts-${name}`,
    stage: 'accounts',
    title,
    explain,
    expect: { reasons: [reason], error: 'NetworkError' },
    idp,
    before: 'fresh',
  };
}

/** With the status logged-in, it asks the user to sign in again, and only says how that ended. */
function mismatch(name: string, title: string, explain: string, idp: IdpFault): Fault {
  return {
    name: `mismatch-${name}`,
    stage: 'accounts',
    title,
    explain,
    expect: { reasons: ['UiDismissedNoEmbargo'], error: 'NetworkError' },
    idp,
    user: { mismatch: 'dismiss' },
    before: 'session',
  };
}

const ann = { id: 'user-ann', name: 'Ann Example', email: 'ann@example.test' };
const ben = { id: 'user-ben', name: 'Ben Sample', email: 'ben@sample.test' };
const signedIn = accounts({ ...ann, login_hints: ['ann'], domain_hints: ['example.test'] });

export const accountsFaults: readonly Fault[] = [
  unknown('404', 'AccountsHttpNotFound', 'Not found', 'There is no accounts endpoint.', { accounts: status(404) }),
  unknown('401', 'AccountsNoResponse', 'No session', 'The accounts endpoint answers 401.', { accounts: status(401) }),
  unknown('500', 'AccountsNoResponse', 'Server error', 'The accounts endpoint answers 500.', { accounts: status(500) }),
  unknown(
    'redirect',
    'AccountsNoResponse',
    'Redirected to the login page',
    'The accounts endpoint redirects to the login page, which the browser does not follow.',
    { accounts: movedTo('/login') },
  ),
  unknown('reset', 'AccountsNoResponse', 'Connection cut', 'The server cuts the connection.', { accounts: reset }),
  {
    name: 'accounts-blocked',
    stage: 'accounts',
    title: 'Not on the connection allowlist',
    explain: 'The page’s Connection-Allowlist lets the browser fetch no more than well-known and config file.',
    expect: { reasons: ['AccountsBlockedByConnectionAllowlist'], error: 'NetworkError' },
    page: 'allow-discovery',
    before: 'cookie-only',
  },
  unknown(
    'html',
    'AccountsInvalidContentType',
    'Login page',
    'The accounts endpoint answers with an HTML login page.',
    {
      accounts: text('text/html', '<!doctype html><title>Sign in</title>'),
    },
  ),
  unknown('not-json', 'AccountsInvalidResponse', 'Not JSON', 'The body breaks off.', {
    accounts: text('application/json', '{"accounts": ['),
  }),
  unknown(
    'bare-list',
    'AccountsInvalidResponse',
    'Bare list',
    'The body is a list; it must be an object with accounts.',
    {
      accounts: sends([ann]),
    },
  ),
  unknown('numeric-id', 'AccountsInvalidResponse', 'Numeric id', 'An account’s id is a number; it must be a string.', {
    accounts: accounts({ ...ann, id: 1 }),
  }),
  unknown('no-id', 'AccountsInvalidResponse', 'No id', 'An account has no id.', {
    accounts: accounts({ name: ann.name, email: ann.email }),
  }),
  unknown('duplicate-ids', 'AccountsInvalidResponse', 'Duplicate ids', 'Two accounts have the same id.', {
    accounts: accounts(ann, { ...ben, id: ann.id }),
  }),
  unknown(
    'no-identifier',
    'AccountsInvalidResponse',
    'Nothing to show',
    'An account has neither name, username, email nor tel; one such account spoils the list.',
    { accounts: accounts(ann, { id: ben.id, given_name: 'Ben' }) },
  ),
  unknown(
    'latin-1',
    'AccountsInvalidResponse',
    'Not UTF-8',
    'The list is written as ISO-8859-1; with the first name beyond ASCII the browser refuses all of it.',
    { accounts: latin1({ accounts: [{ ...ann, name: 'Änn Example' }] }) },
  ),
  unknown('empty', 'AccountsListEmpty', 'Empty list', 'The list of accounts is empty.', { accounts: accounts() }),
  {
    ...unknown(
      'login-hint',
      'AccountsListEmpty',
      'No account fits loginHint',
      'The hint is an account’s e-mail address, but only what stands in `login_hints` counts.',
      { accounts: signedIn },
    ),
    call: { kind: 'get', options: { provider: { loginHint: ann.email } } },
  },
  {
    ...unknown('domain-hint', 'AccountsListEmpty', 'No account fits domainHint', 'No account is of other.test.', {
      accounts: signedIn,
    }),
    call: { kind: 'get', options: { provider: { domainHint: 'other.test' } } },
  },
  unknown('label', 'AccountsListEmpty', 'No account has the label', 'The config asks for accounts labelled “work”.', {
    accounts: signedIn,
    config: members({ account_label: 'work' }),
  }),
  mismatch(
    'cookie-lax',
    'Session cookie with SameSite=Lax',
    'The browser sends SameSite=None cookies only, so the user looks signed out.',
    {
      login: good => ({
        ...good,
        headers: {
          ...good.headers,
          'set-cookie': (good.headers['set-cookie'] ?? '').replace('SameSite=None', 'SameSite=Lax'),
        },
      }),
    },
  ),
  mismatch('404', 'Not found while logged in', 'The status is logged-in and there is no accounts endpoint.', {
    accounts: status(404),
  }),
  mismatch('401', 'Session expired', 'The status is logged-in and the server no longer knows the session.', {
    accounts: status(401),
  }),
  mismatch('empty', 'Empty list while logged in', 'The status is logged-in and the list of accounts is empty.', {
    accounts: accounts(),
  }),
  {
    name: 'accounts-cacheable',
    stage: 'accounts',
    title: 'Cacheable',
    explain:
      'The accounts are sent with Cache-Control: max-age=600; whoever signs out is offered for ten more minutes.',
    expect: { reasons: [], session: 'accepted' },
    idp: { accounts: headers({ 'cache-control': 'max-age=600' }) },
    before: 'session',
  },
  {
    name: 'accounts-slow',
    stage: 'accounts',
    title: 'Slow',
    explain: 'The accounts endpoint takes two seconds, and the user sees nothing meanwhile.',
    expect: { reasons: [], session: 'accepted' },
    idp: { accounts: after(2000) },
    before: 'session',
  },
];
