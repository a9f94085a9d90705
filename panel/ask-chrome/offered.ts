import { mayHaveReason } from '../../src/core/flow/asking.ts';
import type { LogView } from '../../src/core/flow/log-view.ts';
import type { Flow } from '../../src/core/model.ts';
import { leadingFinding, verdictOf } from '../flow/outcome.ts';

/** Whether Chrome may know more of the flow than was seen. */
export const canBeAsked = (flow: Flow): boolean => mayHaveReason(flow) && verdictOf(flow) !== 'ok' && !flow.imported;

/** Whether asking Chrome is the next thing to do: causes remain. One button alone is the main one. */
export const isNextToAsk = (flow: Flow, { asking }: LogView): boolean =>
  asking !== undefined && canBeAsked(flow) && leadingFinding(flow)?.certainty === 'one-of';
