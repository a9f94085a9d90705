import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeBase64url, encodeBase64url } from '../../../src/core/token/base64url.ts';
import { decodeUtf8 } from '../../../src/core/token/utf8.ts';

describe('base64url', () => {
  test('encodes as Node does, and decodes what it encoded', () => {
    fc.assert(
      fc.property(fc.uint8Array(), bytes => {
        const text = encodeBase64url(bytes);
        expect(text).toBe(Buffer.from(bytes).toString('base64url'));
        expect(decodeBase64url(text)).toEqual({ bytes, faults: [] });
      }),
    );
  });

  test('a text without faults is the only one for its bytes', () => {
    fc.assert(
      fc.property(fc.stringMatching(/^[A-Za-z0-9_\-+/=]{0,9}$/), text => {
        const { bytes, faults } = decodeBase64url(text);
        expect(encodeBase64url(bytes) === text).toBe(faults.length === 0);
      }),
      { numRuns: 2000 },
    );
  });

  test.each([
    ['Zm9v!mFy', 'bad-base64url', 4, 'foo'],
    ['Zg==', 'base64-padding', 2, 'f'],
    ['--+_', 'base64-alphabet', 2, undefined],
    ['Zm9vY', 'base64-length', 5, 'foo'],
    ['Zh', 'base64-trailing-bits', 1, 'f'],
  ])('%s: %s', (text, code, offset, beginning) => {
    const { bytes, faults } = decodeBase64url(text);
    expect(faults[0]).toMatchObject({ code, offset });
    if (beginning !== undefined) expect(new TextDecoder().decode(bytes)).toContain(beginning);
  });

  test('a run of foreign characters is one fault', () => {
    expect(decodeBase64url('Zm9v    Zm9v').faults.map(({ offset }) => offset)).toEqual([4]);
    expect(decodeBase64url('Zm 9v Zm9v').faults.map(({ offset }) => offset)).toEqual([2, 5]);
  });
});

describe('UTF-8', () => {
  test('has faults exactly where the platform refuses', () => {
    const near = fc.array(
      fc.constantFrom(0x41, 0x80, 0xbf, 0xc0, 0xc2, 0xe0, 0xa0, 0xed, 0x9f, 0xef, 0xf0, 0x90, 0xf4, 0x8f, 0xf5, 0xff),
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.uint8Array(),
          near.map(bytes => new Uint8Array(bytes)),
        ),
        bytes => {
          const { text, faults } = decodeUtf8(bytes);
          expect(text).toBe(new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes));
          const wrong = new Set(faults.flatMap(({ offset, length }) => Array.from({ length }, (_, i) => offset + i)));
          const rest = bytes.filter((_, i) => !wrong.has(i));
          expect(() => new TextDecoder('utf-8', { fatal: true }).decode(rest)).not.toThrow();
          const strict = () => new TextDecoder('utf-8', { fatal: true }).decode(bytes);
          if (faults.length === 0) expect(strict).not.toThrow();
          else expect(strict).toThrow();
        },
      ),
      { numRuns: 2000 },
    );
  });

  test('finds each run', () => {
    const bytes = new Uint8Array([0x61, 0xff, 0xfe, 0x62, 0xed, 0xa0, 0x80, 0xc3, 0xa9, 0xc3]);
    expect(decodeUtf8(bytes).faults).toEqual([
      { offset: 1, length: 2 },
      { offset: 4, length: 3 },
      { offset: 9, length: 1 },
    ]);
  });
});
