import browser from 'webextension-polyfill';
import type { FetchedText } from '../../src/core/token/verification.ts';
import { readBody } from '../read-body.ts';

/** Discovery documents and key sets have a few kilobytes; past this, bytes, nothing is read. */
const MOST_BYTES = 1_048_576;

/** How long an answer may take, ms. */
const PATIENCE = 10_000;

const OPTIONS = {
  cache: 'no-store',
  credentials: 'omit',
  redirect: 'manual',
  referrerPolicy: 'no-referrer',
} as const satisfies RequestInit;

const failed = (reason: (FetchedText & { kind: 'failed' })['reason'], message: string): FetchedText => ({
  kind: 'failed',
  reason,
  message,
});

/** Fetches a text as the extension, without cookies, and says why there is none. Never rejects. */
export async function fetchText(url: string): Promise<FetchedText> {
  const signal = AbortSignal.timeout(PATIENCE);
  try {
    const response = await fetch(url, { ...OPTIONS, signal });
    if (response.type === 'opaqueredirect') {
      return failed('redirected', 'It answered with a redirect, which verifiers such as jose do not follow.');
    }
    const body = await readBody(response, MOST_BYTES);
    return body === undefined
      ? failed('too-large', `The answer is larger than ${MOST_BYTES / 1024} KB.`)
      : { kind: 'answered', status: response.status, text: new TextDecoder().decode(body) };
  } catch {
    if (signal.aborted) return failed('timeout', `No whole answer within ${PATIENCE / 1000} s.`);
    return (await hasAccess(url))
      ? failed('network', 'No answer: it cannot be reached, cut the connection, or has no valid certificate.')
      : failed('cors', 'This extension was denied access to the site, and CORS allows it none.');
  }
}

/** Whether the user left the extension its access to the site; without it, CORS decides what may be read. */
function hasAccess(url: string): Promise<boolean> {
  const { protocol, hostname } = new URL(url);
  return browser.permissions.contains({ origins: [`${protocol}//${hostname}/*`] });
}
