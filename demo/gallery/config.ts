/** Faults of the config file. */
import { headers, members, movedTo, reset, sends, status, text } from './answers.ts';
import type { Fault, IdpFault, IssueReason } from './fault.ts';

function config(name: string, reason: IssueReason, title: string, explain: string, idp: IdpFault): Fault {
  return {
    name: `config-${name}`,
    stage: 'config',
    title,
    explain,
    expect: { reasons: [reason], error: 'NetworkError' },
    idp,
    before: 'fresh',
  };
}

const otherEndpoints = { accounts_endpoint: '/accounts-v2', login_url: '/login' };

export const configFaults: readonly Fault[] = [
  config('404', 'ConfigHttpNotFound', 'Not found', 'There is no config file.', { config: status(404) }),
  config('401', 'ConfigNoResponse', 'Not public', 'The config file answers 401, and the browser sends it no cookies.', {
    config: status(401),
  }),
  config(
    'redirect',
    'ConfigNoResponse',
    'Redirected',
    'The config file redirects, which the browser does not follow.',
    {
      config: movedTo('/config-v2.json'),
    },
  ),
  config('reset', 'ConfigNoResponse', 'Connection cut', 'The server cuts the connection.', { config: reset }),
  {
    name: 'config-blocked',
    stage: 'config',
    title: 'Not on the connection allowlist',
    explain: 'The page’s Connection-Allowlist names its own origin alone.',
    expect: { reasons: ['ConfigBlockedByConnectionAllowlist'], error: 'NetworkError' },
    page: 'allow-nothing',
    before: 'fresh',
  },
  config('no-content-type', 'ConfigInvalidContentType', 'No content type', 'The answer has no Content-Type.', {
    config: headers({ 'content-type': '' }),
  }),
  config(
    'text-plain',
    'ConfigInvalidContentType',
    'Sent as plain text',
    'The JSON is sent with content type text/plain.',
    {
      config: headers({ 'content-type': 'text/plain' }),
    },
  ),
  config('not-json', 'ConfigInvalidResponse', 'Not JSON', 'The body has a comment in it.', {
    config: text('application/json', '{ /* endpoints to follow */ }'),
  }),
  config('no-login-url', 'ConfigInvalidResponse', 'No login URL', 'login_url is missing.', {
    config: members({ login_url: undefined }),
  }),
  config('no-accounts-endpoint', 'ConfigInvalidResponse', 'No accounts endpoint', 'accounts_endpoint is missing.', {
    config: members({ accounts_endpoint: undefined }),
  }),
  config(
    'no-assertion-endpoint',
    'ConfigInvalidResponse',
    'No assertion endpoint',
    'id_assertion_endpoint is missing.',
    {
      config: members({ id_assertion_endpoint: undefined }),
    },
  ),
  config(
    'cross-origin-endpoint',
    'ConfigInvalidResponse',
    'Endpoint on another origin',
    'accounts_endpoint is on another origin than the config file.',
    { config: members({ accounts_endpoint: 'http://accounts.localhost/accounts' }) },
  ),
  config(
    'endpoints-differ',
    'ConfigInvalidResponse',
    'Endpoints differ from the well-known file',
    'The well-known file names another accounts_endpoint than the config file, and no other rule lets it pass.',
    { wellKnown: sends(otherEndpoints) },
  ),
  {
    name: 'config-cacheable',
    stage: 'config',
    title: 'Cacheable',
    explain: 'The config file is sent with Cache-Control: max-age=600; a change reaches nobody for ten minutes.',
    expect: { reasons: [], session: 'accepted' },
    idp: { config: headers({ 'cache-control': 'public, max-age=600' }) },
    before: 'session',
  },
  {
    name: 'client-metadata-404',
    stage: 'config',
    title: 'No client metadata',
    explain: 'The client metadata endpoint answers 404; the browser goes on without links to policy and terms.',
    expect: { reasons: [], session: 'accepted' },
    idp: { clientMetadata: status(404) },
    before: 'session',
  },
];
