import type { TargetedKeyboardEvent, TargetedMouseEvent } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import type { Flow } from '../../src/core/model.ts';
import { useStore } from '../store.ts';
import { announce } from '../widgets/clipboard.ts';
import { COLUMNS } from './columns.ts';
import { ListRow, rowKey } from './list-row.tsx';
import { scrollRowIntoView } from './scroll-row.ts';
import { useViewport } from './use-viewport.ts';
import { ROW_HEIGHT, visibleRange } from './visible-range.ts';

/** Rows of the grid before the first flow's. */
const HEADS = 1;

/** A table whose rows can be chosen, several at once, is a grid; ARIA in HTML lets a table be one. */
const GRID = { role: 'grid', 'aria-multiselectable': true } as const;

/** Of ten thousand rows only those in sight stand in the document, and the one that holds the focus. */
export function FlowList() {
  const { rows, shown, cursor, selection, detailsOpen, rowFocus, moveTo, mark, open, close } = useStore();
  const scroller = useRef<HTMLDivElement>(null);
  const all = rows.value;
  const { top, height } = useViewport(scroller, all.length);
  const { first, end } = visibleRange(top, height, all.length);

  const cursorIndex = useMemo(
    () => all.findIndex(row => row.kind === 'flow' && row.flow.id === cursor.value),
    [all, cursor.value],
  );
  const tabStop = cursorIndex >= 0 ? cursorIndex : all.findLastIndex(row => row.kind === 'flow');

  useLayoutEffect(() => {
    if (scroller.current === null || cursorIndex < 0) return;
    scrollRowIntoView(scroller.current, cursorIndex);
    if (!rowFocus.wanted) return;
    rowFocus.wanted = false;
    scroller.current.querySelector<HTMLElement>('.flow[tabindex="0"]')?.focus({ preventScroll: true });
    // Rows that come or go do not scroll a reader's list: only the cursor's own moves do.
  }, [cursor.value, detailsOpen.value]);

  /** @param how what becomes of the choice: only the flow that was moved to, as it was, or all up to there */
  const moveBy = (steps: number, how: 'only' | 'keep' | 'extend') => {
    const flows = shown.value;
    const from = flows.findIndex(flow => flow.id === cursor.value);
    const wanted = (from < 0 ? flows.length - 1 : from) + steps;
    const flow = flows[Math.max(0, Math.min(wanted, flows.length - 1))];
    if (flow === undefined || flow.id === cursor.value) return;
    rowFocus.wanted = true;
    if (how === 'only') moveTo(flow);
    else mark(flow, how);
    if (how === 'extend') tellChosen();
  };
  const tellChosen = () => announce(`${selection.flows.peek().length.toLocaleString('en')} selected`);
  const toggle = (flow: Flow) => {
    mark(flow, 'toggle');
    tellChosen();
  };

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLElement>) => {
    if (event.altKey) return;
    const adds = event.ctrlKey || event.metaKey;
    const page = Math.max(1, Math.floor(height / ROW_HEIGHT) - 1);
    const far = all.length;
    const steps = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page, Home: -far, End: far }[event.key];
    if (event.target instanceof HTMLButtonElement) return;
    if (steps !== undefined) {
      moveBy(steps, event.shiftKey ? 'extend' : adds ? 'keep' : 'only');
    } else if (adds && event.key === ' ') {
      const row = all[tabStop];
      if (row?.kind === 'flow') toggle(row.flow);
    } else if (adds && event.key.toLowerCase() === 'a') {
      selection.all();
      tellChosen();
    } else if (adds) {
      return;
    } else if (event.key === 'Enter' || event.key === ' ') {
      const row = all[tabStop];
      if (row?.kind === 'flow') open(row.flow);
    } else if (event.key === 'Escape' && selection.flows.value.length > 1) {
      selection.reset(cursor.value);
    } else if (event.key === 'Escape' && detailsOpen.value) {
      close();
    } else {
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };

  const onClick = ({ target, ctrlKey, metaKey, shiftKey }: TargetedMouseEvent<HTMLElement>) => {
    const line = target instanceof Element ? target.closest('[aria-rowindex]') : null;
    const row = all[Number(line?.getAttribute('aria-rowindex')) - HEADS - 1];
    if (row?.kind !== 'flow') return;
    if (shiftKey) {
      mark(row.flow, 'extend');
      tellChosen();
    } else if (ctrlKey || metaKey) toggle(row.flow);
    else open(row.flow);
  };

  const drawn = Array.from({ length: end - first }, (_, offset) => first + offset);
  if (tabStop >= 0 && (tabStop < first || tabStop >= end)) drawn.push(tabStop);

  return (
    <div class="scroller" ref={scroller}>
      <table
        class="flows"
        {...GRID}
        aria-label="Flows"
        aria-rowcount={all.length + 1}
        onKeyDown={onKeyDown}
        onClick={onClick}
      >
        <thead>
          <tr class="row head" aria-rowindex={1}>
            {COLUMNS.map(name => (
              <th key={name} scope="col" class={name === 'Exchanges' ? 'strip-words' : ''}>
                <span class={name === 'Status' ? 'sr-only' : ''}>{name}</span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody style={{ height: `${all.length * ROW_HEIGHT}px`, paddingTop: `${first * ROW_HEIGHT}px` }}>
          {drawn.map(index => {
            const row = all[index];
            if (row === undefined) return null;
            return (
              <ListRow
                key={rowKey(row)}
                row={row}
                index={index}
                tabStop={index === tabStop}
                away={index < first || index >= end}
              />
            );
          })}
        </tbody>
      </table>
    </div>
  );
}
