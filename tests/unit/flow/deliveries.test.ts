import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { deliveriesIn, openWatches, WATCH_TIME, watchToken, withAnswer } from '../../../src/core/flow/deliveries.ts';
import { deliveryFindings } from '../../../src/core/flow/delivery-findings.ts';
import type { ObservedExchange } from '../../../src/core/flow/observed-exchange.ts';
import { holds, searchedStrings } from '../../../src/core/flow/token-search.ts';
import type { Header } from '../../../src/core/model.ts';
import * as make from './builders.ts';

const one = make.idp('login.one.example');
const TOKEN = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiJ1MSJ9.c2lnbmF0dXJl';
const SETTLED = 4000;

const flow = (token: unknown, id = 'a', at = 0) =>
  make.flowOf(make.get(id, [one], { at, took: SETTLED, outcome: make.fulfilled(token) }));

const watchesOf = (token: unknown) => [watchToken(flow(token))].flatMap(watch => watch ?? []);

function request(
  url: string,
  { body, headers = [], at = SETTLED + 20 }: { body?: string; headers?: Header[]; at?: number } = {},
): ObservedExchange {
  const made = make.exchange('POST', url, at, {
    headers: [{ name: 'Date', value: 'Mon, 23 Nov 2026 00:00:00 GMT' }],
    status: 401,
  });
  return { ...made, request: { ...made.request, headers, ...(body !== undefined && { body }) } };
}

const found = (sent: ObservedExchange, token: unknown = TOKEN) => deliveriesIn(sent, watchesOf(token))?.deliveries;
const wheres = (sent: ObservedExchange, token: unknown = TOKEN) => found(sent, token)?.map(({ where }) => where);

describe('where the token was sent', () => {
  const session = `${make.RP}/session`;

  test('URL, method, place, time, and the server’s answer', () => {
    const sent = request(session, { body: JSON.stringify({ credential: TOKEN }) });
    const [delivery] = found(sent) ?? [];
    expect(delivery).toEqual({
      url: session,
      method: 'POST',
      where: 'body',
      origin: make.RP,
      startedAt: make.T + SETTLED + 20,
      duration: 20,
      response: { status: 401, date: 'Mon, 23 Nov 2026 00:00:00 GMT' },
    });
  });

  test('where the answer leads, and what went wrong with it', () => {
    const sent = request(session, { body: TOKEN });
    const location = [{ name: 'location', value: '/login?error=denied' }];
    const [led] = found({ ...sent, response: { ...sent.response, status: 303, headers: location } }) ?? [];
    expect(led?.response).toEqual({ status: 303, location: `${make.RP}/login?error=denied` });
    const [lost] =
      found({ ...sent, response: { ...sent.response, status: 0, headers: [], error: 'net::ERR_FAILED' } }) ?? [];
    expect(lost).toMatchObject({ error: 'net::ERR_FAILED' });
    expect(lost?.response).toBeUndefined();
  });

  test.each<[string, { body?: string; headers?: Header[] }, string]>([
    ['a form', { body: new URLSearchParams({ token: TOKEN }).toString() }, 'body'],
    ['plain text', { body: TOKEN }, 'body'],
    ['a header', { headers: [{ name: 'Authorization', value: `Bearer ${TOKEN}` }] }, 'header'],
  ])('in %s', (_, parts, where) => {
    expect(wheres(request(session, parts))).toEqual([where]);
  });

  test('in the query and in the path', () => {
    expect(wheres(request(`${session}?t=${TOKEN}`))).toEqual(['query']);
    expect(wheres(request(`${session}/${TOKEN}/x`))).toEqual(['path']);
  });

  test('not in the fragment, nor in the referrer of the same origin, nor in another token', () => {
    expect(found(request(`${session}#${TOKEN}`))).toBeUndefined();
    expect(
      found(request(session, { headers: [{ name: 'Referer', value: `${make.RP}/?t=${TOKEN}` }] })),
    ).toBeUndefined();
    expect(found(request(session, { body: TOKEN.slice(0, -1) }))).toBeUndefined();
  });

  test('each string inside a JSON token, but no descriptive claim', () => {
    const token = { id_token: TOKEN, token_type: 'Bearer', name: 'Ada-Lovelace', more: [{ code: 'c0de-c0de-c0de' }] };
    expect(wheres(request(session, { body: TOKEN }), token)).toEqual(['body']);
    expect(wheres(request(session, { body: 'code=c0de-c0de-c0de' }), token)).toEqual(['body']);
    expect(found(request(session, { body: 'who=Ada-Lovelace' }), token)).toBeUndefined();
  });

  test('any encoding of any text', () => {
    const text = fc.string({ minLength: 4, maxLength: 40, unit: 'grapheme' });
    fc.assert(
      fc.property(text, token => {
        expect(holds(`a=${encodeURIComponent(token)}&b=1`, token)).toBe(true);
        expect(holds(new URLSearchParams({ token }).toString(), token)).toBe(true);
        expect(holds(JSON.stringify({ token }), token)).toBe(true);
        expect(holds(`x${token}y`, token)).toBe(true);
        expect(holds(encodeURIComponent(JSON.stringify({ token })), token)).toBe(true);
      }),
    );
  });
});

