import { describe, expect, it } from 'vitest';
import { sending } from '../../../src/core/cookies/sending.ts';
import type { SeenCookie } from '../../../src/core/model.ts';

const NONE: SeenCookie = {
  name: 'session',
  domain: 'idp.example',
  hostOnly: true,
  path: '/',
  secure: true,
  httpOnly: true,
  sameSite: 'none',
};
const ACCOUNTS = new URL('https://idp.example/fedcm/accounts');
const RP = 'https://rp.example';

const ruleOf = (cookie: Partial<SeenCookie>, endpoint = ACCOUNTS, caller = RP) => {
  const way = sending({ ...NONE, ...cookie }, endpoint, caller);
  return way.sent ? 'sent' : way.rule;
};

describe('to another site’s relying party', () => {
  it.each([
    ['none', 'sent'],
    ['lax', 'same-site'],
    ['strict', 'same-site'],
    ['unspecified', 'same-site'],
  ] as const)('SameSite=%s: %s', (sameSite, expected) => {
    expect(ruleOf({ sameSite })).toBe(expected);
  });

  it('says it in words', () => {
    expect(sending({ ...NONE, sameSite: 'lax' }, ACCOUNTS, RP)).toMatchObject({ is: 'is SameSite=Lax', word: 'Lax' });
  });
});

describe('same-site goes by the document that calls', () => {
  it.each(['lax', 'strict', 'unspecified', 'none'] as const)('%s goes along', sameSite => {
    expect(ruleOf({ sameSite }, ACCOUNTS, 'https://app.idp.example')).toBe('sent');
  });

  it('not with another scheme, an opaque origin, or a neighbour under a public suffix', () => {
    expect(ruleOf({ sameSite: 'lax' }, ACCOUNTS, 'http://app.idp.example')).toBe('same-site');
    expect(ruleOf({ sameSite: 'lax' }, ACCOUNTS, 'null')).toBe('same-site');
    const page = new URL('https://idp.github.io/accounts');
    expect(ruleOf({ sameSite: 'lax', domain: 'idp.github.io' }, page, 'https://rp.github.io')).toBe('same-site');
  });
});

it('Secure: on loopback also over http (measured on Chromium 156)', () => {
  const at = (host: string) => ruleOf({ domain: host }, new URL(`http://${host}/accounts`));
  expect(at('idp.localhost')).toBe('sent');
  expect(at('localhost')).toBe('sent');
  expect(at('idp.example')).toBe('secure');
});

it('Domain', () => {
  const login = new URL('https://login.idp.example/accounts');
  expect(ruleOf({}, login)).toBe('domain');
  expect(ruleOf({ hostOnly: false }, login)).toBe('sent');
  expect(ruleOf({ hostOnly: false, domain: 'dp.example' }, login)).toBe('domain');
  expect(ruleOf({ hostOnly: false, domain: 'login.idp.example' })).toBe('domain');
});

it.each([
  ['/', 'sent'],
  ['/fedcm', 'sent'],
  ['/fedcm/', 'sent'],
  ['/fedcm/accounts', 'sent'],
  ['/fed', 'path'],
  ['/other', 'path'],
  ['/fedcm/accounts/', 'path'],
])('Path=%s: %s', (path, expected) => {
  expect(ruleOf({ path })).toBe(expected);
});

it('Partitioned: only what was set on the provider’s own pages (measured on Chromium 156)', () => {
  const under = (site: string, crossSiteAncestor: boolean) => ruleOf({ partition: { site, crossSiteAncestor } });
  expect(under('https://idp.example', false)).toBe('sent');
  expect(under('https://idp.example', true)).toBe('partition');
  expect(under('https://rp.example', true)).toBe('partition');
  expect(under('nonsense', false)).toBe('partition');
});
