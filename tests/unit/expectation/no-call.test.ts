import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { noCall, type QuietPage } from '../../../src/core/expectation/no-call.ts';
import type { FrameLook, MethodLook, PageLook } from '../../../src/core/expectation/page-look.ts';
import { exchanges, GOOD, IDP, START as NOW, RP } from '../diagnosis/flows.ts';

const quiet = (known: Partial<QuietPage> = {}): QuietPage => ({
  page: { url: `${RP}/`, origin: RP },
  leftovers: [],
  losses: { events: 0 },
  headers: undefined,
  frames: [],
  look: undefined,
  now: NOW,
  ...known,
});
const codes = (known: Partial<QuietPage>) => noCall(quiet(known)).map(({ code }) => code);

describe('why no call was seen', () => {
  it('nothing speaks for any reason', () => {
    expect(codes({})).toEqual([]);
    expect(codes({ frames: [RP, 'null'] })).toEqual([]);
  });

  it('requests without a call: a document was not watched', () => {
    const [first] = noCall(quiet({ leftovers: exchanges(GOOD), losses: { events: 2 } }));
    expect(first).toMatchObject({ code: 'call-unseen', reload: true });
    expect(first?.text).toContain(`3 FedCM requests to ${new URL(IDP).host}`);
  });

  it.each([
    ['identity-credentials-get=()', ['policy-forbids']],
    ['camera=(), identity-credentials-get = ( )', ['policy-forbids']],
    ['identity-credentials-get=(self)', []],
    ['x-identity-credentials-get=()', []],
  ])('Permissions-Policy: %s', (value, expected) => {
    expect(codes({ headers: [{ name: 'Permissions-Policy', value }] })).toEqual(expected);
  });

  it('names frames of other origins, each once and not all', () => {
    const frames = ['a', 'b', 'c', 'd', 'a'].map(host => `https://${host}.example`);
    expect(noCall(quiet({ frames }))[0]?.text).toMatch(
      /^https:\/\/a\.example, https:\/\/b.example, https:\/\/c.example and 1 more\./,
    );
  });
});

