import type { Header } from '../../src/core/model.ts';
import { Value } from '../widgets/value.tsx';

interface Props {
  title: string;
  headers: readonly Header[];
  note?: string;
}

export function HeaderFold({ title, headers, note }: Props) {
  return (
    <details class="fold">
      <summary>
        <h3>{title}</h3> <span class="dim">{headers.length}</span>
      </summary>
      {note !== undefined && <p class="dim">{note}</p>}
      <dl class="headers">
        {headers.map(({ name, value }, index) => (
          <div key={index}>
            <dt>{name}</dt>
            <dd>
              <Value value={value} />
            </dd>
          </div>
        ))}
      </dl>
    </details>
  );
}