describe('the watch', () => {
  test.each([null, '', 42, false, {}, []])('has nothing to look for in %j', token => {
    expect(searchedStrings(token)).toEqual([]);
    expect(watchToken(flow(token))).toBeUndefined();
  });

  test('begins with the result and ends after a while', () => {
    expect(found(request(`${make.RP}/s`, { body: TOKEN, at: 100 }))).toBeUndefined();
    expect(found(request(`${make.RP}/s`, { body: TOKEN, at: SETTLED + WATCH_TIME + 1 }))).toBeUndefined();
    expect(openWatches(watchesOf(TOKEN), make.T + SETTLED + WATCH_TIME + 1)).toEqual([]);
  });

  test('the same token twice belongs to the latest flow', () => {
    const watches = [flow(TOKEN, 'a'), flow(TOKEN, 'b', 10_000)].flatMap(one => watchToken(one) ?? []);
    expect(deliveriesIn(request(`${make.RP}/s`, { body: TOKEN, at: 15_000 }), watches)?.flow).toBe('b');
    expect(deliveriesIn(request(`${make.RP}/s`, { body: TOKEN, at: 9_000 }), watches)?.flow).toBe('a');
  });

  test('keeps 2 KB of the answer, in whole characters', () => {
    const [delivery] = found(request(`${make.RP}/s`, { body: TOKEN })) ?? [];
    if (delivery === undefined) throw new Error('no delivery');
    const body = withAnswer(delivery, 'é'.repeat(3000)).response?.body ?? '';
    expect(new TextEncoder().encode(body).length).toBe(2048);
    expect(new Set(body)).toEqual(new Set('é'));
    expect(withAnswer(delivery, null)).toEqual(delivery);
  });

  test('the answer is read from base64, as Chrome gives what has no type; what is no text is left out', () => {
    const [delivery] = found(request(`${make.RP}/s`, { body: TOKEN })) ?? [];
    if (!delivery) throw new Error('Nothing found');
    const answer = (bytes: Uint8Array) =>
      withAnswer(delivery, Buffer.from(bytes).toString('base64'), 'base64').response?.body;
    expect(answer(new TextEncoder().encode('Willkommen, Zoë'))).toBe('Willkommen, Zoë');
    expect(answer(new TextEncoder().encode('é'.repeat(3000)))).toBe('é'.repeat(1024));
    expect(answer(new TextEncoder().encode(`x${'é'.repeat(3000)}`))).toBe(`x${'é'.repeat(1023)}`);
    expect(answer(Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0xff))).toBeUndefined();
    expect(withAnswer(delivery, '*', 'base64')).toEqual(delivery);
  });
});

