import type { RequestRow } from './request-rows.ts';

/** Said before the table, since it is what people come here to find: members that do nothing where they stand. */
export function IdleMembers({ rows }: { rows: readonly RequestRow[] }) {
  const ignored = rows.filter(row => row.state === 'ignored');
  if (ignored.length === 0) return null;
  return (
    <p class="idle">
      <span class="mark">ignored</span>
      {ignored.map(row => (
        <code key={row.path}>{row.path}</code>
      ))}
    </p>
  );
}
