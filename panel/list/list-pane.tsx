import type { ComponentChildren } from 'preact';
import { useStore } from '../store.ts';
import { EmptyState } from './empty-state.tsx';
import { PageNotice } from './page-notice.tsx';

/** The list, or why there is none. */
export function ListPane({ children }: { children: ComponentChildren }) {
  const { rows, flows } = useStore();
  return (
    <section class="list" aria-label="Log">
      {flows.value.length > 0 && <PageNotice />}
      {rows.value.length > 0 ? children : <EmptyState />}
    </section>
  );
}
