import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { cachedAnswers } from '../../../src/core/flow/http-cache.ts';
import type { ObservedExchange } from '../../../src/core/flow/observed-exchange.ts';
import type { Header } from '../../../src/core/model.ts';
import * as make from './builders.ts';

const one = make.idp('idp.example');

/** `Date` as a server writes it whose clock is right, or `ahead` by so many ms. */
const date = (at: number): Header => ({ name: 'Date', value: new Date(make.T + at).toUTCString() });
const kept: Header = { name: 'Cache-Control', value: 'public, max-age=600' };
const unkept: Header = { name: 'Cache-Control', value: 'no-store' };

const config = (at: number, ...headers: Header[]) => make.config(one, at, { headers });
const assertion = (at: number, ...headers: Header[]) => make.assertion(one, at, { headers });
const isCached = (first: ObservedExchange, ...others: ObservedExchange[]) => cachedAnswers([first, ...others])(first);

describe('an answer from the cache, whose original nobody saw', () => {
  test('is older than the server’s clock allows, as an answer tells that no cache can hold', () => {
    expect(isCached(config(0, date(-60_000), kept), assertion(600, date(600)))).toBe(true);
    expect(isCached(config(0, date(-60_000), kept), make.accounts(one, 30, { headers: [date(30), unkept] }))).toBe(
      true,
    );
    expect(isCached(config(0, date(0), kept), assertion(600, date(600)))).toBe(false);
  });

  test('is told apart from that of a server whose clock is behind', () => {
    expect(isCached(config(0, date(-60_000), kept), assertion(600, date(600 - 60_000)))).toBe(false);
    expect(isCached(config(0, date(-90_000), kept), assertion(600, date(600 - 60_000)))).toBe(true);
    expect(isCached(config(0, date(-10_000), kept), assertion(600, date(600 + 60_000)))).toBe(true);
  });

  const elsewhere = { ...one, assertion: 'https://other.example/assertion' };
  test.each<[string, ObservedExchange, ObservedExchange[]]>([
    ['nothing tells the server’s clock', config(0, date(-60_000), kept), []],
    [
      'only another server’s clock is known',
      config(0, date(-60_000), kept),
      [make.assertion(elsewhere, 600, { headers: [date(600)] })],
    ],
    ['the clock is known from long before', config(3_600_000, date(3_540_000), kept), [assertion(600, date(600))]],
    ['it may not be kept', config(0, date(-60_000), unkept), [assertion(600, date(600))]],
    [
      'it must be asked for again',
      config(0, date(-60_000), { name: 'Cache-Control', value: 'no-cache' }),
      [assertion(600, date(600))],
    ],
    ['nothing says that it may be kept', config(0, date(-60_000)), [assertion(600, date(600))]],
    ['its time is over', config(0, date(-700_000), kept), [assertion(600, date(600))]],
    [
      'a shared cache may have kept it',
      config(0, date(-60_000), kept, { name: 'Age', value: '60' }),
      [assertion(600, date(600))],
    ],
    [
      'a cache on the way says so',
      config(0, date(-60_000), kept, { name: 'X-Cache', value: 'HIT' }),
      [assertion(600, date(600))],
    ],
    ['it has no date', config(0, kept), [assertion(600, date(600))]],
  ])('is not claimed where %s', (_, answer, others) => {
    expect(isCached(answer, ...others)).toBe(false);
  });

  test('an answer from the network is never taken for one, whatever the clock says', () => {
    const exchange = fc.record({
      at: fc.integer({ min: 0, max: 500_000 }),
      took: fc.integer({ min: 0, max: 3000 }),
      stampedAfter: fc.double({ min: 0, max: 1, noNaN: true }),
      post: fc.boolean(),
      which: fc.nat(1000),
    });
    fc.assert(
      fc.property(fc.array(exchange, { maxLength: 8 }), fc.integer({ min: -1e9, max: 1e9 }), (all, ahead) => {
        const observed = all.map(({ at, took, stampedAfter, post, which }) => {
          const headers = [date(at + took * stampedAfter + ahead), kept];
          return post
            ? make.assertion(one, at, { took, headers })
            : make.exchange('GET', `${one.origin}/${which}`, at, { took, headers });
        });
        const unlike = observed.filter(
          ({ request }, i) => observed.findIndex(o => o.request.url === request.url) === i,
        );
        expect(unlike.filter(cachedAnswers(unlike))).toEqual([]);
      }),
    );
  });
});
