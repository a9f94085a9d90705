import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Correlated, correlate, createCorrelator } from '../../../src/core/flow/correlate.ts';
import type { FlowCore } from '../../../src/core/flow/flow-core.ts';
import type { ObservedExchange } from '../../../src/core/flow/observed-exchange.ts';
import * as make from './builders.ts';

const one = make.idp('login.one.example');
const two = make.idp('two.example', 'client-2');

const ids = (exchanges: readonly { id: string }[] | undefined) => exchanges?.map(({ id }) => id);
const own = (result: Correlated, flow: string) => ids(result.exchanges.get(flow));
const roles = (result: Correlated, flow: string) => result.exchanges.get(flow)?.map(({ role }) => role);

/** Accounts with a picture that is kept elsewhere, and that picture. */
const pictured = (p: make.Idp, at: number, options = {}) => {
  const account = { ...make.ACCOUNTS[0], picture: `https://cdn.example.net/${p.clientId}` };
  return make.accounts(p, at, { body: { accounts: [account] }, ...options });
};
const picture = (p: make.Idp, at: number, options = {}) =>
  make.exchange('GET', `https://cdn.example.net/${p.clientId}`, at, options);

describe('one call', () => {
  test('owns the whole graph, each exchange named by its role', () => {
    const observed = make.signIn(one, 0);
    const result = correlate([make.get('a', [one], { took: 4000 })], observed);
    expect(roles(result, 'a')).toEqual(['well-known', 'config', 'accounts', 'client-metadata', 'id-assertion']);
    expect(result.exchanges.get('a')?.every(({ configURL }) => configURL === one.configURL)).toBe(true);
    expect(result.leftovers).toEqual([]);
  });

  test('names roles without a config body: by the form of each request', () => {
    const observed = make
      .signIn(one, 0)
      .map(({ response: { body: _, ...response }, ...rest }) => ({ ...rest, response }));
    const result = correlate([make.get('a', [one], { took: 4000 })], observed);
    expect(roles(result, 'a')).toEqual(['well-known', 'config', 'accounts', 'client-metadata', 'id-assertion']);
  });

  test('takes endpoints from the well-known, where the config was not seen', () => {
    const accountsUrl = `${one.origin}/who`;
    const file = make.wellKnown(one, 1, { body: { accounts_endpoint: accountsUrl, login_url: `${one.origin}/login` } });
    const list = make.exchange('GET', accountsUrl, 30);
    const result = correlate([make.get('a', [one], { took: 900 })], [file, list]);
    expect(roles(result, 'a')).toEqual(['well-known', 'accounts']);
  });

  test('knows a config that names itself as accounts endpoint by who asks', () => {
    const again = { ...make.exchange('GET', one.configURL, 30), initiatorUrl: make.RP };
    const config = make.config(one, 2, { body: { ...one.config, accounts_endpoint: '#' } });
    const result = correlate([make.get('a', [one], { took: 900 })], [make.wellKnown(one, 1), config, again]);
    expect(roles(result, 'a')).toEqual(['well-known', 'config', 'accounts']);
  });

  test('takes the well-known that was redirected to another site, of which no URL tells', () => {
    const file = make.exchange('GET', 'https://www.one.example/fedcm/well-known.json', 1);
    const observed = [file, make.config(one, 2), make.accounts(one, 30)];
    const result = correlate([make.get('a', [one], { took: 900 })], observed);
    expect(result.exchanges.get('a')?.[0]).toMatchObject({ role: 'well-known', configURL: one.configURL });
    expect(roles(result, 'a')).toEqual(['well-known', 'config', 'accounts']);
    expect(result.leftovers).toEqual([]);
  });

  test('takes the pictures and icons that its answers name, wherever they are kept', () => {
    const cdn = 'https://cdn.example.net';
    const image = (name: string, at: number) => make.exchange('GET', `${cdn}/${name}.png`, at);
    const observed = [
      make.wellKnown(one, 1),
      make.config(one, 2, { body: { ...one.config, branding: { icons: [{ url: `${cdn}/brand.png`, size: 32 }] } } }),
      make.accounts(one, 30, { body: { accounts: [{ ...make.ACCOUNTS[0], picture: `${cdn}/ann.png` }] } }),
      make.metadata(one, 55, { body: { icons: [{ url: `${cdn}/rp.png#x`, size: 32 }] } }),
      ...['ann', 'brand', 'rp'].map((name, index) => image(name, 80 + index)),
      image('stranger', 90),
      make.assertion(one, 600),
    ];
    const result = correlate([make.get('a', [one], { took: 4000 })], observed);
    expect(own(result, 'a')).toEqual(ids(observed.filter(({ request }) => !request.url.includes('stranger'))));
    expect(roles(result, 'a')?.slice(4, -1)).toEqual(['other', 'other', 'other']);
    expect(result.exchanges.get('a')?.every(({ configURL }) => configURL === one.configURL)).toBe(true);
    expect(result.leftovers.map(({ request }) => request.url)).toEqual([`${cdn}/stranger.png`]);
  });

  test('keeps the pictures of two providers apart', () => {
    const observed = [one, two].flatMap(p => [make.wellKnown(p, 1), make.config(p, 1), pictured(p, 30)]);
    const pictures = [one, two].map(p => picture(p, 60));
    const result = correlate([make.get('a', [one, two], { took: 4000 })], [...observed, ...pictures]);
    const configURLs = pictures.map(({ id }) => result.exchanges.get('a')?.find(each => each.id === id)?.configURL);
    expect(configURLs).toEqual([one.configURL, two.configURL]);
  });

  test('takes nothing for a redirected well-known that went out after the config had come', () => {
    const icon = make.exchange('GET', 'https://cdn.example/icon', 40, { status: 404 });
    const result = correlate([make.get('a', [one], { took: 900 })], [make.config(one, 2), icon]);
    expect(roles(result, 'a')).toEqual(['config']);
    expect(ids(result.leftovers)).toEqual([icon.id]);
  });

  test('leaves two that may be the redirected well-known alone', () => {
    const strangers = ['a', 'b'].map(name => make.exchange('GET', `https://${name}.example/`, 1));
    const result = correlate([make.get('a', [one], { took: 900 })], [...strangers, make.config(one, 2)]);
    expect(roles(result, 'a')).toEqual(['config']);
  });

  test('takes endpoints from a config seen in an earlier call', () => {
    const earlier = make.signIn(one, 0);
    const late = make.exchange('GET', one.accounts, 10_030);
    const result = correlate(
      [make.get('a', [one], { took: 4000 }), make.get('b', [one], { at: 10_000, outcome: make.pending })],
      [...earlier, late],
    );
    expect(result.exchanges.get('b')).toMatchObject([{ id: late.id, role: 'accounts' }]);
  });

  test('keeps the second round after the login pop-up, in order', () => {
    const observed = [
      make.wellKnown(one, 1),
      make.config(one, 2),
      make.accounts(one, 30, { status: 401 }),
      make.wellKnown(one, 9000),
      make.config(one, 9001),
      make.accounts(one, 9040),
      make.assertion(one, 12_000),
    ];
    const result = correlate([make.get('a', [one], { took: 15_000 })], observed);
    expect(own(result, 'a')).toEqual(ids(observed));
  });

  test('on loopback, the well-known is on the provider’s own port', () => {
    const local = {
      ...one,
      configURL: 'http://idp.localhost:8081/c.json',
      wellKnown: 'http://idp.localhost:8081/.well-known/web-identity',
      options: { configURL: 'http://idp.localhost:8081/c.json', clientId: 'x' },
    };
    const result = correlate(
      [make.get('a', [local], { took: 100 })],
      [make.wellKnown(local, 1), make.config(local, 1)],
    );
    expect(roles(result, 'a')?.toSorted()).toEqual(['config', 'well-known']);
  });

  test('several providers in one call, each with its own exchanges', () => {
    const observed = [...make.signIn(one, 0).slice(0, 4), ...make.signIn(two, 3)];
    const result = correlate([make.get('a', [one, two], { took: 4000 })], observed);
    const of = (p: make.Idp) => result.exchanges.get('a')?.filter(({ configURL }) => configURL === p.configURL);
    expect(of(one)).toHaveLength(4);
    expect(of(two)).toHaveLength(5);
  });

  test('two configs of one site share a well-known: each gets one of the two requests', () => {
    const other = {
      ...one,
      configURL: `${one.origin}/b.json`,
      options: { configURL: `${one.origin}/b.json`, clientId: 'b' },
    };
    const observed = [make.wellKnown(one, 1), make.wellKnown(other, 1.2), make.config(one, 2), make.config(other, 2.2)];
    const result = correlate([make.get('a', [one, other], { took: 400 })], observed);
    const files = result.exchanges.get('a')?.filter(({ role }) => role === 'well-known');
    expect(files?.map(({ configURL }) => configURL)).toEqual([one.configURL, other.configURL]);
  });

  test('a request of a provider that the call never named is left over, without candidates', () => {
    const stray = make.accounts(two, 40);
    const result = correlate([make.get('a', [one], { took: 4000 })], [stray]);
    expect(result.leftovers).toMatchObject([{ id: stray.id, role: 'accounts' }]);
    expect(result.leftovers[0]).not.toHaveProperty('candidates');
  });

  test('an answer with the Date of an earlier one came from the HTTP cache', () => {
    const headers = [
      { name: 'Date', value: 'Mon, 23 Nov 2026 00:00:00 GMT' },
      { name: 'Cache-Control', value: 'max-age=600' },
    ];
    const observed = [make.config(one, 1, { headers }), make.config(one, 60_001, { headers })];
    const flows = [make.get('a', [one], { took: 500 }), make.get('b', [one], { at: 60_000, took: 500 })];
    const result = correlate(flows, observed);
    expect(result.exchanges.get('a')?.[0]).not.toHaveProperty('fromCache');
    expect(result.exchanges.get('b')?.[0]).toMatchObject({ fromCache: true });
  });
});

