import type { ObservedExchange } from './observed-exchange.ts';

/** Servers stamp `Date` in whole seconds. */
const STAMP = 1500;

/**
 * Tells the answers that came out of Chrome's HTTP cache. Chrome reports them like any other (measured on Chromium
 * 156), but they carry the very `Date` of the answer that was stored, at a later time, and no `Age` of a shared cache.
 */
export function cachedAnswers(observed: readonly ObservedExchange[]): (exchange: ObservedExchange) => boolean {
  const firstSeen = new Map<string, number>();
  for (const exchange of observed) {
    const key = stampOf(exchange);
    if (key === undefined) continue;
    firstSeen.set(key, Math.min(exchange.startedAt, firstSeen.get(key) ?? Infinity));
  }
  return exchange => {
    if (exchange.fromCache) return true;
    const key = stampOf(exchange);
    const first = key === undefined ? undefined : firstSeen.get(key);
    return first !== undefined && exchange.startedAt - first > STAMP;
  };
}

/** Headers are read once: a log asks again with every event. */
const stamps = new WeakMap<ObservedExchange, string | null>();

function stampOf(exchange: ObservedExchange): string | undefined {
  const known = stamps.get(exchange);
  if (known !== undefined) return known ?? undefined;
  const stamp = readStamp(exchange);
  stamps.set(exchange, stamp ?? null);
  return stamp;
}

function readStamp(exchange: ObservedExchange): string | undefined {
  const { request, response } = exchange;
  if (request.method !== 'GET') return undefined;
  const date = headerOf(response.headers, 'date');
  const mayStore = !/no-store/i.test(headerOf(response.headers, 'cache-control') ?? '');
  const shared = headerOf(response.headers, 'age') !== undefined;
  return date !== undefined && mayStore && !shared ? `${date} ${request.url}` : undefined;
}

/** A header's value; names are compared without case. */
export function headerOf(headers: ObservedExchange['response']['headers'], name: string): string | undefined {
  return headers.find(header => header.name.toLowerCase() === name)?.value;
}