describe('a look at the page', () => {
  const GSI = 'https://accounts.google.com/gsi/client';
  const STATUS = 'https://accounts.google.com/gsi/status?client_id=123.apps.example';
  const frame = (rest: Partial<FrameLook> = {}): FrameLook => ({
    origin: RP,
    isTop: true,
    mayCall: true,
    scripts: [],
    cookies: {},
    ...rest,
  });
  const look = (rest: Partial<PageLook> = {}): Partial<QuietPage> => ({
    look: { frames: [frame({ method: { kind: 'watched' } })], requests: [], ...rest },
  });
  const withScript = (cookies: Record<string, string> = {}, ...requests: PageLook['requests']) =>
    look({ frames: [frame({ scripts: [GSI], cookies })], requests });

  it('finds nothing where there is nothing', () => {
    expect(codes(look())).toEqual([]);
  });

  it('a library that is loaded and has not called', () => {
    const [first] = noCall(quiet(withScript()));
    expect(first).toMatchObject({
      code: 'library-silent',
      title: 'Google Identity Services is on the page, and has not called',
      reload: true,
    });
    expect(codes(look({ requests: [{ url: GSI, status: 200 }] }))).toEqual(['library-silent']);
    expect(noCall(quiet(withScript({}, { url: STATUS, status: 200 })))[0]?.text).toContain('answered 200');
  });

  it('its status request was refused: the last answer counts', () => {
    const [first, ...others] = noCall(quiet(withScript({}, { url: STATUS, status: 403 })));
    expect(first?.title).toBe(
      'Google Identity Services did not call: this origin is not allowed for the client id `123.apps.example`',
    );
    expect(first?.steps?.[0]).toContain('Authorized JavaScript origins');
    expect(others).toEqual([]);
    expect(codes(withScript({}, { url: STATUS, status: 403 }, { url: STATUS, status: 200 }))).toEqual([
      'library-silent',
    ]);
  });

  it.each([
    [{ url: GSI, status: 404 }, 'it was answered 404'],
    [{ url: GSI, status: 0, error: 'net::ERR_BLOCKED_BY_CLIENT' }, 'net::ERR_BLOCKED_BY_CLIENT'],
  ])('a library whose script did not load: %j', (request, why) => {
    const scripts = [frame({ scripts: [GSI] })];
    const all = noCall(quiet(look({ frames: scripts, requests: [request] })));
    expect(all.map(({ code }) => code)).toEqual(['library-not-loaded']);
    expect(all[0]?.title).toBe(`The script of Google Identity Services did not load: ${why}`);
    const again = [request, { url: GSI, status: 200 }];
    expect(codes(look({ frames: scripts, requests: again }))).toEqual(['library-silent']);
  });

  it.each([
    ["script-src 'self'", true],
    ["default-src 'none'; img-src *", true],
    ["script-src 'self' https://accounts.google.com/gsi/client", false],
    ["script-src *.google.com 'self'", false],
    ["script-src 'nonce-abc' 'strict-dynamic'", false],
    ["img-src 'self'", false],
    ["script-src-elem *; script-src 'self'", false],
  ])('a library that the page’s own policy keeps out: %s', (value, isOut) => {
    const headers = [{ name: 'Content-Security-Policy', value }];
    const known = look({ frames: [frame({ scripts: [GSI] })] });
    expect(codes({ ...known, headers })).toEqual([isOut ? 'library-not-loaded' : 'library-silent']);
    const loaded = look({ frames: [frame({ scripts: [GSI] })], requests: [{ url: GSI, status: 200 }] });
    expect(codes({ ...loaded, headers })).toEqual(['library-silent']);
  });

  it('a library whose status request got no answer', () => {
    const requests = [
      { url: GSI, status: 200 },
      { url: STATUS, status: 0, error: 'net::ERR_BLOCKED_BY_CLIENT' },
    ];
    expect(noCall(quiet(look({ requests })))[0]?.title).toBe(
      'Google Identity Services did not call: its status request got no answer',
    );
  });

  it('an opaque origin, and frames that are sandboxed or not secure', () => {
    expect(codes(look({ frames: [frame({ origin: 'null' })] }))).toEqual(['opaque-origin']);
    const inside = (origin: string, mayCall = true) => frame({ isTop: false, origin, mayCall });
    expect(codes(look({ frames: [frame(), inside('null')] }))).toEqual(['frame-sandboxed']);
    expect(codes(look({ frames: [frame(), inside('null', false)] }))).toEqual([]);
    expect(codes(look({ frames: [frame(), inside('http://plain.example')] }))).toEqual(['frame-insecure']);
    expect(codes(look({ frames: [frame(), inside('http://a.localhost')] }))).toEqual(['frame-may-call']);
  });

  it.each([
    [{ i_p: NOW + 7_200_000, i_l: 2 }, ['library-paused']],
    [{ i_p: NOW - 1, i_l: 2 }, ['library-silent']],
    [{ i_l: 0 }, ['library-silent']],
    [{ i_p: 'soon' }, ['library-silent']],
    [null, ['library-silent']],
  ])('its own cooldown: %j', (state, expected) => {
    expect(codes(withScript({ g_state: JSON.stringify(state) }))).toEqual(expected);
  });

  it('says when the cooldown ends, and after what', () => {
    const [first] = noCall(quiet(withScript({ g_state: JSON.stringify({ i_p: NOW + 7_200_000, i_l: 2 }) })));
    expect(first?.title).toBe('Google Identity Services pauses its prompt until 2026-11-23 16:03:10 UTC');
    expect(first?.text).toContain('after 2 dismissals in a row');
  });

  it('reads no cooldown where the library is not on the page', () => {
    expect(codes(look({ frames: [frame({ cookies: { g_state: `{"i_p":${NOW * 2}}` } })] }))).toEqual([]);
  });

  it.each([
    ['watched', []],
    ['unknown', []],
    ['native', ['method-unwatched']],
  ] as const)('the method is %s', (kind, expected) => {
    expect(codes(look({ frames: [frame({ method: { kind } })] }))).toEqual(expected);
  });

  it('the method was replaced', () => {
    const method: MethodLook = { kind: 'replaced', where: 'navigator.credentials.get', source: 'async o => `x`' };
    const [first] = noCall(quiet(look({ frames: [frame({ method })] })));
    expect(first).toMatchObject({
      code: 'method-replaced',
      title: 'A script has replaced `navigator.credentials.get`, so calls may end there',
    });
    expect(first?.text).toContain('`async o => x`');
  });

  it('the method was replaced in frames: each origin once, after the page itself', () => {
    const method: MethodLook = { kind: 'replaced', where: 'navigator.credentials.get' };
    const inside = (origin: string, kind: MethodLook) => frame({ isTop: false, origin, method: kind });
    const sso = inside('https://sso.example', method);
    const frames = [sso, sso, inside(RP, { kind: 'native' }), frame({ method: { kind: 'native' } })];
    expect(noCall(quiet(look({ frames }))).map(({ title }) => title)).toEqual([
      'A script has put Chrome’s own `get` back, so calls are not seen',
      'A script has replaced `navigator.credentials.get` in a frame of https://sso.example, so calls may end there',
      `A script has put Chrome’s own \`get\` back in a frame of ${RP}, so calls are not seen`,
      'A frame of https://sso.example may call, and has not',
    ]);
  });

  it('frames that may call, and that may not', () => {
    const may = frame({ isTop: false, origin: 'https://sso.example' });
    const not = frame({ isTop: false, origin: 'https://ads.example', mayCall: false });
    const all = noCall(quiet(look({ frames: [frame(), may, not, frame({ isTop: false, mayCall: false })] })));
    expect(all.map(({ code, title, isNote }) => [code, title, isNote])).toEqual([
      ['frame-may-call', 'A frame of https://sso.example may call, and has not', undefined],
      ['frame-may-not-call', 'A frame of https://ads.example may not call', true],
    ]);
  });

  it('the policy of the page, whichever header or frame set it', () => {
    expect(codes(look({ frames: [frame({ mayCall: false })] }))).toEqual(['policy-forbids']);
  });

  it('throws for nothing that a page can hold', () => {
    const state = fc.oneof(
      fc.string(),
      fc.json(),
      fc.jsonValue().map(value => JSON.stringify({ i_p: value, i_l: value })),
    );
    const url = fc.oneof(
      fc.string(),
      fc.webUrl(),
      fc.string().map(query => `${STATUS}&x=${query}`),
    );
    fc.assert(
      fc.property(state, url, fc.integer(), fc.string(), (g_state, requested, status, source) => {
        const method: MethodLook = { kind: 'replaced', where: 'navigator.credentials.get', source };
        const frames = [frame({ scripts: [GSI, requested], cookies: { g_state }, method })];
        const found = noCall(quiet(look({ frames, requests: [{ url: requested, status }] })));
        for (const { title, text } of found) expect(Math.min(title.length, text.length)).toBeGreaterThan(0);
      }),
    );
  });
});
