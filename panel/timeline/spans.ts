import { phasesOf } from '../../src/core/flow/phases.ts';
import type { Flow, Phase } from '../../src/core/model.ts';
import { isBad, roleWords, statusWords } from '../exchanges/exchange-words.ts';
import { hostOf, shortName } from '../flow/call.ts';
import { durationWords } from '../flow/time.ts';

/** One bar of the waterfall. Times are ms after the call; a call in a pop-up may be a moment alone. */
export interface Span {
  id: string;
  label: string;
  kind: 'exchange' | 'call' | 'delivery';
  bad: boolean;
  from: number;
  duration: number;
  /** Whose it is, where the call has several identity providers. */
  host?: string;
  /** Beyond the label: status, address. */
  note: string;
}

export interface Timeline {
  phases: Phase[];
  spans: Span[];
  /** Length of the axis, ms. */
  length: number;
  /** When the call was over, ms after it; undefined while it is pending. */
  settled: number | undefined;
}

/** @param flows all that are known: those with this one as parent were made in its pop-ups. @param now epoch ms, for a pending flow */
export function timelineOf(flow: Flow, flows: readonly Flow[], now: number): Timeline {
  const { startedAt, settledAt } = flow;
  const pending = flow.outcome.status === 'pending';
  const phases = pending && settledAt === undefined ? phasesOf(flow, { now }) : flow.phases;
  const spans = [...exchangeSpans(flow), ...popupSpans(flow, flows), ...deliverySpans(flow)];
  spans.sort((a, b) => a.from - b.from);
  const settled = settledAt === undefined ? undefined : settledAt - startedAt;
  const ends = spans.map(({ from, duration }) => from + duration);
  const length = Math.max(settled ?? now - startedAt, ...ends, 1);
  return { phases, spans, length, settled };
}

function exchangeSpans({ exchanges, startedAt }: Flow): Span[] {
  const isOne = new Set(exchanges.map(({ configURL }) => configURL)).size === 1;
  return exchanges.map(exchange => ({
    id: exchange.id,
    label: roleWords(exchange),
    kind: 'exchange',
    bad: isBad(exchange),
    from: exchange.startedAt - startedAt,
    duration: exchange.duration,
    ...(isOne ? {} : { host: hostOf(exchange.request.url) }),
    note: statusWords(exchange),
  }));
}

function popupSpans(flow: Flow, flows: readonly Flow[]): Span[] {
  return flows
    .filter(({ parent }) => parent === flow.id)
    .map(({ id, api, page, startedAt, settledAt = startedAt, outcome }) => ({
      id,
      label: shortName(api),
      kind: 'call',
      bad: outcome.status === 'rejected',
      from: startedAt - flow.startedAt,
      duration: settledAt - startedAt,
      note: `in a pop-up of ${hostOf(page.url)}`,
    }));
}

function deliverySpans({ deliveries, startedAt }: Flow): Span[] {
  return deliveries.map((delivery, index) => ({
    id: `delivery ${index}`,
    label: 'delivery',
    kind: 'delivery',
    bad: delivery.response === undefined || delivery.response.status >= 400,
    from: delivery.startedAt - startedAt,
    duration: delivery.duration ?? 0,
    note: [delivery.response?.status, hostOf(delivery.url)].filter(Boolean).join(' · '),
  }));
}

/** `200 OK · idp.example` */
export const noteWords = ({ note, host }: Span): string => [note, host].filter(Boolean).join(' · ');

/** `at 120 ms, took 45 ms, until 165 ms`. */
export function exactWords(from: number, duration: number): string {
  return `at ${durationWords(from)}, took ${durationWords(duration)}, until ${durationWords(from + duration)}`;
}

/**
 * What Chrome kept to itself: `The browser knew at 0.31 s, the page was told at 5.72 s: 5.41 s later.` A page that was
 * left, or ended the call itself, was never told.
 */
export function heldBackWords({ phases, startedAt, outcome }: Pick<Flow, 'phases' | 'startedAt' | 'outcome'>): string {
  const held = phases.at(-1);
  if (held === undefined || (held.name !== 'rejection-delay' && held.name !== 'settle')) return '';
  if (outcome.status === 'pending') return '';
  const knew = held.startedAt - startedAt;
  const words = `The browser knew at ${durationWords(knew)}, ${heldWords(knew + held.duration, held.duration, outcome)}`;
  return held.basis === 'measured'
    ? `${words} Measured: Chrome’s own log has the moment.`
    : `${words} Derived from the last answer.`;
}

function heldWords(end: number, duration: number, { status, error }: Flow['outcome']): string {
  if (status === 'interrupted') return `and the page was gone at ${durationWords(end)}, before it was told.`;
  // A delay ends with this error alone: another one is the page's own doing.
  if (status === 'rejected' && error?.name !== 'NetworkError')
    return `and the call was ended at ${durationWords(end)}, before the page was told.`;
  return `the page was told at ${durationWords(end)}: ${durationWords(duration)} later.`;
}

/** Round numbers from 0 to at most `length`, about `count` of them; ms. */
export function ticks(length: number, count: number): number[] {
  const rough = length / Math.max(count, 1);
  const power = 10 ** Math.floor(Math.log10(Math.max(rough, 1e-6)));
  const step = ([1, 2, 5, 10].find(factor => factor * power >= rough) ?? 10) * power;
  return Array.from({ length: Math.floor(length / step + 1e-9) + 1 }, (_, index) => index * step);
}
