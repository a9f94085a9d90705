import type { TargetedKeyboardEvent } from 'preact';
import { useRef } from 'preact/hooks';
import type { Flow } from '../../src/core/model.ts';
import { useStore } from '../store.ts';
import { TABS } from './tabs.tsx';

/** Tabs with automatic activation: the arrow keys show the next one (WAI-ARIA Authoring Practices, tabs). */
export function TabList({ flow }: { flow: Flow }) {
  const { tab } = useStore();
  const list = useRef<HTMLDivElement>(null);
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    const at = TABS.findIndex(each => each.id === tab.value);
    const last = TABS.length - 1;
    const wanted = { ArrowRight: at === last ? 0 : at + 1, ArrowLeft: at === 0 ? last : at - 1, Home: 0, End: last }[
      event.key
    ];
    const next = wanted === undefined ? undefined : TABS[wanted];
    if (next === undefined) return;
    event.preventDefault();
    tab.value = next.id;
    const button = list.current?.querySelector<HTMLElement>(`#tab-${next.id}`);
    button?.focus();
    button?.scrollIntoView({ block: 'nearest', inline: 'nearest' });
  };
  return (
    <div class="tabs" role="tablist" aria-label="Flow details" ref={list} onKeyDown={onKeyDown}>
      {TABS.map(({ id, label, holdsFault }) => {
        const faulty = holdsFault(flow);
        return (
          <button
            key={id}
            type="button"
            role="tab"
            id={`tab-${id}`}
            class={faulty ? 'faulty' : ''}
            aria-selected={tab.value === id}
            aria-controls="tab-panel"
            aria-describedby={faulty ? 'tab-fault' : undefined}
            tabIndex={tab.value === id ? 0 : -1}
            onClick={() => {
              tab.value = id;
            }}
          >
            {label}
          </button>
        );
      })}
    </div>
  );
}
