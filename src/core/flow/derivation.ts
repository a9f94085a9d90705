import type { SentStatus } from '../diagnosis/scene.ts';
import type { Delivery, Exchange, Finding, Flow, Header } from '../model.ts';
import type { Verified } from '../token/verification.ts';
import { deriveFlow, type Surroundings } from './derive.ts';
import type { Requests } from './quiet-calls.ts';
import { isSameJson } from './same-json.ts';

export interface DerivationInput {
  exchanges: ReadonlyMap<string, readonly Exchange[]>;
  deliveries: ReadonlyMap<string, readonly Delivery[]>;
  /** By flow id. */
  verified: ReadonlyMap<string, Verified>;
  sentStatuses: readonly SentStatus[];
  documentHeaders: (url: string) => readonly Header[] | undefined;
  /** Since when the tab's requests are watched, epoch ms. */
  watchedSince: number;
  requestsOf: (call: Flow) => Requests | undefined;
  /** Epoch ms. */
  now: number;
}

interface Known {
  call: Flow;
  exchanges: readonly Exchange[];
  deliveries: readonly Delivery[];
  verified: Verified | undefined;
}

interface Around {
  calls: readonly Flow[];
  /** Those before, derived. */
  flows: readonly Flow[];
  input: DerivationInput;
}

interface Remembered extends Known {
  /** What the flows around it had to teach when it was derived. */
  lessons: Lessons;
  derived: Flow;
}

/** Changes with what is known of the flows before, and of those in its pop-ups; compared by value. */
interface Lessons {
  earlier: number;
  inPopups: number;
  /** The id of the call that came at once after it. */
  next: string | undefined;
}

const NONE: readonly never[] = [];

/** Flows before a flow that are looked at for what they explain. */
const MEMORY = 500;

/** Derives flows from calls, and keeps the result of those for which nothing changed. */
export class Derivation {
  #memory = new Map<string, Remembered>();
  #count = 0;
  /** By derived flow. */
  readonly #lessons = new WeakMap<Flow, number>();

  /** The calls as whole flows, in the same order. Lists are compared by identity. */
  derive(calls: readonly Flow[], input: DerivationInput): readonly Flow[] {
    const memory = new Map<string, Remembered>();
    const flows: Flow[] = [];
    const inPopups = countByParent(calls);
    /** The flow that taught something last, by when it was derived. */
    let teacher = { position: 0, lesson: 0 };
    for (const [i, call] of calls.entries()) {
      const known = {
        call,
        exchanges: input.exchanges.get(call.id) ?? NONE,
        deliveries: input.deliveries.get(call.id) ?? NONE,
        verified: input.verified.get(call.id),
      };
      const lessons = {
        earlier: i - teacher.position > MEMORY ? 0 : teacher.lesson,
        inPopups: inPopups.get(call.id) ?? 0,
        next: nextOf(call, calls, i)?.id,
      };
      const before = this.#memory.get(call.id);
      const isKnown = before !== undefined && isSame(before, known);
      const next =
        isKnown && isSameLesson(before.lessons, lessons)
          ? before
          : { ...known, lessons, derived: this.#deriveOne(known, i, { calls, flows, input }) };
      if (isKnown && next !== before && isEqual(before.derived, next.derived)) next.derived = before.derived;
      const lesson = this.#lessonOf(next);
      if (lesson > teacher.lesson) teacher = { position: i, lesson };
      memory.set(call.id, next);
      flows.push(next.derived);
    }
    this.#memory = memory;
    return flows;
  }

  #deriveOne({ call, exchanges, deliveries, verified }: Known, i: number, { calls, flows, input }: Around): Flow {
    return deriveSafely(call, {
      exchanges,
      deliveries,
      earlier: flows.slice(-MEMORY),
      siblings: siblingsOf(call, calls, i),
      next: nextOf(call, calls, i),
      sentStatuses: input.sentStatuses,
      watchedSince: input.watchedSince,
      now: input.now,
      ...present(input.documentHeaders(call.page.url)),
      requests: input.requestsOf(call),
      ...(verified && { verified }),
    });
  }

  /** Grows whenever a flow from which later ones can be explained is derived to something new. */
  #lessonOf({ derived }: Remembered): number {
    if (!teaches(derived)) return 0;
    const old = this.#lessons.get(derived);
    if (old !== undefined) return old;
    this.#count += 1;
    this.#lessons.set(derived, this.#count);
    return this.#count;
  }

  /** Has the flow derived anew next time, since time has passed. */
  forget(flowId: string): void {
    this.#memory.delete(flowId);
  }
}

const isSame = (a: Known, b: Known): boolean =>
  a.call === b.call && a.exchanges === b.exchanges && a.deliveries === b.deliveries && a.verified === b.verified;

const isSameLesson = (a: Lessons, b: Lessons): boolean =>
  a.earlier === b.earlier && a.inPopups === b.inPopups && a.next === b.next;

/** Whether two derivations of the same call and exchanges came to the same. */
const isEqual = (a: Flow, b: Flow): boolean =>
  a.waitingFor === b.waitingFor && isSameJson([a.findings, a.phases, a.token], [b.findings, b.phases, b.token]);

/** A call without exchanges teaches nothing, so a page that calls in a loop costs each flow one derivation. */
const teaches = ({ api, exchanges, token, chrome }: Flow): boolean =>
  exchanges.length > 0 || token !== undefined || chrome !== undefined || api === 'login.setStatus';

function countByParent(calls: readonly Flow[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { parent } of calls) if (parent !== undefined) counts.set(parent, (counts.get(parent) ?? 0) + 1);
  return counts;
}

function siblingsOf(call: Flow, calls: readonly Flow[], at: number): Flow[] {
  const end = call.settledAt ?? Infinity;
  const after = calls.slice(at + 1, at + 1 + MEMORY);
  return after.filter(({ startedAt }) => startedAt <= end);
}

/** A call this soon after a failed one may be the same again, ms; looked for among so many that follow. */
const AT_ONCE = 500;
const LOOKED_AT = 4;

function nextOf({ outcome, settledAt, page }: Flow, calls: readonly Flow[], at: number): Flow | undefined {
  if (outcome.status !== 'rejected' || settledAt === undefined) return undefined;
  return calls
    .slice(at + 1, at + 1 + LOOKED_AT)
    .find(
      ({ startedAt, page: { documentId } }) =>
        documentId === page.documentId && startedAt > settledAt && startedAt <= settledAt + AT_ONCE,
    );
}

const present = (documentHeaders: readonly Header[] | undefined) => (documentHeaders ? { documentHeaders } : {});

/** What a page sent may be anything: where we fail to make sense of one call, the others must not suffer. */
function deriveSafely(call: Flow, surroundings: Surroundings): Flow {
  try {
    return deriveFlow(call, surroundings);
  } catch (error) {
    const { exchanges, deliveries } = surroundings;
    return { ...call, exchanges: [...exchanges], deliveries: [...deliveries], findings: [unexplained(error)] };
  }
}

function unexplained(error: unknown): Finding {
  return {
    code: 'NotExplained',
    severity: 'advice',
    owner: 'browser',
    certainty: 'certain',
    source: 'inference',
    title: 'FedCM Inspector could not make sense of this call',
    explanation:
      'The call, its exchanges and its outcome are shown as they were recorded; nothing was derived from them.',
    evidence: [{ found: error instanceof Error ? error.message : 'an error without words' }],
    steps: ['Export this flow and report it: this is a fault of FedCM Inspector.'],
    links: [],
  };
}
