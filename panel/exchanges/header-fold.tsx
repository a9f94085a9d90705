import type { ComponentChildren } from 'preact';
import type { Header } from '../../src/core/model.ts';
import { useInView } from '../widgets/use-in-view.ts';
import { Value } from '../widgets/value.tsx';

interface Props {
  title: string;
  headers: readonly Header[];
  note?: string;
  /** The name of one that something led to, in lower case. */
  wanted?: string | undefined;
}

export function HeaderFold({ title, headers, note, wanted }: Props) {
  const isThere = headers.some(({ name }) => name.toLowerCase() === wanted);
  return (
    <details class="fold" open={wanted !== undefined}>
      <summary>
        <h3>{title}</h3> <span class="dim">{headers.length}</span>
      </summary>
      {note !== undefined && <p class="dim">{note}</p>}
      <dl class="headers">
        {wanted !== undefined && !isThere && (
          <HeaderLine name={wanted} wanted={true}>
            <span class="mark">missing</span>
          </HeaderLine>
        )}
        {headers.map(({ name, value }, index) => (
          <HeaderLine key={index} name={name} wanted={name.toLowerCase() === wanted}>
            <Value value={value} />
          </HeaderLine>
        ))}
      </dl>
    </details>
  );
}

function HeaderLine({ name, wanted, children }: { name: string; wanted: boolean; children: ComponentChildren }) {
  return (
    <div class={wanted ? 'wanted' : ''} ref={useInView<HTMLDivElement>(wanted)}>
      <dt>{name}</dt>
      <dd>{children}</dd>
    </div>
  );
}
