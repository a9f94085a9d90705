import { autoSignIn } from '../../src/core/expectation/auto-sign-in.ts';
import type { Flow } from '../../src/core/model.ts';
import { useSurroundings } from '../around.ts';
import { readCall } from '../flow/call.ts';
import { Prose } from '../widgets/prose.tsx';
import { conditionCounts, conditionLabel, conditionStatus } from './condition-words.ts';

/** Why Chrome did not sign the user in by itself: each condition, and how it is known. */
export function Checklist({ flow }: { flow: Flow }) {
  const conditions = autoSignIn(flow, useSurroundings(flow));
  if (conditions === undefined) return null;
  return (
    <details class="fold" open={readCall(flow).mediation === 'silent'}>
      <summary>
        <h3>Automatic sign-in</h3> <span class="dim">{conditionCounts(conditions)}</span>
      </summary>
      <dl class="causes conditions" aria-label="Conditions of automatic sign-in">
        {conditions.map(({ id, status, because }) => (
          <div key={id} class={status === 'not-met' ? 'confirmed' : ''}>
            <dt>
              <span>{conditionStatus(status)}</span> {conditionLabel(id)}
            </dt>
            <dd>
              <Prose text={because} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
