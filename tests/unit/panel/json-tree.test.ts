import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { findInTree } from '../../../panel/json-tree/find.ts';
import { FIRST_CHILDREN, isBranch, visibleNodes } from '../../../panel/json-tree/nodes.ts';

const closed = { open: new Set<string>(), shown: new Map<string, number>() };
const paths = (root: unknown, open: string[]) =>
  visibleNodes(root, { ...closed, open: new Set(open) }).map(node => node.path);

describe('lines of a JSON tree', () => {
  const root = { a: [{ b: 1 }], 'odd key': { c: null }, empty: {} };

  test('closed branches show no children', () => {
    expect(paths(root, [])).toEqual(['a', '["odd key"]', 'empty']);
  });

  test('open ones do, with paths as JavaScript writes them', () => {
    expect(paths(root, ['a', 'a[0]', '["odd key"]'])).toEqual([
      'a',
      'a[0]',
      'a[0].b',
      '["odd key"]',
      '["odd key"].c',
      'empty',
    ]);
  });

  test('long branches show their first children and say how many are left', () => {
    const nodes = visibleNodes(
      Array.from({ length: FIRST_CHILDREN + 5 }, (_, index) => index),
      closed,
    );
    expect(nodes).toHaveLength(FIRST_CHILDREN + 1);
    expect(nodes.at(-1)).toMatchObject({
      kind: 'more',
      value: 5,
      position: FIRST_CHILDREN + 1,
      siblings: FIRST_CHILDREN + 1,
    });
  });

  test('every line of any value has a path of its own', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const open = new Set(allPaths(value));
        const nodes = visibleNodes(value, { ...closed, open });
        expect(new Set(nodes.map(node => node.path)).size).toBe(nodes.length);
      }),
    );
  });
});

/** Opens branch after branch until none is closed. */
function allPaths(value: unknown): string[] {
  const open = new Set<string>();
  for (;;) {
    const shut = visibleNodes(value, { ...closed, open }).filter(node => isBranch(node.value) && !node.expanded);
    if (shut.length === 0) return [...open];
    for (const node of shut) open.add(node.path);
  }
}

describe('searching a tree', () => {
  test('finds keys and values, and says which branches to open', () => {
    const root = { outer: { Needle: 1, list: ['hay', 'a needle'] } };
    expect(findInTree(root, 'needle')).toEqual([
      { path: 'outer.Needle', around: ['outer'] },
      { path: 'outer.list[1]', around: ['outer', 'outer.list'] },
    ]);
  });

  test('finds nothing for nothing', () => {
    expect(findInTree({ a: '' }, '')).toEqual([]);
  });
});
