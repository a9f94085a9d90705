/** Faults of the identity assertion endpoint. */
import { after, movedTo, reset, sends, status, text } from './answers.ts';
import type { Expectation, Fault, IssueReason, Override } from './fault.ts';

const stage = 'assertion';

function assertion(
  name: string,
  reason: IssueReason,
  title: string,
  explain: string,
  override: Override,
  code = '',
): Fault {
  const expect: Expectation = { reasons: [reason], error: 'IdentityCredentialError', code };
  return { name: `assertion-${name}`, stage, title, explain, expect, idp: { assertion: override }, before: 'session' };
}

export const assertionFaults: readonly Fault[] = [
  assertion('404', 'IdTokenHttpNotFound', 'Not found', 'There is no assertion endpoint.', status(404)),
  assertion(
    '404-with-error',
    'IdTokenHttpNotFound',
    'Error object with status 404',
    'The error object comes with status 404, and with that status the browser does not read it.',
    sends({ error: { error: 'access_denied' } }, 404),
  ),
  assertion(
    'redirect',
    'IdTokenNoResponse',
    'Redirected',
    'The endpoint redirects, which the browser does not follow.',
    movedTo('/assertion-v2'),
  ),
  assertion('reset', 'IdTokenNoResponse', 'Connection cut', 'The server cuts the connection.', reset),
  {
    name: 'assertion-blocked',
    stage,
    title: 'Not on the connection allowlist',
    explain: 'The page’s Connection-Allowlist ends at the accounts endpoint.',
    expect: { reasons: ['IdTokenBlockedByConnectionAllowlist'], error: 'IdentityCredentialError', code: '' },
    page: 'allow-accounts',
    before: 'session',
  },
  assertion(
    'html',
    'IdTokenInvalidContentType',
    'HTML',
    'The endpoint answers with an HTML page.',
    text('text/html', '<p>Done.</p>'),
  ),
  assertion(
    '500-html',
    'IdTokenInvalidContentType',
    'HTML error page',
    'The endpoint answers 500 with an HTML page.',
    text('text/html', '<h1>Internal Server Error</h1>', 500),
    'server_error',
  ),
  assertion(
    'empty-object',
    'IdTokenInvalidResponse',
    'No token',
    'The answer has neither token, continue_on nor error.',
    sends({}),
  ),
  assertion(
    'other-member',
    'IdTokenInvalidResponse',
    'Token under another name',
    'The answer has id_token where token belongs.',
    sends({ id_token: 'ey' }),
  ),
  assertion(
    'not-json',
    'IdTokenInvalidResponse',
    'Not JSON',
    'The body is a bare token.',
    text('application/json', 'eyJhbGciOiJFUzI1NiJ9'),
  ),
  assertion(
    '500',
    'IdTokenInvalidResponse',
    'Server error',
    'The endpoint answers 500 with {}.',
    status(500),
    'server_error',
  ),
  assertion(
    '503',
    'IdTokenInvalidResponse',
    'Unavailable',
    'The endpoint answers 503 with {}.',
    status(503),
    'temporarily_unavailable',
  ),
  assertion(
    'string-error',
    'IdTokenInvalidResponse',
    'Error as a string',
    'The error is a string, as in OAuth; FedCM wants an object, and loses the code.',
    sends({ error: 'access_denied' }, 400),
  ),
  assertion(
    'error',
    'IdTokenIdpErrorResponse',
    'Refused with an error',
    'The endpoint refuses with an error object, and the page learns the code.',
    sends({ error: { error: 'access_denied', url: '/help' } }, 403),
    'access_denied',
  ),
  assertion(
    'error-code',
    'IdTokenIdpErrorResponse',
    'Refused with a code',
    'The error object uses the older member code.',
    sends({ error: { code: 'invalid_request' } }, 400),
    'invalid_request',
  ),
  assertion(
    'error-cross-site-url',
    'IdTokenCrossSiteIdpErrorResponse',
    'Error with a foreign URL',
    'The error’s url is on another site, and the browser drops it.',
    sends({ error: { error: 'access_denied', url: 'https://help.example/' } }, 403),
    'access_denied',
  ),
  {
    name: 'assertion-unknown-client',
    stage,
    title: 'Unknown client',
    explain: 'The clientId of the call is not registered with the identity provider.',
    expect: { reasons: ['IdTokenIdpErrorResponse'], error: 'IdentityCredentialError', code: 'unauthorized_client' },
    call: { kind: 'get', options: { provider: { clientId: 'somebody-else' } } },
    before: 'session',
  },
  {
    name: 'assertion-slow',
    stage,
    title: 'Slow',
    explain: 'The endpoint takes two seconds.',
    expect: { reasons: [], session: 'accepted' },
    idp: { assertion: after(2000) },
    before: 'session',
  },
];
