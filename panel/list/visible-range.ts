/** Height of every row of the list, CSS pixels. The style sheet says the same. */
export const ROW_HEIGHT = 21;

/** The rows that a scrolled viewport touches, and some around them so that fast scrolling shows no gaps. */
export function visibleRange(
  scrollTop: number,
  viewportHeight: number,
  count: number,
  overscan = 8,
): { first: number; end: number } {
  const first = Math.floor(scrollTop / ROW_HEIGHT) - overscan;
  const end = Math.ceil((scrollTop + viewportHeight) / ROW_HEIGHT) + overscan;
  return { first: Math.min(Math.max(0, first), count), end: Math.max(0, Math.min(end, count)) };
}