describe('several calls', () => {
  test('one after the other: a retry at once, within the disagreement of the clocks', () => {
    const first = make.signIn(one, 0).slice(0, 3);
    const second = make.signIn(one, 100.5);
    const flows = [
      make.get('a', [one], { took: 100, mode: 'active', outcome: make.rejected('NetworkError') }),
      make.get('b', [one], { at: 100.3, took: 4000 }),
    ];
    const result = correlate(flows, [...first, ...second]);
    expect(own(result, 'a')).toEqual(ids(first));
    expect(own(result, 'b')).toEqual(ids(second));
  });

  test('made again and again within a few ms: what the page heard late of the aborted ones hides nothing of the last', () => {
    const late = (id: string, at: number, end: number) => ({
      ...make.get(id, [one], { at, took: end - at, outcome: make.rejected('AbortError') }),
      context: { abortStack: ['at cleanup'] },
    });
    const last = make.get('d', [one], { at: 23.5, outcome: make.pending });
    const answers = [make.wellKnown(one, 23.4), make.config(one, 24.4), make.accounts(one, 49)];
    const flows = [late('a', 0, 30.2), late('b', 14.4, 44.7), late('c', 20, 44.9), last];
    expect(own(correlate(flows, answers), 'd')).toEqual(ids(answers));
  });

  test('aborted and made again in one effect: requests follow the order of the calls', () => {
    const aborted = [make.wellKnown(one, 1.5, { status: 0 }), make.config(one, 1.8, { status: 0 })];
    const second = make.signIn(one, 2);
    const flows = [
      make.get('a', [one], { took: 0.5, outcome: make.rejected('AbortError') }),
      make.get('b', [one], { at: 0.6, took: 4000 }),
    ];
    const result = correlate(flows, [...second, ...aborted]);
    expect(own(result, 'a')).toEqual(ids(aborted));
    expect(own(result, 'b')).toEqual(ids(second));
  });

  test('a second call refused while one is pending owns nothing', () => {
    const observed = make.signIn(one, 0);
    const flows = [
      make.get('a', [one], { took: 4000 }),
      make.get('b', [one], { at: 0.4, took: 700, page: { frameId: 3 }, outcome: make.rejected('NotAllowedError') }),
    ];
    const result = correlate(flows, observed);
    expect(own(result, 'a')).toEqual(ids(observed));
    expect(own(result, 'b')).toEqual([]);
  });

  test('an active call replaces the pending passive one, whose page hears of it a little later', () => {
    const first = make.signIn(one, 0).slice(0, 4);
    const second = make.signIn(one, 5010);
    const flows = [
      make.get('a', [one], { took: 5040, outcome: make.rejected('NetworkError') }),
      make.get('b', [one], { at: 5009, took: 3000, mode: 'active' }),
    ];
    const result = correlate(flows, [...first, ...second]);
    expect(own(result, 'a')).toEqual(ids(first));
    expect(own(result, 'b')).toEqual(ids(second));
  });

  test('a call whose end was never heard of ends with the next one', () => {
    const first = make.signIn(one, 0).slice(0, 3);
    const second = make.signIn(one, 60_000);
    const flows = [
      make.get('a', [one], { outcome: { status: 'interrupted' } }),
      make.get('b', [one], { at: 59_999, took: 4000, page: { documentId: 'next' } }),
    ];
    const result = correlate(flows, [...first, ...second]);
    expect(own(result, 'a')).toEqual(ids(first));
    expect(own(result, 'b')).toEqual(ids(second));
  });

  test('two frames with the same provider: the initiator tells them apart', () => {
    const frame = {
      frameId: 4,
      documentId: 'frame',
      url: `${one.origin}/frame`,
      origin: one.origin,
      topOrigin: make.RP,
    };
    const first = make.signIn(one, 0);
    const info = [
      make.wellKnown(one, 200),
      make.config(one, 200.5),
      make.accounts(one, 230, { initiatorUrl: one.origin }),
    ];
    const flows = [
      make.get('a', [one], { took: 4000 }),
      make.call('i', 'IdentityProvider.getUserInfo', one.options, { at: 199, took: 100, page: frame }),
    ];
    const result = correlate(flows, [...info, ...first]);
    expect(own(result, 'a')).toEqual(ids(first));
    expect(own(result, 'i')).toEqual(ids(info));
  });

  test('an active call may fetch everything again: what another call must have fetched is still told apart', () => {
    const frame = { frameId: 4, documentId: 'frame', origin: one.origin, topOrigin: make.RP };
    const first = make.signIn(one, 0).slice(0, 4);
    const info = [
      make.wellKnown(one, 1001),
      make.config(one, 1002),
      make.accounts(one, 1030, { initiatorUrl: one.origin }),
    ];
    const flows = [
      make.get('a', [one], { mode: 'active', outcome: make.pending }),
      make.call('i', 'IdentityProvider.getUserInfo', one.options, { at: 1000, took: 100, page: frame }),
    ];
    expect(own(correlate(flows, [...info, ...first]), 'i')).toEqual(ids(info));
  });

  test('a passive call with its chooser open fetches nothing again', () => {
    const frame = { frameId: 4, documentId: 'frame', origin: one.origin, topOrigin: make.RP };
    const bad = [make.wellKnown(one, 1001), make.config(one, 1002, { status: 404 })];
    const flows = [
      make.get('a', [one], { outcome: make.pending }),
      make.call('i', 'IdentityProvider.getUserInfo', one.options, {
        at: 1000,
        took: 100,
        page: frame,
        outcome: make.rejected('NetworkError'),
      }),
    ];
    expect(own(correlate(flows, [...make.signIn(one, 0).slice(0, 4), ...bad]), 'i')).toEqual(ids(bad));
  });

  test('a call that ran to its end leaves no request behind', () => {
    const bad = [make.wellKnown(one, 3), make.config(one, 3.5, { status: 404 })];
    const flows = [
      make.get('a', [one], { took: 1, mode: 'active', outcome: make.rejected('NetworkError') }),
      make.get('b', [one], { at: 1.5, took: 4000, outcome: make.rejected('NetworkError') }),
    ];
    expect(own(correlate(flows, bad), 'b')).toEqual(ids(bad));
  });

  test('requests after a replacement are the new call’s, though the old one was told later', () => {
    const bad = [make.wellKnown(one, 5010, { took: 10 }), make.config(one, 5010.5, { took: 10, status: 404 })];
    const flows = [
      make.get('a', [one], { took: 5040, outcome: make.rejected('NetworkError') }),
      make.get('b', [one], { at: 5000, took: 100, mode: 'active', outcome: make.rejected('NetworkError') }),
    ];
    expect(own(correlate(flows, bad), 'b')).toEqual(ids(bad));
  });

  test('a call aborted before it began does not end a pending one', () => {
    const observed = make.signIn(one, 0);
    const flows = [
      make.get('a', [one], { outcome: make.pending }),
      make.get('b', [one], { at: 500, took: 1, outcome: make.rejected('AbortError') }),
    ];
    expect(own(correlate(flows, observed), 'a')).toEqual(ids(observed));
  });

  test('disconnect during a pending get()', () => {
    const first = make.signIn(one, 0).slice(0, 4);
    const rest = [make.wellKnown(one, 1000), make.config(one, 1001), make.disconnect(one, 1030)];
    const flows = [
      make.get('a', [one], { outcome: make.pending }),
      make.call('d', 'IdentityCredential.disconnect', { ...one.options, accountHint: 'ada' }, { at: 999, took: 80 }),
    ];
    const result = correlate(flows, [...first, ...rest]);
    expect(roles(result, 'd')).toEqual(['well-known', 'config', 'disconnect']);
    expect(own(result, 'a')).toEqual(ids(first));
  });

  test('two calls of two frames at one time: what cannot be decided names its candidates', () => {
    const page = (n: number) => ({ frameId: n, documentId: `frame ${n}`, origin: one.origin, topOrigin: make.RP });
    const flows = [1, 2].map(n =>
      make.call(`i${n}`, 'IdentityProvider.getUserInfo', one.options, { took: 100, page: page(n) }),
    );
    const observed = [make.config(one, 2), make.config(one, 3)];
    const result = correlate(flows, observed);
    expect(ids(result.leftovers)).toEqual(ids(observed));
    expect(result.leftovers).toMatchObject([
      { role: 'config', configURL: one.configURL, candidates: ['i1', 'i2'] },
      { role: 'config', candidates: ['i1', 'i2'] },
    ]);
  });
});

