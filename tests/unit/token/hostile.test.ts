import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeToken } from '../../../src/core/token/decode.ts';
import { LISTED_PROBLEMS } from '../../../src/core/token/problem.ts';
import { describeProblems, summarise } from '../../../src/core/token/summarise.ts';
import { encodeToken } from './encode.ts';
import { encode } from './tokens.ts';
import * as vectors from './vectors.ts';

const valid = Object.values(vectors).flatMap(value => (typeof value === 'string' ? [value] : []));

/** A published token with a few characters taken out, put in or exchanged. */
const damaged = fc
  .tuple(
    fc.constantFrom(...valid),
    fc.array(
      fc.tuple(fc.nat(), fc.constantFrom('', '.', '~', '=', 'Bearer ', '%7e', '&a=', '"', 'A', '{', '\u202e', 'é')),
      { maxLength: 4 },
    ),
  )
  .map(([token, edits]) =>
    edits.reduce((text, [at, piece]) => {
      const index = at % (text.length + 1);
      return text.slice(0, index) + piece + text.slice(index + (at % 2));
    }, token),
  );

const compact = fc
  .array(fc.oneof(fc.json().map(encode), fc.base64String(), fc.string(), fc.uint8Array().map(encode)), { maxLength: 6 })
  .chain(parts => fc.constantFrom('.', '~', '..', '').map(separator => parts.join(separator)));

const member = fc.oneof(fc.json().map(encode), fc.constant(encode('{"alg":"ES256"}')), fc.jsonValue());
const headers = {
  protected: member,
  header: fc.oneof(fc.constant({ alg: 'none', disclosures: ['x'] }), fc.jsonValue()),
};
const serialized = fc.oneof(
  fc.record({ payload: member, signature: member, ...headers }, { requiredKeys: ['payload'] }),
  fc.record({ payload: member, signatures: fc.array(fc.oneof(fc.record(headers), fc.jsonValue())) }),
  fc.record({ ciphertext: member, iv: member, recipients: fc.jsonValue(), unprotected: fc.jsonValue(), ...headers }),
);

const anyToken = fc.oneof(fc.jsonValue(), fc.string({ unit: 'binary' }), damaged, compact, fc.json(), serialized);

describe('no input', () => {
  test('makes the decoder throw, or gives something that no capture could hold', () => {
    fc.assert(
      fc.property(anyToken, value => {
        const summary = summarise(decodeToken(value));
        expect(JSON.parse(JSON.stringify(summary))).toMatchObject({ kind: summary.kind, problems: summary.problems });
      }),
      { numRuns: 2000 },
    );
  });

  test('of JSON comes out changed', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        const decoded = decodeToken(value);
        if (decoded.kind === 'json' && typeof value !== 'string') expect(decoded.value).toEqual(value);
      }),
    );
  });

  test('without problems comes out changed when it is encoded again', () => {
    fc.assert(
      fc.property(fc.oneof(damaged, compact), text => {
        const decoded = decodeToken(text);
        if (describeProblems(decoded).length === 0) expect(encodeToken(decoded)).toBe(text);
      }),
      { numRuns: 2000 },
    );
  });

  test('hides a problem: two damaged parts have the problems of both', () => {
    const part = fc.oneof(
      fc.json().map(encode),
      fc.string().map(text => text.replaceAll(/[.~]/g, '')),
    );
    fc.assert(
      fc.property(part, part, (header, payload) => {
        const start = encode('{"alg":"none"}');
        const of = (token: string) => decodeToken(`${token}.`).problems;
        const alone = of(`${start}.${payload}`);
        const both = of(`${start}${header}.${payload}`);
        for (const { code, message, at } of alone.filter(problem => problem.at.part === 'payload')) {
          const offset = at.layer === 'source' ? at.offset + header.length : at.offset;
          expect(both).toContainEqual({ code, message, at: { ...at, offset } });
        }
      }),
    );
  });
});

describe('a mebibyte', () => {
  const MEBIBYTE = 1 << 20;
  const header = encode('{"alg":"RS256"}');
  const repeated = (unit: string) => unit.repeat(MEBIBYTE / unit.length);

  // Each of these takes minutes, or all memory, where the work is quadratic or recursive; the suite's time limit
  // notices.
  test.each([
    ['dots', `${header}${repeated('.')}`, 'jwt'],
    ['tildes', `${header}.e30.AA${repeated('~')}`, 'sd-jwt'],
    ['one-letter disclosures', `${header}.e30.AA${repeated('~a')}`, 'sd-jwt'],
    ['brackets', repeated('['), 'json'],
    ['braces', repeated('{'), 'json'],
    ['members in members', repeated('{"a":'), 'json'],
    ['commas', `[${repeated(',')}`, 'json'],
    ['escapes', `"${repeated('\\"')}`, 'json'],
    ['nines', `[${repeated('9')}`, 'json'],
    ['tokens in a list', JSON.stringify(Array.from({ length: 50_000 }, () => `${header}.e30.AA`)), 'json'],
    ['bad characters', `${header}.${repeated('a!')}.AA`, 'jwt'],
    ['bytes that are no UTF-8', `${header}.${encode(new Uint8Array(MEBIBYTE).fill(0xff))}.AA`, 'jwt'],
    ['one name over and over', `${header}.${encode(`{${repeated('"a":1,')}"b":1}`)}.AA`, 'jwt'],
    ['letters', repeated('a'), 'opaque'],
    ['schemes', repeated('Bearer '), 'opaque'],
    ['percent signs', repeated('%25'), 'opaque'],
    ['fields', repeated('a=b&'), 'opaque'],
    ['base64 of brackets', encode(repeated('[').slice(0, MEBIBYTE / 2)), 'json'],
  ])('of %s', (_name, token, kind) => {
    const decoded = decodeToken(token);
    expect(decoded.kind).toBe(kind);
    expect(decoded.problems.length).toBeLessThanOrEqual(LISTED_PROBLEMS + 1);
  });

  test.each([
    ['bad characters', `${header}.e30.${'a!'.repeat(5000)}${'A'.repeat(342)}`],
    ['colons', `{${':'.repeat(4999)}`],
  ])('of faults is counted to the last: %s', (_name, token) => {
    const { problems } = decodeToken(token);
    const more = Number(/^\d+/.exec(problems.at(-1)?.message ?? '')?.[0]);
    expect(problems.length - 1 + more).toBe(5000);
  });
});
