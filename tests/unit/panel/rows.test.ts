import { describe, expect, test } from 'vitest';
import { type Row, rowsOf } from '../../../panel/rows.ts';
import { aFlow } from './a-flow.ts';

const at = (time: number) => ({
  documentId: `d${time}`,
  url: 'https://rp.example/',
  origin: 'https://rp.example',
  at: time,
});
const flow = (time: number) => aFlow({ id: `f${time}`, startedAt: time });
const names = (rows: readonly Row[]) =>
  rows.map(row => (row.kind === 'flow' ? row.flow.id : row.navigation.documentId));

describe('rows of the list', () => {
  test('a navigation stands above the flows that came after it', () => {
    expect(names(rowsOf([flow(2), flow(3), flow(6)], [at(1), at(5)], false))).toEqual(['d1', 'f2', 'f3', 'd5', 'f6']);
  });

  test('of navigations without a flow only the last stands', () => {
    expect(names(rowsOf([flow(5)], [at(1), at(2), at(3), at(6), at(7)], false))).toEqual(['d3', 'f5', 'd7']);
  });

  test('a filtered list ends with a flow', () => {
    expect(names(rowsOf([flow(5)], [at(1), at(6)], true))).toEqual(['d1', 'f5']);
  });

  test('no flows, no rows', () => {
    expect(rowsOf([], [at(1)], false)).toEqual([]);
  });
});
