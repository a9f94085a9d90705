import type { Flow } from '../../src/core/model.ts';
import { visibleText } from '../flow/visible-text.ts';
import { factsOf } from './facts.ts';
import { useMethodFact } from './method-now.ts';

export function FactList({ flow }: { flow: Flow }) {
  const method = useMethodFact(flow);
  return (
    <section class="block">
      <h3 class="sr-only">Facts</h3>
      <dl class="facts">
        {[...factsOf(flow), ...(method ? [method] : [])].map(({ name, lines, note }) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>
              {lines.map(line => (
                <span key={line} class="line">
                  {visibleText(line)}
                </span>
              ))}
              {note !== undefined && <span class="dim"> {visibleText(note)}</span>}
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
