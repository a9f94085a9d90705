import type { Header } from '../model.ts';
import type { SentStatus } from './scene.ts';
import { parseURL, sameSite } from './site.ts';

/** A request of a page, with its answer. */
interface Answered {
  request: { url: string; headers: readonly Header[] };
  response: { headers: readonly Header[] };
  startedAt: number;
  duration: number;
}

/**
 * The login status that an answer sends with `Set-Login`, where Chrome honours it: in a top-level navigation, and in
 * frames and subresources whose site is that of the page around them. Not in a cross-site frame nor from one, and in no
 * answer to FedCM's own requests (measured on Chromium 156).
 *
 * @param top Origin of the page that the tab showed at the time, where that is known.
 */
export function sentStatus({ request, response, startedAt, duration }: Answered, top?: string): SentStatus | undefined {
  const value = headerIn(response.headers, 'set-login');
  const url = parseURL(request.url);
  if (value === undefined || url === undefined) return undefined;
  const topLevel = headerIn(request.headers, 'sec-fetch-dest') === 'document';
  const around = parseURL(top);
  const byOwnSite = headerIn(request.headers, 'sec-fetch-site') !== 'cross-site';
  if (!topLevel && !(around && byOwnSite && sameSite(url, around))) return undefined;
  return { origin: url.origin, value, at: startedAt + duration };
}

const headerIn = (headers: readonly Header[], wanted: string): string | undefined =>
  headers.find(({ name }) => name.toLowerCase() === wanted)?.value;
