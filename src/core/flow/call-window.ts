import type { FlowCore } from './flow-core.ts';
import { requestedMode, requestedProviders } from './requested-providers.ts';

/** The page's clock and that of the browser's network stack disagree by about 2 ms (measured on Chromium 156). */
export const CLOCK_TOLERANCE = 5;

/** An active call that replaces a pending one ends it at once; its page may be told a little later. */
const REPLACEMENT_LATENCY = 1000;

/** A call rejected faster than this ends no other: its signal was aborted before, or an option was wrong. */
const INSTANT = 50;

/** When the browser may have begun requests for a call; epoch ms, without the clock tolerance. */
export interface CallWindow {
  flow: FlowCore;
  from: number;
  /** `Infinity` while the call is pending. */
  to: number;
}

/**
 * The windows of the calls that may own exchanges, by start. A page has one pending `get()` at most, all frames taken
 * together (measured on Chromium 156), so that
 * - a call that was refused as the second one owns nothing;
 * - an active call ends the pending passive one that it replaces;
 * - a call that was aborted as the next one began was over by then: what the page heard last came late;
 * - a `get()` whose end was never heard of ends where the next one begins.
 */
export function callWindows(flows: readonly FlowCore[]): CallWindow[] {
  const calls = flows.filter(reachesNetwork).sort(byStart);
  const windows: CallWindow[] = [];
  /** The latest `get()` before the current one in reverse order: the next that took the page's one place. */
  let next: FlowCore | undefined;
  /** The latest before the current one, whatever became of it. */
  let later: FlowCore | undefined;
  for (const flow of calls.toReversed()) {
    const { startedAt: from, settledAt } = flow;
    if (flow.api !== 'credentials.get') {
      windows.push({ flow, from, to: settledAt ?? Infinity });
      continue;
    }
    const ended = settledAt ?? next?.startedAt ?? Infinity;
    const replaced = next !== undefined && replaces(next, flow) ? next.startedAt : ended;
    windows.push({ flow, from, to: later !== undefined && makesWay(flow, later) ? later.startedAt : replaced });
    if (!isInstantRejection(flow)) next = flow;
    later = flow;
  }
  return windows.reverse();
}

/** The calls that the browser refuses before it asks anyone: bad options, policy, another call pending. */
export function reachesNetwork(flow: FlowCore): boolean {
  if (requestedProviders(flow).length === 0) return false;
  if (flow.outcome.status !== 'rejected') return true;
  // The reason of an abort is the page's own choice: its name says nothing about the browser.
  if (flow.context?.abortStack !== undefined) return true;
  switch (flow.outcome.error?.name) {
    case 'NotAllowedError':
    case 'TypeError':
    case 'InvalidStateError':
    case 'NotSupportedError':
      return false;
    default:
      return true;
  }
}

function replaces(later: FlowCore, earlier: FlowCore): boolean {
  if (earlier.outcome.status !== 'rejected' || earlier.settledAt === undefined) return false;
  if (requestedMode(later) !== 'active' || requestedMode(earlier) !== 'passive') return false;
  const overlap = earlier.settledAt - later.startedAt;
  return overlap >= 0 && overlap <= REPLACEMENT_LATENCY;
}

/** Chrome lets a second call in once the first is aborted; the page is told of both ends together. */
function makesWay({ context, page, settledAt }: FlowCore, later: FlowCore): boolean {
  if (context?.abortStack === undefined || settledAt === undefined) return false;
  const overlap = settledAt - later.startedAt;
  return page.documentId === later.page.documentId && overlap >= 0 && overlap < INSTANT;
}

function isInstantRejection({ outcome, startedAt, settledAt }: FlowCore): boolean {
  return outcome.status === 'rejected' && settledAt !== undefined && settledAt - startedAt < INSTANT;
}

/** Whether a request that began at `at` can be one of this call's. */
export function covers({ from, to }: CallWindow, at: number): boolean {
  return at >= from - CLOCK_TOLERANCE && at <= to + CLOCK_TOLERANCE;
}

export function byStart(a: { startedAt: number; id: string }, b: { startedAt: number; id: string }): number {
  return a.startedAt - b.startedAt || (a.id < b.id ? -1 : a.id > b.id ? 1 : 0);
}
