import fc from 'fast-check';
import { expect, test } from 'vitest';
import { ROW_HEIGHT, visibleRange } from '../../../panel/list/visible-range.ts';

test('every row in sight is drawn, and only a screenful of them', () => {
  fc.assert(
    fc.property(fc.nat(10_000), fc.nat(2000), fc.nat(300_000), (count, height, scrollTop) => {
      const { first, end } = visibleRange(scrollTop, height, count);
      expect(first).toBeGreaterThanOrEqual(0);
      expect(end).toBeLessThanOrEqual(count);
      expect(end - first).toBeLessThanOrEqual(height / ROW_HEIGHT + 2 + 2 * 8);
      for (let row = Math.floor(scrollTop / ROW_HEIGHT); row * ROW_HEIGHT < scrollTop + height && row < count; row++) {
        expect(row >= first && row < end).toBe(true);
      }
    }),
  );
});
