import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { checkOn, inQuotesIfNeeded, noteOn } from '../../../panel/token/claims.ts';
import { countdownWords } from '../../../panel/token/countdown.ts';
import { rawParts } from '../../../panel/token/raw-parts.ts';
import { sectionsOf } from '../../../panel/token/sections.ts';
import { decodeToken } from '../../../src/core/token/decode.ts';
import { profileFor } from '../../../src/core/token/profiles/index.ts';

const part = (value: object) =>
  btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');
const jwt = `${part({ alg: 'ES256' })}.${part({ iss: 'https://idp.example' })}.c2ln`;
const whole = (token: unknown) =>
  rawParts(decodeToken(token))
    .map(({ separator, text }) => separator + text)
    .join('');

describe('the parts of a raw token', () => {
  test.each([
    jwt,
    `${jwt}~WyJzIiwibiIsInYiXQ~`,
    `${jwt}~WyJzIiwibiIsInYiXQ~${jwt}`,
    `${part({ alg: 'dir', enc: 'A' })}..a.b.c`,
  ])('make up %s', token => expect(whole(token)).toBe(token));

  test('of JSON are those of the token in it', () => {
    expect(whole({ access_token: 'x', id_token: jwt })).toBe(jwt);
  });

  test('are none where the token has none', () => {
    expect(rawParts(decodeToken('a-code'))).toEqual([]);
  });

  test('never come apart, whatever the token', () => {
    fc.assert(fc.property(fc.string({ unit: 'grapheme' }), text => rawParts(decodeToken(text)).length >= 0));
  });
});

describe('a date seen from now', () => {
  const now = 1_800_000_000_000;
  test.each([
    ['exp', 9 * 60_000 + 41_000, 'expires in 9 min 41 s'],
    ['exp', -3000, 'expired 3 s ago'],
    ['exp', 0, 'expired 0 s ago'],
    ['iat', -12_000, '12 s ago'],
    ['nbf', 3 * 3_600_000 + 60_000, 'in 3 h 1 min'],
    ['iat', -90 * 86_400_000, '90 days ago'],
  ])('%s %d ms away: %s', (name, away, words) => {
    expect(countdownWords(name, now + away, now)).toBe(words);
  });
});

describe('what stands beside a member', () => {
  const decoded = decodeToken(`${jwt}~WyJzIiwibiIsInYiXQ~${jwt}`);
  const profile = profileFor(decoded);

  test('depends on where it stands', () => {
    expect(noteOn('aud', 'claims', profile)?.meaning).toContain('client identifier');
    expect(noteOn('aud', 'key-binding', profile)?.meaning).toContain('origin');
    expect(noteOn('alg', 'claims', profile)).toBeUndefined();
    expect(noteOn('constructor', 'header', profile)).toBeUndefined();
    expect([checkOn('alg', 'header'), checkOn('aud', 'claims'), checkOn('aud', 'key-binding')]).toEqual([
      'algorithm',
      'audience',
      undefined,
    ]);
  });

  test('is a check only for the token that is checked', () => {
    const checked = sectionsOf(decodeToken({ access_token: jwt, id_token: jwt })).filter(({ checked }) => checked);
    expect(checked.map(({ title }) => title)).toEqual(['$.id_token · Header', '$.id_token · Claims']);
  });
});

test('a string that reads like another value is told from it', () => {
  expect(['', 'true', 'null', '1795179600', '-0.5'].map(inQuotesIfNeeded)).toEqual([
    '""',
    '"true"',
    '"null"',
    '"1795179600"',
    '"-0.5"',
  ]);
  expect(['a', 'truth', '1-2', 'Zoë'].map(inQuotesIfNeeded)).toEqual(['a', 'truth', '1-2', 'Zoë']);
});
