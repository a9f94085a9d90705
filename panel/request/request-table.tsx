import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { wantedPlace } from '../details/place.ts';
import { CopyButton } from '../widgets/copy-button.tsx';
import { Prose } from '../widgets/prose.tsx';
import { useInView } from '../widgets/use-in-view.ts';
import { Value } from '../widgets/value.tsx';
import type { RequestRow } from './request-rows.ts';

const MARKS: Partial<Record<RequestRow['state'], string>> = {
  missing: 'missing',
  ignored: 'ignored',
  deprecated: 'deprecated',
};

function Cell({ row }: { row: RequestRow }) {
  if (row.value !== undefined) {
    const { is } = row.value;
    return (
      <>
        <Value value={is} />
        <CopyButton what={row.path} text={() => (typeof is === 'string' ? is : (JSON.stringify(is, null, 2) ?? ''))} />
      </>
    );
  }
  if (row.absent !== undefined) return <span class="dim">{row.absent}</span>;
  return null;
}

/** The row of the member, or of the nearest that it would stand in. */
function nearestRow(rows: readonly RequestRow[], member: string | undefined): string | undefined {
  const around = rows.filter(
    ({ path }) => member === path || member?.startsWith(`${path}.`) || member?.startsWith(`${path}[`),
  );
  return around.at(-1)?.path;
}

export function RequestTable({ rows }: { rows: readonly RequestRow[] }) {
  const member = useSignal<string | undefined>(undefined);
  const place = wantedPlace.value;
  useEffect(() => {
    if (place?.tab !== 'request') return;
    wantedPlace.value = undefined;
    member.value = place.member;
  }, [place]);
  const nearest = nearestRow(rows, member.value);
  return (
    <table class="members request">
      <colgroup>
        <col class="name" />
        <col />
        <col class="meaning" />
      </colgroup>
      <thead>
        <tr>
          <th scope="col">Member</th>
          <th scope="col">Value</th>
          <th scope="col">Meaning</th>
        </tr>
      </thead>
      <tbody>
        {rows.map(row => (
          <Line key={row.path} row={row} wanted={row.path === nearest} />
        ))}
      </tbody>
    </table>
  );
}

function Line({ row, wanted }: { row: RequestRow; wanted: boolean }) {
  return (
    <tr class={`${row.state} ${wanted ? 'wanted' : ''}`} ref={useInView<HTMLTableRowElement>(wanted)}>
      <th scope="row" title={row.path} style={{ '--depth': String(row.depth) }}>
        <code>{row.name}</code> {MARKS[row.state] !== undefined && <span class="mark">{MARKS[row.state]}</span>}
        {row.state === 'default' && <span class="sr-only"> not given, default</span>}
      </th>
      <td>
        <Cell row={row} />
      </td>
      <td class="dim">
        <Prose text={row.note} />
      </td>
    </tr>
  );
}
