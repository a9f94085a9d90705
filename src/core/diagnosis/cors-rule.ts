import type { Evidence, FailedRequest } from '../model.ts';
import { lastOf, type Scene } from './scene.ts';

/** Which CORS rule an answer broke, by what CDP names it (`Network.CorsError`) while somebody listens. */
export function corsEvidence(requests: readonly FailedRequest[], { providers, flow }: Scene): Evidence[] {
  return requests.flatMap(({ url, corsError, corsFound }) => {
    if (corsError === undefined) return [];
    const provider = providers.find(({ exchanges }) => exchanges.some(({ request }) => request.url === url));
    const exchange = provider && (lastOf(provider, 'id-assertion') ?? lastOf(provider, 'disconnect'));
    const header = headerOf(corsError);
    return [
      {
        ...(exchange && { exchange: exchange.id }),
        path: header === undefined ? 'chrome.requests' : `header:${header}`,
        found: corsFound || (corsError.startsWith('Wildcard') ? '*' : 'missing'),
        expected: header === ALLOW_CREDENTIALS ? 'true' : flow.page.origin,
        note: `Chrome: ${corsError}`,
      },
    ];
  });
}

const ALLOW_ORIGIN = 'access-control-allow-origin';
const ALLOW_CREDENTIALS = 'access-control-allow-credentials';

function headerOf(corsError: string): string | undefined {
  if (/AllowCredentials/.test(corsError)) return ALLOW_CREDENTIALS;
  return /AllowOrigin|WildcardOrigin/.test(corsError) ? ALLOW_ORIGIN : undefined;
}
