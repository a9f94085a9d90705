import { expect, test } from 'vitest';
import { beginning } from '../../../panel/export/preview.ts';

test('a preview shows the beginning and says how much is left', () => {
  expect(beginning(['abc', 'def'], 10)).toBe('abcdef');
  expect(beginning(['abc', 'def'], 6)).toBe('abcdef');
  expect(beginning(['abc', 'def', 'ghi'], 4)).toBe('abcd\n… 5 more characters');
});
