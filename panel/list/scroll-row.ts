import { ROW_HEIGHT } from './visible-range.ts';

/** Scrolls no further than it must to show a row whole, below the column heads that stay in place. */
export function scrollRowIntoView(scroller: HTMLElement, index: number): void {
  const heads = scroller.querySelector<HTMLElement>('thead')?.offsetHeight ?? 0;
  const top = index * ROW_HEIGHT;
  const bottom = heads + top + ROW_HEIGHT;
  // The first flow brings the navigation above it into sight.
  if (top < scroller.scrollTop) scroller.scrollTop = index === 1 ? 0 : top;
  else if (bottom > scroller.scrollTop + scroller.clientHeight) scroller.scrollTop = bottom - scroller.clientHeight;
}
