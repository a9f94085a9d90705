/** Two faults, or two providers, in one sign-in: Chrome acts on one of them, and reports only that. */
import { accounts, after, headers, members, sends, status, text } from './answers.ts';
import type { Fault, IdpFault, IssueReason, Override } from './fault.ts';

function two(name: string, reason: IssueReason, title: string, explain: string, idp: IdpFault): Fault {
  return {
    name: `two-${name}`,
    stage: reason.startsWith('Accounts') ? 'accounts' : 'config',
    title,
    explain,
    expect: { reasons: [reason], error: 'NetworkError' },
    idp,
    before: 'fresh',
  };
}

/** One after the other, on the same answer. */
const both =
  (first: Override, second: Override): Override =>
  (good, at) => {
    const answer = first(good, at);
    return answer.kind === 'answer' ? second(answer, at) : answer;
  };

const late = (fault: Override): Override => both(fault, after(2000));

export const twoAtOnce: readonly Fault[] = [
  two(
    'well-known-last',
    'WellKnownHttpNotFound',
    'Both files fail, the well-known last',
    'The config file answers 500 and, after it, the well-known 404. The one that ends last names the reason.',
    { wellKnown: late(status(404)), config: status(500) },
  ),
  two(
    'config-last',
    'ConfigNoResponse',
    'Both files fail, the config last',
    'The well-known answers 404 and, after it, the config file 500. The one that ends last names the reason.',
    { wellKnown: status(404), config: late(status(500)) },
  ),
  two(
    'not-listed-and-no-login-url',
    'ConfigInvalidResponse',
    'Not listed, and no login URL',
    'The well-known lists another config URL, and the config lacks login_url.',
    { wellKnown: sends({ provider_urls: ['/other.json'] }), config: members({ login_url: undefined }) },
  ),
  two(
    'html-and-404',
    'AccountsHttpNotFound',
    'Not found, as an HTML page',
    'The accounts endpoint answers 404 with an HTML page.',
    { accounts: text('text/html', '<h1>Not found</h1>', 404) },
  ),
  two(
    'label-and-number',
    'AccountsInvalidResponse',
    'Numeric id, and no account with the label',
    'The config asks for a label that no account has, and the id of an account is a number.',
    { accounts: accounts({ id: 1, name: 'Ann Example' }), config: members({ account_label: 'work' }) },
  ),
  {
    ...two(
      'refused-without-cors',
      'CorsError',
      'Refused, without CORS headers',
      'The assertion endpoint refuses with an error object that the page may not read.',
      {
        assertion: both(
          sends({ error: { error: 'access_denied' } }, 403),
          headers({ 'access-control-allow-origin': '', 'access-control-allow-credentials': '' }),
        ),
      },
    ),
    stage: 'assertion',
    expect: { reasons: ['CorsError'], error: 'IdentityCredentialError', code: '' },
    before: 'session',
  },
  {
    ...two(
      'providers-chosen-one-404',
      'IdTokenHttpNotFound',
      'Two providers, the chosen one without a token',
      'Both providers have accounts to offer. The user takes the one of this provider, whose assertion endpoint answers 404.',
      { accounts: accounts({ id: 'user-ann', name: 'Ann Example' }), assertion: status(404) },
    ),
    stage: 'assertion',
    expect: { reasons: ['IdTokenHttpNotFound'], error: 'IdentityCredentialError', code: '' },
    call: { kind: 'get', options: { providers: ['this', 'good'] } },
    before: 'session-at-good-provider',
  },
];
