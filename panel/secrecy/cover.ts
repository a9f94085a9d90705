import { redactFlow } from '../../src/core/capture/redact-flow.ts';
import { createRedactor } from '../../src/core/capture/redactor.ts';
import type { Flow } from '../../src/core/model.ts';

/** Equal values read equal for as long as the panel is open. */
const key = crypto.getRandomValues(new Uint8Array(32));

const covered = new WeakMap<Flow, Flow>();

/** The flow as a redacted export has it, under its own ids, so that everything in it still leads where it led. */
export function cover(flow: Flow): Flow {
  const known = covered.get(flow);
  if (known) return known;
  const { id, parent } = flow;
  const redacted = { ...redactFlow(flow, createRedactor(key)), id, ...(parent !== undefined && { parent }) };
  covered.set(flow, redacted);
  return redacted;
}
