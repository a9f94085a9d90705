import { cuesIn } from '../diagnosis/console-cues.ts';
import type { ChromeWords, FailedRequest, Flow } from '../model.ts';
import { mayHaveReason } from './asking.ts';
import { requestedProviders } from './requested-providers.ts';

/** What Chrome remembers of one document tree in a process of its own: the tab's, or a cross-process frame's. */
export interface Heard {
  /** Of the tree's own top document. */
  url: string;
  /** The tab's main document and the frames that share its process. */
  isMain: boolean;
  /** Reasons of failures, oldest first. What Chrome remembers has neither time nor call with it. */
  reasons: HeardReason[];
  /** Console lines that the browser wrote itself, oldest first; `at` in epoch ms. */
  log: ChromeWords['log'];
  /** Only heard while listening, never remembered; `at`, when the request began, in epoch ms. */
  requests: { at: number; request: FailedRequest }[];
}

/** A reason, and when it was given, as far as that is known: epoch ms. */
export interface HeardReason {
  code: string;
  at?: number | undefined;
}

/** The page's clock and Chrome's log agree to a few ms (measured); an answer may be decided before its call is told. */
const CLOCKS = 25;

/** Further than this (ms) outside of every call, a line belongs to none. */
const REACH = 2000;

/**
 * Gives each reason the moment of the console line that says the same: both stand in the order in which Chrome wrote
 * them, and issues without a line of their own stay without a time.
 */
export function timeReasons({ reasons, log }: Pick<Heard, 'reasons' | 'log'>): HeardReason[] {
  const lines = cuesIn(log);
  let next = 0;
  return reasons.map(reason => {
    const found = lines.findIndex((line, i) => i >= next && line.code === reason.code);
    if (found < 0) return reason;
    next = found + 1;
    return { code: reason.code, at: lines[found]?.at };
  });
}

/**
 * What of it speaks of the flow, by time. `undefined` where nothing does.
 *
 * @param flows The flows of the tab, the flow itself among them: those that overlap it in time may own the same words.
 * @param askedAt Epoch ms.
 */
export function wordsFor(flow: Flow, flows: readonly Flow[], heard: readonly Heard[], askedAt: number) {
  const own = treeOf(flow, heard);
  if (own === undefined) return undefined;
  // Of a call whose page was left Chrome may speak much later; it is no rival to those that came after it.
  const rivals = flows.filter(
    other =>
      mayHaveReason(other) &&
      treeOf(other, heard) === own &&
      (other === flow || other.outcome.status !== 'interrupted'),
  );
  const shared = new Set<string>();
  const isMine = (at: number, code: string | undefined): boolean => {
    const owners = ownersAt(at, code, rivals, askedAt);
    if (!owners.includes(flow)) return false;
    for (const { id } of owners) if (id !== flow.id && code !== undefined) shared.add(id);
    return true;
  };
  const timed = timeReasons(own);
  const alone = rivals.every(({ id, page }) => id === flow.id || page.documentId !== flow.page.documentId);
  const issues = timed
    .filter(({ at, code }) => (at === undefined ? alone && fits(flow, code) : isMine(at, code)))
    .map(({ code }) => code);
  const codes = codesOf(own.log);
  const log = own.log.filter(({ at }, i) => isMine(at, codes[i]));
  const requests = own.requests.filter(({ at }) => isMine(at, undefined)).map(({ request }) => request);
  if (issues.length === 0 && log.length === 0 && requests.length === 0) return undefined;
  const words: ChromeWords = {
    askedAt,
    issues,
    log,
    ...(requests.length > 0 && { requests }),
    ...(shared.size > 0 && { overlaps: [...shared] }),
  };
  return words;
}

/**
 * The tree that the calling document stands in; none where its document is gone, which takes Chrome's memory with it.
 */
function treeOf(flow: Flow, heard: readonly Heard[]): Heard | undefined {
  const main = heard.find(({ isMain }) => isMain);
  if (flow.page.frameId === 0) return main;
  return heard.find(({ isMain, url }) => !isMain && originOf(url) === flow.page.origin) ?? main;
}

/** The reason that each line names, or else the line after it that was written with it. */
function codesOf(log: Heard['log']): (string | undefined)[] {
  const codes: (string | undefined)[] = [];
  for (const line of log.toReversed()) {
    const next = log[log.length - codes.length];
    const [own] = cuesIn([line]);
    codes.push(own?.code ?? (next && next.at - line.at < CLOCKS ? codes.at(-1) : undefined));
  }
  return codes.reverse();
}

/** The calls that were open at that moment, or nearly so; where several were, those that the reason fits best. */
function ownersAt(at: number, code: string | undefined, rivals: readonly Flow[], now: number): readonly Flow[] {
  const distances = rivals.map(flow => ({ flow, far: distance(flow, at, now) }));
  const least = Math.min(...distances.map(({ far }) => far));
  if (least > REACH) return [];
  const near = distances.filter(({ far }) => far <= least + CLOCKS).map(({ flow }) => flow);
  const fitting = near.filter(flow => fits(flow, code));
  const expecting = fitting.filter(flow => code !== undefined && isConsidered(code, flow));
  return [expecting, fitting, near].find(({ length }) => length > 0) ?? [];
}

function distance({ startedAt, settledAt = Infinity, outcome }: Flow, at: number, now: number): number {
  const end = outcome.status === 'interrupted' ? now : Math.min(settledAt, now);
  return Math.max(startedAt - at, at - end, 0);
}

/** Whether the rules came to that reason, or hold it possible. */
const isConsidered = (code: string, { findings }: Flow): boolean =>
  findings.some(
    finding =>
      finding.code === code || finding.causes?.some(cause => cause.code === code && cause.status !== 'ruled-out'),
  );

/** Whether a flow of this outcome can have ended for that reason, or with a line that names none. */
function fits(flow: Flow, code: string | undefined): boolean {
  const { status, error } = flow.outcome;
  const refused = status === 'rejected' && error?.name === 'NotAllowedError';
  switch (code) {
    case undefined:
      return !refused;
    case 'TooManyRequests':
      return refused;
    case 'Canceled':
      return status === 'rejected' && error?.name !== 'NetworkError' && error?.name !== 'IdentityCredentialError';
    case 'ReplacedByActiveMode':
      return status === 'rejected' && !refused;
    default:
      // A call may succeed though one of its identity providers failed, or after the user has signed in again.
      return !refused && (status !== 'fulfilled' || code.startsWith('Accounts') || requestedProviders(flow).length > 1);
  }
}

function originOf(url: string): string | undefined {
  try {
    return new URL(url).origin;
  } catch {
    return undefined;
  }
}
