import { describe, expect, test } from 'vitest';
import { fileRows, type Row, rowsOf } from '../../../panel/rows.ts';
import type { Flow } from '../../../src/core/model.ts';
import { aFlow } from './a-flow.ts';

const at = (time: number) => ({
  documentId: `d${time}`,
  url: 'https://rp.example/',
  origin: 'https://rp.example',
  at: time,
});
const flow = (time: number) => aFlow({ id: `f${time}`, startedAt: time });
function nameOf(row: Row): string {
  switch (row.kind) {
    case 'flow':
      return row.flow.id;
    case 'navigation':
      return row.navigation.documentId;
    case 'file':
      return row.file.name;
  }
}
const names = (rows: readonly Row[]) => rows.map(nameOf);

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

describe('rows of imported files', () => {
  const file = (name: string, flows: Flow[]) => ({ name, flows, number: 1, bytes: 1, source: 'capture' as const });

  test('stand under their file, which stays where the filter hides its flows', () => {
    const [a, b, c] = [flow(1), flow(2), flow(3)];
    expect(names(fileRows([file('good', [a, b]), file('bad', [c])], new Set([b])))).toEqual(['good', 'f2', 'bad']);
  });
});