/** Calls of every kind at any time, over a few providers, and exchanges that may or may not be theirs. */
const worlds = fc.record({
  flows: fc.array(
    fc.record({
      api: fc.constantFrom(
        'credentials.get',
        'IdentityProvider.getUserInfo',
        'IdentityCredential.disconnect',
        'login.setStatus',
      ),
      at: fc.integer({ min: 0, max: 3000 }),
      took: fc.option(fc.integer({ min: 0, max: 2000 }), { nil: undefined }),
      mode: fc.constantFrom('active', 'passive'),
      outcome: fc.constantFrom(
        make.fulfilled(),
        make.pending,
        make.rejected('NetworkError'),
        make.rejected('AbortError'),
        make.rejected('NotAllowedError'),
      ),
      which: fc.constantFrom<make.Idp[]>([one], [two], [one, two]),
      frame: fc.integer({ min: 0, max: 2 }),
    }),
    { maxLength: 6 },
  ),
  exchanges: fc.array(
    fc.record({
      kind: fc.constantFrom(
        make.wellKnown,
        make.config,
        make.accounts,
        make.metadata,
        make.assertion,
        make.disconnect,
        pictured,
        picture,
      ),
      which: fc.constantFrom(one, two),
      at: fc.integer({ min: -10, max: 4000 }),
      status: fc.constantFrom(0, 200, 200, 200, 404),
    }),
    { maxLength: 25 },
  ),
});

