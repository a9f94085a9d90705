import type { DiagnosisContext } from '../diagnosis/index.ts';
import type { Requests } from '../flow/quiet-calls.ts';
import type { Flow } from '../model.ts';

/** What came before a flow. */
export type Before = Pick<DiagnosisContext, 'earlier' | 'sentStatuses'>;

/** What came before a flow, and while it was open. */
export type Surroundings = Before &
  Pick<DiagnosisContext, 'siblings' | 'watchedSince'> & {
    /** The call of the same document at once after this one ended. */
    next?: Flow | undefined;
    /** What is known of a pending call's requests that have not ended. */
    requests?: Requests | undefined;
  };

/** What lies around a flow among all of its log, which are by their start; one that is not among them stands alone. */
export function surroundingsOf(flow: Flow, flows: readonly Flow[]): Surroundings {
  const at = flows.findIndex(({ id }) => id === flow.id);
  if (at < 0) return { earlier: [] };
  const end = flow.settledAt ?? Number.POSITIVE_INFINITY;
  return {
    earlier: flows.slice(0, at),
    siblings: flows.slice(at + 1).filter(({ startedAt }) => startedAt <= end),
  };
}
