import type { Delivery, Flow } from '../model.ts';
import { CLOCK_TOLERANCE } from './call-window.ts';
import { headerOf } from './http-cache.ts';
import { bytesOf, type ObservedExchange } from './observed-exchange.ts';
import { holds, searchedStrings } from './token-search.ts';
import { originOf, parseUrl } from './urls.ts';

/** How long requests are searched for a token after the page got it; ms. */
export const WATCH_TIME = 60_000;
/** Bodies of answers are kept up to here; bytes of UTF-8. */
const ANSWER_LIMIT = 2048;

/** A token to look for in the tab's own requests. */
export interface TokenWatch {
  flow: string;
  strings: readonly string[];
  /** Epoch ms: requests that begin in this time are searched. */
  from: number;
  until: number;
}

/**
 * What to look for after a flow; `undefined` where it has no token that could be told from chance. While no flow has
 * one, no request needs to be looked at and no body read.
 */
export function watchToken({
  id,
  outcome,
  settledAt,
}: Pick<Flow, 'id' | 'outcome' | 'settledAt'>): TokenWatch | undefined {
  if (outcome.status !== 'fulfilled' || settledAt === undefined || outcome.credential === undefined) return undefined;
  const strings = searchedStrings(outcome.credential.token);
  if (strings.length === 0) return undefined;
  return { flow: id, strings, from: settledAt - CLOCK_TOLERANCE, until: settledAt + WATCH_TIME };
}

/** The watches that have not ended; epoch ms. */
export function openWatches(watches: readonly TokenWatch[], now: number): TokenWatch[] {
  return watches.filter(({ until }) => now <= until);
}

/**
 * The deliveries that one request of the page makes, one for each part of it that holds a token. Where several flows
 * got the same token, it is the latest's. Read the answer's body only where this is not empty, and add it with
 * {@link withAnswer}.
 */
export function deliveriesIn(
  request: ObservedExchange,
  watches: readonly TokenWatch[],
): { flow: string; deliveries: Delivery[] } | undefined {
  const url = parseUrl(request.request.url);
  if (url === undefined || !/^(https?|wss?):$/.test(url.protocol)) return undefined;
  const { startedAt } = request;
  const latestFirst = watches
    .filter(({ from, until }) => startedAt >= from && startedAt <= until)
    .sort((a, b) => b.from - a.from || (a.flow < b.flow ? 1 : -1));
  for (const { flow, strings } of latestFirst) {
    const parts = partsOf(request, url).filter(({ text }) => strings.some(searched => holds(text, searched)));
    const wheres = new Set(parts.map(({ where }) => where));
    if (wheres.size > 0) return { flow, deliveries: [...wheres].map(where => deliveryOf(request, url, where)) };
  }
  return undefined;
}

interface RequestPart {
  where: Delivery['where'];
  text: string;
}

function partsOf({ request }: ObservedExchange, url: URL): RequestPart[] {
  return [
    { where: 'body', text: request.body ?? '' },
    { where: 'query', text: url.search },
    { where: 'path', text: url.pathname },
    ...request.headers
      // The page's own address, repeated in a request to the same site, is not a second delivery; nor are HTTP/2's
      // `:path` and `:authority`, which repeat the URL.
      .filter(({ name, value }) => !name.startsWith(':') && !isOwnReferrer(name, value, url))
      .map(({ value }): RequestPart => ({ where: 'header', text: value })),
  ];
}

function isOwnReferrer(name: string, value: string, url: URL): boolean {
  return name.toLowerCase() === 'referer' && originOf(value) === url.origin;
}

function deliveryOf(
  { request, response, startedAt, duration }: ObservedExchange,
  url: URL,
  where: Delivery['where'],
): Delivery {
  const date = headerOf(response.headers, 'date');
  const location = headerOf(response.headers, 'location');
  const leadsTo = location === undefined ? undefined : parseUrl(location, url.href)?.href;
  return {
    url: request.url,
    method: request.method,
    where,
    origin: url.origin,
    startedAt,
    duration,
    ...(response.error !== undefined && { error: response.error }),
    ...(response.status > 0 && {
      response: {
        status: response.status,
        ...(date !== undefined && { date }),
        ...(leadsTo !== undefined && { location: leadsTo }),
      },
    }),
  };
}

/**
 * The delivery with the first 2 KB of the server's answer, as `getContent()` gave it; without where it is no text. Chrome
 * gives an answer of no known type in base64, whatever it holds.
 */
export function withAnswer(delivery: Delivery, content: string | null, encoding?: string): Delivery {
  const body = content === null ? undefined : beginning(content, encoding);
  if (delivery.response === undefined || body === undefined) return delivery;
  return { ...delivery, response: { ...delivery.response, body } };
}

function beginning(content: string, encoding: string | undefined): string | undefined {
  // Four characters of base64 are three bytes: the answer may be a film.
  const enough = encoding === 'base64' ? 4 * Math.ceil((ANSWER_LIMIT + 1) / 3) : ANSWER_LIMIT + 1;
  const bytes = bytesOf(content.slice(0, enough), encoding);
  if (bytes === undefined) return undefined;
  try {
    const text = new TextDecoder('utf-8', { fatal: true });
    return text.decode(bytes.subarray(0, ANSWER_LIMIT), { stream: bytes.length > ANSWER_LIMIT });
  } catch {
    return undefined;
  }
}
