import type { FetchedAnswer } from '../../src/core/diagnosis/index.ts';
import { readBody } from '../read-body.ts';

/** Chrome reads no more of either file, bytes. */
const MOST_BYTES = 1 << 20;

/** How long an answer may take, ms. */
const PATIENCE = 10_000;

/** Where the policy in our manifest, which knows no `[::1]`, lets us ask over http. */
const MAY_ASK = /^http:\/\/(?:(?:[^/]+\.)?localhost|127\.0\.0\.1)(?::\d+)?\/|^https:/;

/**
 * Fetches as Chrome does for FedCM: a GET without cookies and referrer. Never rejects.
 *
 * @param redirect Chrome follows redirects of the well-known, and no others.
 */
export async function fetchAnswer(url: string, redirect: 'follow' | 'manual'): Promise<FetchedAnswer> {
  const signal = AbortSignal.timeout(PATIENCE);
  const none = (failure: NonNullable<FetchedAnswer['failure']>): FetchedAnswer => ({
    url,
    status: 0,
    headers: [],
    failure,
  });
  if (!MAY_ASK.test(url)) return none('not-allowed');
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect,
      signal,
    });
    if (response.type === 'opaqueredirect') return none('redirect');
    const headers = [...response.headers].map(([name, value]) => ({ name, value }));
    const body = await readBody(response, MOST_BYTES);
    if (body === undefined) return none('too-large');
    const text = textOf(body);
    return {
      url: response.url || url,
      status: response.status,
      headers,
      ...(text === undefined ? { failure: 'not-utf8' as const } : { body: text }),
    };
  } catch {
    return none(signal.aborted ? 'timeout' : 'unreachable');
  }
}

/** Chrome refuses a body that is not UTF-8, whatever its `charset` says. */
function textOf(body: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(body);
  } catch {
    return undefined;
  }
}
