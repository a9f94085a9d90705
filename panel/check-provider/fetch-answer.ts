import type { FetchedAnswer } from '../../src/core/diagnosis/index.ts';

/** Chrome reads no more of either file, bytes. */
const MOST_BYTES = 1 << 20;

/** How long an answer may take, ms. */
const PATIENCE = 10_000;

/**
 * Fetches as Chrome does for FedCM: a GET without cookies and referrer. Never rejects.
 *
 * @param redirect Chrome follows redirects of the well-known, and no others.
 */
export async function fetchAnswer(url: string, redirect: 'follow' | 'manual'): Promise<FetchedAnswer> {
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const response = await fetch(url, {
      headers: { accept: 'application/json' },
      cache: 'no-store',
      credentials: 'omit',
      referrerPolicy: 'no-referrer',
      redirect,
      signal,
    });
    if (response.type === 'opaqueredirect') return { url, status: 0, headers: [], error: 'a redirect' };
    const headers = [...response.headers].map(([name, value]) => ({ name, value }));
    const body = await response.arrayBuffer();
    if (body.byteLength > MOST_BYTES) return { url, status: 0, headers, error: 'more than 1 MiB' };
    return { url, status: response.status, headers, body: new TextDecoder().decode(body) };
  } catch {
    return { url, status: 0, headers: [], error: signal.aborted ? `no answer in ${PATIENCE / 1000} s` : 'no answer' };
  }
}