type World = typeof worlds extends fc.Arbitrary<infer W> ? W : never;

function build(world: World): { flows: FlowCore[]; observed: ObservedExchange[] } {
  const flows = world.flows.map(({ api, which, at, took, mode, outcome, frame }, index) => {
    const options = {
      at,
      mode,
      outcome,
      page: { frameId: frame, documentId: `d${frame}` },
      ...(took !== undefined && { took }),
    };
    const core = make.get(`f${index}`, which, options);
    return api === 'credentials.get' ? core : { ...core, api, request: which[0]?.options };
  });
  const observed = world.exchanges.map(({ kind, which, at, status }, index) => ({
    ...kind(which, at, { status }),
    id: `e${index}`,
  }));
  return { flows, observed };
}

const asObject = ({ exchanges, leftovers }: Correlated) => ({ exchanges: Object.fromEntries(exchanges), leftovers });

describe('properties', () => {
  test('every exchange stands in exactly one place', () => {
    fc.assert(
      fc.property(worlds, world => {
        const { flows, observed } = build(world);
        const { exchanges, leftovers } = correlate(flows, observed);
        const placed = [...[...exchanges.values()].flat(), ...leftovers].map(({ id }) => id);
        expect(placed.toSorted()).toEqual(observed.map(({ id }) => id).toSorted());
        expect([...exchanges.keys()].toSorted()).toEqual(flows.map(({ id }) => id).toSorted());
      }),
    );
  });

  test('the order of arrival changes nothing, at once or bit by bit', () => {
    const shuffled = worlds.chain(world => {
      const { flows, observed } = build(world);
      const orders = fc.tuple(
        fc.shuffledSubarray(flows, { minLength: flows.length }),
        fc.shuffledSubarray(observed, { minLength: observed.length }),
      );
      return orders.map(order => ({ flows, observed, order }));
    });
    fc.assert(
      fc.property(shuffled, ({ flows, observed, order: [otherFlows, otherObserved] }) => {
        const expected = asObject(correlate(flows, observed));
        expect(asObject(correlate(otherFlows, otherObserved))).toEqual(expected);
        const grow = createCorrelator();
        let last = grow([], []);
        const steps = Math.max(otherFlows.length, otherObserved.length);
        for (let n = 0; n <= steps; n++) last = grow(otherFlows.slice(0, n), otherObserved.slice(0, n));
        expect(asObject(last)).toEqual(expected);
      }),
    );
  });

  test('candidates are flows, two at least, and only on leftovers', () => {
    fc.assert(
      fc.property(worlds, world => {
        const { flows, observed } = build(world);
        const { exchanges, leftovers } = correlate(flows, observed);
        for (const exchange of [...exchanges.values()].flat()) expect(exchange).not.toHaveProperty('candidates');
        for (const { candidates } of leftovers) {
          if (candidates === undefined) continue;
          expect(candidates.length).toBeGreaterThan(1);
          expect(flows.map(({ id }) => id)).toEqual(expect.arrayContaining(candidates));
        }
      }),
    );
  });
});

