import { waitingOf } from '../../src/core/expectation/waiting.ts';
import type { Flow } from '../../src/core/model.ts';
import { useSurroundings } from '../around.ts';
import { useNow } from '../clock.ts';
import { leadingFinding } from '../flow/outcome.ts';
import { Prose } from '../widgets/prose.tsx';
import { explainWaiting } from './waiting-words.ts';

/**
 * What a pending flow waits for, and for how long; renewed each second. Where nothing is wrong, the verdict names it.
 */
export function WaitingFor({ flow }: { flow: Flow }) {
  const waiting = waitingOf(flow, useSurroundings(flow));
  const now = useNow();
  if (waiting === undefined) return null;
  const { title, text } = explainWaiting(waiting, now);
  return (
    <section class="block" aria-label="Waiting for">
      {leadingFinding(flow) !== undefined && <h3>{title}</h3>}
      <p>
        <Prose text={text} />
      </p>
    </section>
  );
}
