import type { ObservedExchange } from './observed-exchange.ts';
import { originOf } from './urls.ts';

/** Servers stamp `Date` in whole seconds. */
const STAMP = 1500;

/** A server's clock is taken from answers of this time around; ms. */
const STRETCH = 600_000;

/**
 * Tells the answers that came out of Chrome's HTTP cache. Chrome reports them like any other (measured on Chromium
 * 156), but they carry the very `Date` of the answer that was stored, at a later time, and no `Age` of a shared cache.
 * Where that answer was not seen, an answer of the same server that no cache can hold tells what its clock said then.
 * Nothing is said where neither decides.
 */
export function cachedAnswers(observed: readonly ObservedExchange[]): (exchange: ObservedExchange) => boolean {
  const firstSeen = new Map<string, number>();
  const clocks = new Map<string, number>();
  for (const exchange of observed) {
    const stamp = stampOf(exchange);
    if (stamp?.repeats !== undefined) {
      firstSeen.set(stamp.repeats, Math.min(exchange.startedAt, firstSeen.get(stamp.repeats) ?? Infinity));
    }
    if (stamp?.uncached) {
      const key = stretchOf(stamp.origin, exchange.startedAt);
      const behind = stamp.date - (exchange.startedAt + exchange.duration);
      clocks.set(key, Math.max(behind, clocks.get(key) ?? -Infinity));
    }
  }
  return exchange => {
    if (exchange.fromCache) return true;
    const stamp = stampOf(exchange);
    if (stamp === undefined) return false;
    const first = stamp.repeats === undefined ? undefined : firstSeen.get(stamp.repeats);
    if (first !== undefined && exchange.startedAt - first > STAMP) return true;
    const least = stamp.lifetime === undefined ? undefined : leastAhead(clocks, stamp.origin, exchange.startedAt);
    if (stamp.lifetime === undefined || least === undefined) return false;
    const age = exchange.startedAt + least - stamp.date;
    return age > STAMP && age <= stamp.lifetime + STAMP;
  };
}

/** By how much the server's clock is ahead of ours at the least, about that time; ms. */
function leastAhead(clocks: ReadonlyMap<string, number>, origin: string, at: number): number | undefined {
  const known = [-STRETCH, 0, STRETCH].flatMap(near => clocks.get(stretchOf(origin, at + near)) ?? []);
  return known.length > 0 ? Math.max(...known) : undefined;
}

const stretchOf = (origin: string, at: number): string => `${Math.floor(at / STRETCH)} ${origin}`;

/** What an answer's `Date` can tell. */
interface Stamp {
  origin: string;
  /** Epoch ms of the server. */
  date: number;
  /** Equal for an answer and what the cache makes of it later; absent where none may keep it. */
  repeats?: string;
  /** No cache can hold it, so that the stamp is the moment of the answer. */
  uncached: boolean;
  /**
   * How long Chrome may answer with it without asking anybody, ms; absent where it may not, or a shared cache may have.
   */
  lifetime?: number;
}

/** Headers are read once: a log asks again with every event. */
const stamps = new WeakMap<ObservedExchange, Stamp | null>();

function stampOf(exchange: ObservedExchange): Stamp | undefined {
  const known = stamps.get(exchange);
  if (known !== undefined) return known ?? undefined;
  const stamp = readStamp(exchange);
  stamps.set(exchange, stamp ?? null);
  return stamp;
}

function readStamp({ request, response }: ObservedExchange): Stamp | undefined {
  const text = headerOf(response.headers, 'date');
  const date = Date.parse(text ?? '');
  const origin = originOf(request.url);
  if (origin === undefined || Number.isNaN(date)) return undefined;
  const control = headerOf(response.headers, 'cache-control') ?? '';
  const isGet = request.method === 'GET';
  const uncached = !isGet || /no-store/i.test(control);
  if (uncached) return { origin, date, uncached };
  const shared = headerOf(response.headers, 'age') !== undefined;
  const lifetime = passedOn(response.headers) || /no-cache/i.test(control) ? undefined : lifetimeOf(response, control);
  return {
    origin,
    date,
    uncached,
    ...(!shared && { repeats: `${text} ${request.url}` }),
    ...(lifetime !== undefined && { lifetime }),
  };
}

/** A cache on the way, which may be what kept the answer. */
function passedOn(headers: ObservedExchange['response']['headers']): boolean {
  return headers.some(({ name }) => /^(?:age|via|(?:\w+-)*cache(?:-status)?)$/i.test(name));
}

function lifetimeOf({ headers }: ObservedExchange['response'], control: string): number | undefined {
  const seconds = /(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(control)?.[1];
  if (seconds !== undefined) return Number(seconds) > 0 ? Number(seconds) * 1000 : undefined;
  const says = headerOf(headers, 'expires') ?? headerOf(headers, 'last-modified');
  return says === undefined ? undefined : Infinity;
}

/** A header's value; names are compared without case. */
export function headerOf(headers: ObservedExchange['response']['headers'], name: string): string | undefined {
  return headers.find(header => header.name.toLowerCase() === name)?.value;
}
