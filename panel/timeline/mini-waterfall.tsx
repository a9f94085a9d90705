import type { Flow } from '../../src/core/model.ts';
import { kindOf } from './phase-kinds.ts';

/** The phases of a flow on a few pixels; decoration, for the Timeline tab says it all in words. */
export function MiniWaterfall({ flow }: { flow: Flow }) {
  const { phases, startedAt, settledAt = startedAt } = flow;
  const length = settledAt - startedAt;
  if (phases.length === 0 || length <= 0) return null;
  return (
    <span class="mini-waterfall" aria-hidden="true">
      {phases.map(({ name, duration }, index) => (
        <span key={index} class={`kind-${kindOf(name)}`} style={{ flexGrow: String(duration / length) }} />
      ))}
    </span>
  );
}
