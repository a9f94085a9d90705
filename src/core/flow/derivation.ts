import type { Delivery, Exchange, Flow, Header } from '../model.ts';
import { deriveFlow } from './derive.ts';

export interface DerivationInput {
  exchanges: ReadonlyMap<string, readonly Exchange[]>;
  deliveries: ReadonlyMap<string, readonly Delivery[]>;
  documentHeaders: (url: string) => readonly Header[] | undefined;
  /** Epoch ms. */
  now: number;
}

interface Remembered {
  call: Flow;
  exchanges: readonly Exchange[];
  deliveries: readonly Delivery[];
  derived: Flow;
}

const NONE: readonly never[] = [];

/** Flows before a flow that are looked at for what they explain. */
const MEMORY = 500;

/** Derives flows from calls, and keeps the result of those for which nothing changed. */
export class Derivation {
  #memory = new Map<string, Remembered>();

  /** The calls as whole flows, in the same order. Lists are compared by identity. */
  derive(calls: readonly Flow[], input: DerivationInput): readonly Flow[] {
    const memory = new Map<string, Remembered>();
    const flows: Flow[] = [];
    for (const [i, call] of calls.entries()) {
      const exchanges = input.exchanges.get(call.id) ?? NONE;
      const deliveries = input.deliveries.get(call.id) ?? NONE;
      const before = this.#memory.get(call.id);
      const isSame = before?.call === call && before.exchanges === exchanges && before.deliveries === deliveries;
      const derived = isSame
        ? before.derived
        : deriveFlow(call, {
            exchanges,
            deliveries,
            earlier: flows.slice(-MEMORY),
            siblings: siblingsOf(call, calls, i),
            now: input.now,
            ...present(input.documentHeaders(call.page.url)),
          });
      memory.set(call.id, { call, exchanges, deliveries, derived });
      flows.push(derived);
    }
    this.#memory = memory;
    return flows;
  }

  /** Has the flow derived anew next time, since time has passed. */
  forget(flowId: string): void {
    this.#memory.delete(flowId);
  }
}

function siblingsOf(call: Flow, calls: readonly Flow[], at: number): Flow[] {
  const end = call.settledAt ?? Infinity;
  const after = calls.slice(at + 1, at + 1 + MEMORY);
  return after.filter(({ startedAt }) => startedAt <= end);
}

const present = (documentHeaders: readonly Header[] | undefined) => (documentHeaders ? { documentHeaders } : {});
