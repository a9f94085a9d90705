import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { DEEPEST_JSON, readJson } from '../../../src/core/token/json-text.ts';

const syntaxFaults = (text: string) => readJson(text).faults.filter(({ code }) => code === 'json-syntax');

/** JSON, and texts close to it: pieces of JSON in any order. */
const nearlyJson = fc
  .array(
    fc.constantFrom(
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '"a"',
      '"__proto__"',
      '"',
      '\\',
      '\\u00e9',
      '1',
      '-0',
      '1e3',
      '01',
      '.5',
      'true',
      'nul',
      ' ',
      '\n',
      '\u00a0',
      'é',
      "'",
    ),
    { maxLength: 14 },
  )
  .map(pieces => pieces.join(''));

function parse(text: string): { value: unknown } | undefined {
  try {
    return { value: JSON.parse(text) };
  } catch {
    return undefined;
  }
}

describe('agrees with JSON.parse', () => {
  test('on every JSON value', () => {
    fc.assert(
      fc.property(fc.json({ maxDepth: 6 }), text => {
        expect(syntaxFaults(text)).toEqual([]);
        expect(readJson(text).value).toEqual(JSON.parse(text));
      }),
    );
  });

  test('on what is JSON and what is not', () => {
    fc.assert(
      fc.property(fc.oneof(nearlyJson, fc.string(), fc.json()), text => {
        const parsed = parse(text);
        expect(syntaxFaults(text).length === 0).toBe(parsed !== undefined);
        if (parsed) expect(readJson(text).value).toEqual(parsed.value);
      }),
      { numRuns: 3000 },
    );
  });

  test('on names that mean something to JavaScript', () => {
    const text = '{"__proto__":{"polluted":true},"constructor":1,"toString":2}';
    const { value, faults } = readJson(text);
    expect(faults).toEqual([]);
    expect(Object.keys(value as object)).toEqual(['__proto__', 'constructor', 'toString']);
    expect(Object.getPrototypeOf(value)).toBe(Object.prototype);
    expect('polluted' in {}).toBe(false);
  });
});

describe('names each fault and goes on', () => {
  test.each([
    ['{"a":1,}', [[7, '$.a']], { a: 1 }],
    ['[1 2]', [[3, '$[1]']], [1, 2]],
    ['{a:1,"b":2}', [[1, '$']], { a: 1, b: 2 }],
    ['{"a" 1}', [[5, '$.a']], { a: 1 }],
    ['{"a":}', [[5, '$.a']], {}],
    ['[1,,2]', [[3, '$[1]']], [1, 2]],
    [
      '{"a":[1,2}',
      [
        [9, '$.a'],
        [10, '$.a'],
      ],
      { a: [1, 2] },
    ],
    [
      '{"a":NaN,"b":01}',
      [
        [5, '$.a'],
        [13, '$.b'],
      ],
      { a: null, b: null },
    ],
    [
      '{"a":"x',
      [
        [5, '$.a'],
        [7, '$.a'],
      ],
      { a: 'x' },
    ],
    ['{"a":"\\x"}', [[6, '$.a']], { a: '\\x' }],
    ['{"a":"\n"}', [[6, '$.a']], { a: '\n' }],
    ['{"a":1} {"b":2}', [[8, '$']], { a: 1 }],
    ['\uFEFF{"a":1}', [[0, '$']], { a: 1 }],
    ['', [[0, '$']], undefined],
  ])('%j', (text, places, value) => {
    const reading = readJson(text);
    expect(reading.faults.map(({ offset, path }) => [offset, path])).toEqual(places);
    expect(reading.value).toEqual(value);
  });

  test('names that come twice, at every depth', () => {
    const { faults, value } = readJson('{"a":1,"b":{"c":1,"c":2},"a":3}');
    expect(faults.map(({ code, offset, path }) => [code, offset, path])).toEqual([
      ['duplicate-key', 18, '$.b.c'],
      ['duplicate-key', 25, '$.a'],
    ]);
    expect(value).toEqual({ a: 3, b: { c: 2 } });
  });

  test.each([
    ['9007199254740991', 0],
    ['9007199254740992', 1],
    ['-9007199254740993', 1],
    ['1e400', 1],
    ['0.1', 0],
  ])('the number %s', (text, count) => {
    expect(readJson(text).faults.filter(({ code }) => code === 'unsafe-number')).toHaveLength(count);
  });

  test('half of a surrogate pair', () => {
    expect(readJson('["\\ud83d"]').faults.map(({ code }) => code)).toEqual(['lone-surrogate']);
    expect(readJson('["\\ud83d\\ude00"]').faults).toEqual([]);
  });
});

describe('is bounded', () => {
  test('in depth', () => {
    const deep = (levels: number) => '['.repeat(levels) + ']'.repeat(levels);
    expect(readJson(deep(DEEPEST_JSON)).faults).toEqual([]);
    expect(readJson(deep(100_000)).faults.map(({ code }) => code)).toEqual(['too-deep']);
  });

  test('in what it lists, never in what it counts', () => {
    const many = readJson(`{${':'.repeat(5000)}`);
    expect(many.faults).toHaveLength(1000);
    expect(many.unlisted).toBe(5001 - 1000);
  });

  test('in the paths it writes', () => {
    expect(readJson(`{${JSON.stringify('x'.repeat(5000))}:nope}`).faults[0]?.path.length).toBeLessThan(100);
  });
});
