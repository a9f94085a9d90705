import type { Exchange, Header } from '../model.ts';

/**
 * An HTTP request of the inspected tab, and its answer, as `chrome.devtools.network` reported it: an {@link Exchange}
 * before anyone knows its role and the flow it belongs to.
 *
 * Treat it as immutable: correlation recognises unchanged exchanges by identity.
 */
export interface ObservedExchange {
  /** Unique in the tab; never taken from the page. */
  id: string;
  request: Exchange['request'];
  response: Exchange['response'];
  /** Epoch ms. Agrees with the page's own clock to about 2 ms (measured on Chromium 156). */
  startedAt: number;
  /** ms until the answer was complete, or failed. */
  duration: number;
  /** The calling frame's origin; Chrome gives it for accounts and assertion requests alone. */
  initiatorUrl?: string;
  fromCache?: boolean;
}

/** Longer bodies are cut: bytes of UTF-8. */
export const BODY_LIMIT = 256 * 1024;

/**
 * Reads one HAR entry of a request that the browser made for FedCM (`_resourceType: "fedcm"`, or in the HAR file of a
 * proxy `Sec-Fetch-Dest: webidentity`); `undefined` for every other request and for what is no HAR entry. The body of the answer is attached later by {@link withBody}.
 */
export function observedFromHar(entry: unknown, id: string): ObservedExchange | undefined {
  return isFedCM(entry) ? readEntry(entry, id) : undefined;
}

/** Reads one HAR entry of a request that the page made, or its navigation; `undefined` for FedCM's own. */
export function pageRequestFromHar(entry: unknown, id: string): ObservedExchange | undefined {
  return isFedCM(entry) ? undefined : readEntry(entry, id);
}

/**
 * The exchange with the body that `getContent()` gave.
 *
 * @param text `null` where Chrome has none; `response.bodyMissing` then says why.
 * @param encoding `"base64"` for what is no text; anything else means plain text.
 *
 * `response.bodyBytes` is the size before the cut at {@link BODY_LIMIT}; `response.bodyCut` marks a cut body.
 */
export function withBody(
  observed: ObservedExchange,
  text: string | null,
  encoding: string | undefined,
): ObservedExchange {
  const { body: _body, bodyMissing: _missing, bodyBytes: _bytes, bodyCut: _cut, ...response } = observed.response;
  if (isPicture(response)) return { ...observed, response: { ...response, bodyMissing: 'Pictures are not kept.' } };
  const bytes = text === null ? undefined : bytesOf(text, encoding);
  if (bytes === undefined) {
    return { ...observed, response: { ...response, bodyMissing: whyMissing(observed.response, text) } };
  }
  const cut = bytes.length > BODY_LIMIT;
  // `stream` leaves out a character that the cut has split, instead of writing a replacement for it.
  const body = new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes.subarray(0, BODY_LIMIT), { stream: cut });
  return { ...observed, response: { ...response, body, bodyBytes: bytes.length, ...(cut && { bodyCut: true }) } };
}

/** The whole of what `getContent()` gave, as text. */
export function wholeText(text: string | null, encoding: string | undefined): string | undefined {
  const bytes = text === null ? undefined : bytesOf(text, encoding);
  return bytes && new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes);
}

/** An account's picture or a brand icon. */
export function isPicture({ mimeType }: Pick<Exchange['response'], 'mimeType'>): boolean {
  return mimeType !== undefined && /^image\//i.test(mimeType);
}

/** The bytes that `getContent()` gave; `undefined` where they cannot be decoded. */
export function bytesOf(text: string, encoding: string | undefined): Uint8Array | undefined {
  if (encoding !== 'base64') return new TextEncoder().encode(text);
  try {
    return Uint8Array.from(atob(text), char => char.charCodeAt(0));
  } catch {
    return undefined;
  }
}

function whyMissing(response: ObservedExchange['response'], text: string | null): string {
  if (text !== null) return 'Chrome gave a body that could not be decoded.';
  if (response.status === 0) return 'No answer was delivered.';
  if (response.status < 200 || response.status > 299) {
    return `Chrome keeps no body of this answer, since its status is ${response.status}.`;
  }
  return 'Chrome gave no body for this answer.';
}

function isFedCM(entry: unknown): boolean {
  if (!isRecord(entry)) return false;
  const initiator = entry['_initiator'];
  if (entry['_resourceType'] === 'fedcm' || (isRecord(initiator) && initiator['type'] === 'FedCM')) return true;
  return isRecord(entry['request']) && headers(entry['request']['headers']).some(saysWebIdentity);
}

/** DevTools never shows it; a proxy does, and no page can send it. */
const saysWebIdentity = ({ name, value }: Header): boolean =>
  name.toLowerCase() === 'sec-fetch-dest' && value.trim().toLowerCase() === 'webidentity';

function readEntry(entry: unknown, id: string): ObservedExchange | undefined {
  if (!isRecord(entry)) return undefined;
  const { request, response } = entry;
  const startedDateTime = text(entry['startedDateTime']) ?? '';
  const startedAt = Date.parse(startedDateTime);
  if (!isRecord(request) || !isRecord(response) || Number.isNaN(startedAt)) return undefined;
  const { url, method } = request;
  if (typeof url !== 'string' || typeof method !== 'string') return undefined;
  const initiatorUrl = isRecord(entry['_initiator']) ? text(entry['_initiator']['url']) : undefined;
  const postData = isRecord(request['postData']) ? text(request['postData']['text']) : undefined;
  const mimeType = isRecord(response['content']) ? text(response['content']['mimeType']) : undefined;
  const error = text(response['_error']) ?? text(entry['_error']);
  return {
    id,
    request: { method, url, headers: headers(request['headers']), ...(postData !== undefined && { body: postData }) },
    response: {
      status: count(response['status']),
      statusText: text(response['statusText']) ?? '',
      headers: headers(response['headers']),
      ...(mimeType && { mimeType }),
      ...(error && { error }),
    },
    startedAt: startedAt + fractionLost(startedDateTime),
    duration: count(entry['time']),
    ...(initiatorUrl && { initiatorUrl }),
    ...(text(entry['_fromCache']) && { fromCache: true }),
  };
}

/** `Date.parse` keeps whole milliseconds; where the text is finer, the rest is added back. */
function fractionLost(iso: string): number {
  const finer = /\.\d{3}(\d+)/.exec(iso)?.[1];
  return finer === undefined ? 0 : Number(`0.${finer}`);
}

function headers(value: unknown): Header[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((header: unknown) => {
    if (!isRecord(header)) return [];
    const { name, value: content } = header;
    return typeof name === 'string' && typeof content === 'string' ? [{ name, value: content }] : [];
  });
}

function text(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** Chrome writes -1 for what it does not know. */
function count(value: unknown): number {
  return typeof value === 'number' && Number.isFinite(value) && value > 0 ? value : 0;
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null;
}
