import { describe, expect, test } from 'vitest';
import { isOpenName } from '../../../panel/secrecy/hide-secrets.ts';
import { claimDate } from '../../../panel/token/claims.ts';
import { sectionsOf } from '../../../panel/token/sections.ts';
import { decodeToken } from '../../../src/core/token/decode.ts';

const part = (value: object) =>
  btoa(JSON.stringify(value)).replaceAll('=', '').replaceAll('+', '-').replaceAll('/', '_');
const jwt = `${part({ alg: 'ES256' })}.${part({ iss: 'https://idp.example', exp: 1_800_000_000 })}.c2ln`;

describe('sections of a token', () => {
  test('a JWT has a header and claims', () => {
    expect(
      sectionsOf(decodeToken(jwt)).map(section => [section.title, section.members.map(member => member.name)]),
    ).toEqual([
      ['Header', ['alg']],
      ['Claims', ['iss', 'exp']],
    ]);
  });

  test('JSON covers the tokens and codes in it, and shows what they say', () => {
    const sections = sectionsOf(decodeToken({ id_token: jwt, code: 'abc', wrapped: { inner: jwt }, scope: 'openid' }));
    expect(sections[0]?.members.map(({ name, secret }) => [name, secret ?? false])).toEqual([
      ['id_token', true],
      ['code', true],
      ['wrapped', true],
      ['scope', false],
    ]);
    expect(sections.map(section => section.title)).toContain('$.id_token · Claims');
  });

  test('what is no object is a value, which *Hide secrets* covers', () => {
    const payload = btoa('ann@example.test').replaceAll('=', '');
    const claims = sectionsOf(decodeToken(`${part({ alg: 'ES256' })}.${payload}.c2ln`)).at(-1);
    expect(claims).toMatchObject({ title: 'Claims', members: [{ name: '$', value: 'ann@example.test' }] });
    expect(claims?.note).toBeUndefined();
    expect(isOpenName('$')).toBe(false);
    expect(sectionsOf(decodeToken(`${part({ alg: 'ES256' })}..c2ln`)).at(-1)).toMatchObject({
      members: [],
      note: 'Empty',
    });
  });

  test('an opaque token is explained and not shown', () => {
    const [section] = sectionsOf(decodeToken('a-secret-code'));
    expect(section?.members).toEqual([]);
    expect(section?.note).not.toContain('a-secret-code');
  });
});

test('dates of claims are seconds, or milliseconds where seconds make no sense', () => {
  expect(claimDate('exp', 1_800_000_000)).toBe(1_800_000_000_000);
  expect(claimDate('exp', 1_800_000_000_000)).toBe(1_800_000_000_000);
  expect(claimDate('exp', '1800000000')).toBeUndefined();
  expect(claimDate('sub', 1_800_000_000)).toBeUndefined();
});
