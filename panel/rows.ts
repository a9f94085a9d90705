import type { ImportedFile } from '../src/core/capture/shelf.ts';
import type { Navigation } from '../src/core/flow/log-view.ts';
import type { Flow } from '../src/core/model.ts';

/** What stands on one line of the list. */
export type Row =
  | { kind: 'flow'; flow: Flow }
  | { kind: 'navigation'; navigation: Navigation }
  | { kind: 'file'; file: ImportedFile };

/**
 * Flows oldest first, each under the navigation it came after. Of navigations that brought no flow only the last
 * stands, and none when `flows` is a filtered part of the log.
 */
export function rowsOf(flows: readonly Flow[], navigations: readonly Navigation[], filtered: boolean): Row[] {
  const rows: Row[] = [];
  let next = 0;
  let pending: Navigation | undefined;
  for (const flow of flows) {
    for (
      let upcoming = navigations[next];
      upcoming !== undefined && upcoming.at <= flow.startedAt;
      upcoming = navigations[next]
    ) {
      pending = upcoming;
      next++;
    }
    if (pending !== undefined) rows.push({ kind: 'navigation', navigation: pending });
    pending = undefined;
    rows.push({ kind: 'flow', flow });
  }
  const last = navigations.at(-1);
  if (!filtered && flows.length > 0 && last !== undefined && next < navigations.length) {
    rows.push({ kind: 'navigation', navigation: last });
  }
  return rows;
}

/** Each imported file, and of its flows those that are shown. */
export function fileRows(files: readonly ImportedFile[], shown: ReadonlySet<Flow>): Row[] {
  return files.flatMap((file): Row[] => [
    { kind: 'file', file },
    ...file.flows.filter(flow => shown.has(flow)).map((flow): Row => ({ kind: 'flow', flow })),
  ]);
}
