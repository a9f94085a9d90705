import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isSameJson } from '../../../src/core/flow/same-json.ts';

test('says the same as the texts would', () => {
  fc.assert(
    fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => {
      const [one, two] = [JSON.stringify(a), JSON.stringify(b)];
      expect(isSameJson(a, b)).toBe(one === two);
      expect(isSameJson(a, JSON.parse(one))).toBe(true);
    }),
  );
});

test('tells an array from an object, an order from another, and passes over what is undefined', () => {
  expect(isSameJson([1], { 0: 1 })).toBe(false);
  expect(isSameJson({ a: 1, b: 2 }, { b: 2, a: 1 })).toBe(false);
  expect(isSameJson({ a: 1, b: undefined }, { a: 1 })).toBe(true);
  expect(isSameJson(null, {})).toBe(false);
  expect(isSameJson('1', 1)).toBe(false);
});