describe('a log that grows', () => {
  test('a new flow leaves the exchanges of the others the same objects', () => {
    const grow = createCorrelator();
    const flows = Array.from({ length: 200 }, (_, n) => make.get(`f${n}`, [one], { at: n * 10_000, took: 4000 }));
    const observed = flows.flatMap((_, n) => make.signIn(one, n * 10_000));
    const before = grow(flows.slice(0, -1), observed.slice(0, -5));
    const after = grow(flows, observed);
    for (const { id } of flows.slice(0, -1)) expect(after.exchanges.get(id)).toBe(before.exchanges.get(id));
    expect(after.exchanges.get('f199')).toHaveLength(5);
  });

  test('a body that comes late names what was unnamed', () => {
    const grow = createCorrelator();
    const flows = [make.get('a', [one], { outcome: make.pending })];
    const file = make.config(one, 2);
    const { body: _, ...response } = file.response;
    const bare = { ...file, response };
    const list = make.exchange('GET', one.accounts, 30);
    expect(
      grow(flows, [bare, list])
        .exchanges.get('a')
        ?.map(({ role }) => role),
    ).toEqual(['config', 'other']);
    expect(
      grow(flows, [file, list])
        .exchanges.get('a')
        ?.map(({ role }) => role),
    ).toEqual(['config', 'accounts']);
  });
});
