import { CopyButton } from '../widgets/copy-button.tsx';
import { Prose } from '../widgets/prose.tsx';
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

export function RequestTable({ rows }: { rows: readonly RequestRow[] }) {
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
          <tr key={row.path} class={row.state}>
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
        ))}
      </tbody>
    </table>
  );
}
