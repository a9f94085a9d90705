/** Faults of `/.well-known/web-identity`. */
import { headers, movedTo, reset, sends, status, text } from './answers.ts';
import type { Fault, IssueReason, Override } from './fault.ts';

function wellKnown(name: string, reason: IssueReason, title: string, explain: string, override: Override): Fault {
  return {
    name: `well-known-${name}`,
    stage: 'well-known',
    title,
    explain,
    expect: { reasons: [reason], error: 'NetworkError' },
    idp: { wellKnown: override },
    before: 'fresh',
  };
}

export const wellKnownFaults: readonly Fault[] = [
  wellKnown('404', 'WellKnownHttpNotFound', 'Not found', 'There is no well-known file.', status(404)),
  wellKnown('500', 'WellKnownNoResponse', 'Server error', 'The well-known file answers 500.', status(500)),
  wellKnown('reset', 'WellKnownNoResponse', 'Connection cut', 'The server cuts the connection.', reset),
  wellKnown(
    'too-large',
    'WellKnownNoResponse',
    'Too large',
    'The body is larger than the 1 MiB that the browser reads.',
    sends({ provider_urls: ['/config.json'], padding: 'x'.repeat(2 ** 20) }),
  ),
  {
    name: 'well-known-blocked',
    stage: 'well-known',
    title: 'Not on the connection allowlist',
    explain: 'The page’s Connection-Allowlist lets the browser fetch the config file and not the well-known file.',
    expect: { reasons: ['WellKnownBlockedByConnectionAllowlist'], error: 'NetworkError' },
    page: 'allow-config',
    before: 'fresh',
  },
  wellKnown(
    'html',
    'WellKnownInvalidContentType',
    'Sent as HTML',
    'The JSON is sent with content type text/html.',
    headers({ 'content-type': 'text/html' }),
  ),
  wellKnown(
    'not-json',
    'WellKnownInvalidResponse',
    'Not JSON',
    'The body has a trailing comma.',
    text('application/json', '{"provider_urls": [],}'),
  ),
  wellKnown('empty-object', 'WellKnownInvalidResponse', 'Nothing in it', 'The body is {}.', sends({})),
  wellKnown(
    'wrong-entry',
    'WellKnownInvalidResponse',
    'An entry that is no URL',
    'provider_urls holds an object where a string belongs.',
    sends({ provider_urls: [{ configURL: '/config.json' }] }),
  ),
  wellKnown('list-empty', 'WellKnownListEmpty', 'Empty list', 'provider_urls is empty.', sends({ provider_urls: [] })),
  wellKnown(
    'two-entries',
    'WellKnownTooBig',
    'Two config URLs',
    'provider_urls lists two config URLs; only one is allowed, or name the endpoints instead.',
    sends({ provider_urls: ['/config.json', '/config-for-the-app.json'] }),
  ),
  wellKnown(
    'other-url',
    'ConfigNotInWellKnown',
    'Lists another config URL',
    'provider_urls lists a config URL other than the one in the call.',
    sends({ provider_urls: ['/fedcm.json'] }),
  ),
  {
    name: 'config-url-fragment',
    stage: 'well-known',
    title: 'Config URL with a fragment',
    explain: 'The config URL of the call ends in #app, and so it is not the one that the well-known file lists.',
    expect: { reasons: ['ConfigNotInWellKnown'], error: 'NetworkError' },
    idp: { wellKnown: sends({ provider_urls: ['/config.json'] }) },
    call: { kind: 'get', options: { fragment: '#app' } },
    before: 'fresh',
  },
  {
    name: 'well-known-redirect',
    stage: 'well-known',
    title: 'Redirected (and that is fine)',
    explain: 'The well-known file is the only FedCM request of which the browser follows a redirect.',
    expect: { reasons: [], session: 'accepted' },
    idp: {
      wellKnown: (good, at) =>
        at.request.url.search === '' ? movedTo('/.well-known/web-identity?moved')(good, at) : good,
    },
    before: 'session',
  },
];
