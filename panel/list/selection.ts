import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Flow } from '../../src/core/model.ts';

/** Which flows of the list are chosen: the one that the focus stands on, or several that were marked. */
export interface Selection {
  /** In the order of the list; flows that the filter hides are never among them. */
  flows: ReadonlySignal<readonly Flow[]>;
  ids: ReadonlySignal<ReadonlySet<string>>;
  /** Chooses what the focus stands on alone, which further ranges begin at. */
  reset(id: string | null): void;
  toggle(id: string): void;
  /** Everything from where the last choice was made. */
  extendTo(id: string): void;
  all(): void;
}

/**
 * @param shown the flows in the list, in its order
 * @param cursor the flow that the focus stands on
 */
export function createSelection(
  shown: ReadonlySignal<readonly Flow[]>,
  cursor: ReadonlySignal<string | null>,
): Selection {
  /** Empty while one flow at most is chosen: that of the cursor. */
  const marked = signal<ReadonlySet<string>>(new Set());
  let anchor: string | null = null;

  const flows = computed(() => {
    const marks = marked.value;
    const chosen = marks.size > 0 ? shown.value.filter(({ id }) => marks.has(id)) : [];
    return chosen.length > 0 ? chosen : shown.value.filter(({ id }) => id === cursor.value);
  });
  const ids = computed(() => new Set(flows.value.map(({ id }) => id)));

  return {
    flows,
    ids,
    reset: id => {
      anchor = id;
      if (marked.value.size > 0) marked.value = new Set();
    },
    toggle: id =>
      batch(() => {
        const next = new Set(ids.value);
        if (!next.delete(id)) next.add(id);
        anchor = id;
        marked.value = next;
      }),
    extendTo: id => {
      const order = shown.value.map(flow => flow.id);
      const from = order.indexOf(anchor ?? cursor.value ?? id);
      const to = order.indexOf(id);
      if (to < 0) return;
      const start = from < 0 ? to : from;
      marked.value = new Set(order.slice(Math.min(start, to), Math.max(start, to) + 1));
    },
    all: () => {
      marked.value = new Set(shown.value.map(({ id }) => id));
    },
  };
}
