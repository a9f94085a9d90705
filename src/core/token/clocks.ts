import { parseURL, sameSite } from '../diagnosis/site.ts';
import type { Delivery, Flow } from '../model.ts';
import { exchangeOf } from './asked.ts';

/** A clock other than this computer's, read off a `Date` header. */
export interface Clock {
  /** Milliseconds it is ahead of this computer's clock; negative where it is behind. */
  ahead: number;
  /**
   * How far off that may be, in milliseconds: a `Date` has whole seconds and was written some time during the exchange.
   */
  give: number;
}

export interface Clocks {
  idp?: Clock;
  /** Of the relying party's server, from its answer to the delivery of the token. */
  server?: Clock;
}

/**
 * Deliveries to the relying party's own site; all where none goes there. A beacon to another site tells of no server.
 */
export function ownDeliveries({ deliveries, page }: Pick<Flow, 'deliveries' | 'page'>): readonly Delivery[] {
  const own = deliveries.filter(({ url }) => isOfSite(url, page.origin));
  return own.length > 0 ? own : deliveries;
}

/** Whether a request went to the site of a page's origin. */
export function isOfSite(url: string, origin: string): boolean {
  const [target, page] = [parseURL(url), parseURL(origin)];
  return target !== undefined && page !== undefined && sameSite(target, page);
}

/** Clocks of the flow's identity provider and of the relying party's server. */
export function clocksOf(flow: Flow, configURL: string | undefined): Clocks {
  const idp = (['id-assertion', 'accounts'] as const)
    .map(role => exchangeOf(flow, role, configURL))
    .filter(exchange => exchange && !exchange.fromCache)
    .map(exchange => {
      const date = exchange?.response.headers.find(({ name }) => name.toLowerCase() === 'date')?.value;
      return exchange && readClock(date, exchange.startedAt, exchange.duration);
    })
    .find(clock => clock !== undefined);
  const server = ownDeliveries(flow)
    .map(({ response, startedAt, duration = 0 }) => readClock(response?.date, startedAt, duration))
    .findLast(clock => clock !== undefined);
  return { ...(idp && { idp }), ...(server && { server }) };
}

function readClock(date: string | undefined, startedAt: number, duration: number): Clock | undefined {
  const written = Date.parse(date ?? '');
  if (Number.isNaN(written)) return undefined;
  return { ahead: written + 500 - (startedAt + duration / 2), give: 1000 + duration / 2 };
}

/** Names clocks that differ by more than can be explained: `Your server is 40 s behind the IdP.` */
export function describeSkew({ idp, server }: Clocks): string | undefined {
  if (idp && server) return skew('Your server', server.ahead - idp.ahead, 'the IdP', idp.give + server.give);
  if (idp) return skew('This computer', -idp.ahead, 'the IdP', idp.give);
  if (server) return skew('Your server', server.ahead, 'this computer', server.give);
  return undefined;
}

function skew(one: string, ahead: number, other: string, give: number): string | undefined {
  if (Math.abs(ahead) <= give) return undefined;
  return `${one} is ${showDuration(ahead)} ${ahead < 0 ? 'behind' : 'ahead of'} ${other}.`;
}

/** The moment a token is judged by. */
export interface Judgement {
  /** Epoch ms. */
  at: number;
  /** Whose clock that is, in words. */
  by: string;
}

/**
 * A token is judged by the flow's time, never by today's: when the relying party's server got it, by that server's
 * clock where its answer tells it, else by this computer's; and where no server got it, when the call settled.
 */
export function judgementOf(flow: Flow, clocks: Clocks): Judgement {
  const own = ownDeliveries(flow);
  const dated = own.findLast(({ response }) => response?.date !== undefined);
  if (dated && clocks.server) return { at: dated.startedAt + clocks.server.ahead, by: 'your server’s clock' };
  return { at: own.at(-1)?.startedAt ?? flow.settledAt ?? flow.startedAt, by: 'this computer’s clock' };
}

/** ISO 8601 for epoch milliseconds; plain seconds for what no calendar holds. */
export function showTime(at: number): string {
  const date = new Date(at);
  return Number.isNaN(date.getTime()) ? `${at / 1000} s after 1970` : date.toISOString().replace('.000Z', 'Z');
}

/** `40 s`, `12 min`, `3 h`, `2 d`. */
export function showDuration(duration: number): string {
  const seconds = Math.round(Math.abs(duration) / 1000);
  if (seconds < 120) return `${seconds} s`;
  if (seconds < 7200) return `${Math.round(seconds / 60)} min`;
  return seconds < 172_800 ? `${Math.round(seconds / 3600)} h` : `${Math.round(seconds / 86_400)} d`;
}