describe('findings', () => {
  const codes = (sent: ObservedExchange[], later = 60_000) => {
    const deliveries = sent.flatMap(one => found(one) ?? []);
    return deliveryFindings({ ...flow(TOKEN), deliveries }, make.T + SETTLED + later).map(({ code }) => code);
  };

  test('none of a request that never left: no server was reached, or Chrome held it back', () => {
    const plain = 'http://elsewhere.example';
    const failing = (error: string) => {
      const sent = request(`${plain}/?token=${TOKEN}`);
      return { ...sent, response: { ...sent.response, status: 0, error } };
    };
    const all = ['TokenInUrl', 'TokenSentToThirdParty', 'TokenSentOverHttp'];
    expect(codes([failing('net::ERR_CONNECTION_RESET')])).toEqual(all);
    for (const error of ['net::ERR_CONNECTION_REFUSED', 'net::ERR_NAME_NOT_RESOLVED', 'net::ERR_BLOCKED_BY_CLIENT']) {
      expect(found(failing(error))).toMatchObject([{ error, where: 'query' }]);
      expect(codes([failing(error)])).toEqual([]);
    }
  });

  test('none for a POST to the relying party’s or the provider’s origin', () => {
    expect(codes([request(`${make.RP}/s`, { body: TOKEN })])).toEqual([]);
    expect(codes([request(`${one.origin}/s`, { body: TOKEN })])).toEqual([]);
    expect(codes([request(`${make.RP.replace('https', 'wss')}/?${TOKEN}`)])).toEqual(['TokenInUrl']);
  });

  test.each(['https://api.rp.example', 'https://rp.example:8443', 'https://one.example'])(
    'advice for another origin of one of their sites: %s',
    origin => {
      const deliveries = found(request(`${origin}/s`, { body: TOKEN })) ?? [];
      expect(deliveryFindings({ ...flow(TOKEN), deliveries }, make.T)).toMatchObject([
        { code: 'TokenSentToAnotherOrigin', severity: 'advice', evidence: [{ found: `POST ${origin}` }] },
      ]);
    },
  );

  test('a URL that holds the token', () => {
    expect(codes([request(`${make.RP}/s?t=${TOKEN}`)])).toEqual(['TokenInUrl']);
    expect(codes([request(`${make.RP}/${TOKEN}`)])).toEqual(['TokenInUrl']);
  });

  test('a third party', () => {
    expect(codes([request('https://collect.example/log', { body: TOKEN })])).toEqual(['TokenSentToThirdParty']);
    expect(codes([request('https://a.github.io/', { body: TOKEN })])).toEqual(['TokenSentToThirdParty']);
  });

  test('plain http, loopback aside', () => {
    expect(codes([request('http://api.rp.example/s', { body: TOKEN })])).toContain('TokenSentOverHttp');
    const local = { ...flow(TOKEN), page: { url: 'http://rp.localhost/', origin: 'http://rp.localhost' } };
    const deliveries = ['http://rp.localhost:8080/s', 'http://rp.localhost.:8080/s'].flatMap(
      url => found(request(url, { body: TOKEN })) ?? [],
    );
    const findings = deliveryFindings({ ...local, deliveries }, make.T + SETTLED);
    expect(findings.map(({ code }) => code)).toEqual(['TokenSentToAnotherOrigin']);
  });

  test('never sent, once 10 s have passed', () => {
    expect(codes([], 9_999)).toEqual([]);
    expect(codes([], 10_000)).toEqual(['TokenNotSent']);
    expect(codes([request(`${make.RP}/s`, { body: TOKEN, at: SETTLED + 11_000 })])).toEqual(['TokenNotSent']);
  });

  test('no finding repeats the token', () => {
    const deliveries = found(request(`http://collect.example/${TOKEN}?t=${TOKEN}`)) ?? [];
    const findings = deliveryFindings({ ...flow(TOKEN), deliveries }, make.T);
    expect(findings).toHaveLength(3);
    expect(JSON.stringify(findings)).not.toContain(TOKEN);
  });
});
