import { LINKS, type Reason } from '../reason.ts';

const idp = {
  owner: 'idp',
  certainty: 'certain',
  source: 'response',
  links: [LINKS.provider, LINKS.providerGuide],
} as const;

/** The accounts endpoint: who is signed in at the identity provider. */
export const ACCOUNTS = {
  AccountsHttpNotFound: {
    ...idp,
    title: 'The accounts endpoint was not found',
    explanation: 'The URL that the config names as `accounts_endpoint` answered 404.',
    steps: ['Serve the accounts endpoint of {idp} there, or correct `accounts_endpoint` in {configURL}.'],
    decidedBy: 'status 404 of the accounts exchange',
    cues: ['accounts list endpoint cannot be found'],
  },
  AccountsNoResponse: {
    ...idp,
    title: 'The accounts endpoint gave no usable answer',
    explanation:
      'Chrome needs a 2xx answer without a redirect. Only `SameSite=None; Secure` cookies are sent cross-site.',
    steps: ['Answer the accounts endpoint of {idp} with status 200 and the list of accounts.'],
    decidedBy: 'status other than 2xx and 404, a redirect, or a net error',
    cues: ['accounts list fetch resulted in an error response code'],
  },
  AccountsBlockedByConnectionAllowlist: {
    ...idp,
    owner: 'rp-server',
    title: "The page's Connection-Allowlist refused the accounts endpoint",
    explanation: 'The `Connection-Allowlist` header of {rp} does not cover the accounts endpoint of {idp}.',
    steps: ['Add the accounts endpoint of {idp} to the `Connection-Allowlist` header of {rp}.'],
    links: [LINKS.spec],
    decidedBy: '`net::ERR_NETWORK_ACCESS_REVOKED` at the accounts exchange',
    cues: ['accounts list fetch was blocked by connection allowlist'],
  },
  AccountsInvalidResponse: {
    ...idp,
    title: 'The accounts answer is not valid',
    explanation:
      'It must be a JSON object with a list `accounts`; each account needs a unique string `id` and a name, username, email or telephone number. One bad account rejects the list.',
    steps: ['Mend the answer of the accounts endpoint of {idp}.'],
    decidedBy: 'the body of the accounts exchange',
    cues: ['accounts list is invalid'],
  },
  AccountsListEmpty: {
    ...idp,
    title: 'The accounts endpoint offered no account',
    explanation: 'The list is empty, or no account in it matches the hints of the call or the label of the config.',
    steps: [
      'Answer with the accounts that are signed in at {idp}.',
      'Where nobody is signed in, answer 401 and send `Set-Login: logged-out`.',
    ],
    decidedBy:
      'the body of the accounts exchange, `loginHint` and `domainHint` of the call, `account_label` of the config',
    cues: ['accounts list is empty', 'none matched the login hint, domain hint, and/or account labels'],
  },
  AccountsInvalidContentType: {
    ...idp,
    title: 'The accounts answer is not JSON',
    explanation: 'Chrome reads it only with a JSON content type. A login page in HTML often stands in its place.',
    steps: [
      'Serve the accounts endpoint of {idp} with `Content-Type: application/json`.',
      'Where nobody is signed in, answer 401 instead of a login page.',
    ],
    decidedBy: '`Content-Type` of the accounts exchange',
    cues: ['accounts list endpoint content type must be a JSON content type'],
  },
  ErrorFetchingSignin: {
    ...idp,
    certainty: 'one-of',
    title: 'Chrome reported a sign-in fetch failure',
    explanation: 'An old name that no code of current Chrome gives.',
    steps: ['Look at the exchanges for the answer that failed.'],
    decidedBy: 'nothing: no code of current Chrome reports it',
  },
  InvalidSigninResponse: {
    ...idp,
    certainty: 'one-of',
    title: 'Chrome reported an invalid sign-in answer',
    explanation: 'An old name that no code of current Chrome gives.',
    steps: ['Look at the exchanges for the answer that is not valid.'],
    decidedBy: 'nothing: no code of current Chrome reports it',
  },
} satisfies Record<string, Reason>;
