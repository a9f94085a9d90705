import type { ComponentChildren } from 'preact';
import { onDemand } from '../details/on-demand.tsx';
import { useStore } from '../store.ts';
import { EmptyState } from './empty-state.tsx';
import { PageNotice } from './page-notice.tsx';

const NoCallNotice = onDemand(async () => (await import('./no-call-notice.tsx')).NoCallNotice);

/** The list, or why there is none. */
export function ListPane({ children }: { children: ComponentChildren }) {
  const { rows, listed, seen } = useStore();
  const { pageState, recording, hasCalled } = seen.value;
  const hasRows = rows.value.length > 0;
  const isQuiet = recording && pageState === 'ready' && !hasCalled;
  return (
    <section class="list" aria-label="Log">
      {(hasRows || listed.value.length > 0) && <PageNotice />}
      {hasRows && isQuiet && <NoCallNotice />}
      {hasRows ? children : <EmptyState />}
    </section>
  );
}
