import { describe, expect, test } from 'vitest';
import { accountRows } from '../../../panel/exchanges/account-rows.ts';
import { faultyExchanges, shortUrl, statusWords } from '../../../panel/exchanges/exchange-words.ts';
import { parametersOf } from '../../../panel/exchanges/parameters.tsx';
import { networkFilter } from '../../../panel/exchanges/show-in-network.ts';
import { rpWords } from '../../../panel/flow/call.ts';
import { sizeWords } from '../../../panel/flow/size.ts';
import type { Exchange, Finding } from '../../../src/core/model.ts';
import { aFailure, aFlow } from './a-flow.ts';

function exchange(
  parts: Partial<Omit<Exchange, 'request' | 'response'>> & {
    url?: string;
    body?: string;
    sent?: string;
    status?: number;
  } = {},
): Exchange {
  const { url = 'https://idp.example/accounts?a=1', body, sent, status = 200, ...rest } = parts;
  return {
    id: 'x1',
    role: 'accounts',
    request: {
      method: sent === undefined ? 'GET' : 'POST',
      url,
      headers: [],
      ...(sent !== undefined && { body: sent }),
    },
    response: { status, statusText: status === 200 ? 'OK' : '', headers: [], ...(body !== undefined && { body }) },
    startedAt: 1,
    duration: 2,
    ...rest,
  };
}

test('a status says why there is none, and that it came from the cache', () => {
  expect(statusWords(exchange())).toBe('200 OK');
  expect(statusWords(exchange({ fromCache: true }))).toBe('200 OK cached');
  const unanswered = exchange({ status: 0 });
  expect(statusWords(unanswered)).toBe('no answer');
  expect(statusWords({ ...unanswered, response: { ...unanswered.response, error: 'net::ERR_FAILED' } })).toBe(
    'no answer (net::ERR_FAILED)',
  );
  expect(shortUrl(exchange())).toBe('idp.example/accounts');
  expect(shortUrl(exchange({ url: 'no url' }))).toBe('no url');
});

test('sizes are words', () => {
  expect([0, 1023, 1024, 262_144, 3_355_443].map(sizeWords)).toEqual([
    '0 B',
    '1023 B',
    '1.0 KiB',
    '256.0 KiB',
    '3.2 MiB',
  ]);
});

describe('accounts', () => {
  test('are rows of text, whatever the list holds', () => {
    const body = JSON.stringify({
      accounts: [
        {
          id: 'a',
          name: 'Ann',
          email: 'ann@idp.example',
          login_hints: ['ann'],
          approved_clients: [],
          picture: 'https://idp.example/a.png',
        },
        { id: 7, username: 'ben', domain_hints: ['any', 'b'] },
        null,
        'text',
      ],
    });
    const rows = accountRows(exchange({ body }));
    expect(rows).toHaveLength(4);
    expect(rows[0]).toEqual({
      id: 'a',
      name: 'Ann',
      address: 'ann@idp.example',
      hints: 'ann',
      approved: 'none',
      picture: 'https://idp.example/a.png',
    });
    expect(rows[1]).toMatchObject({ id: '7', address: 'ben', hints: 'any, b' });
  });

  test.each(['', '[]', '{"accounts":{}}', 'no json'])('are none in %j', body => {
    expect(accountRows(exchange({ body }))).toEqual([]);
  });
});

test('parameters of a form and of a query are explained', () => {
  const assertion = exchange({ role: 'id-assertion', sent: 'client_id=c&is_auto_selected=true' });
  expect(parametersOf(assertion).map(({ name, value }) => [name, value])).toEqual([
    ['client_id', 'c'],
    ['is_auto_selected', 'true'],
  ]);
  expect(parametersOf(assertion)[1]?.meaning).toContain('auto re-authentication');
  const metadata = exchange({
    role: 'client-metadata',
    url: 'https://idp.example/m?client_id=c&top_frame_origin=https://rp.example',
  });
  expect(parametersOf(metadata).map(({ name }) => name)).toEqual(['client_id', 'top_frame_origin']);
  expect(parametersOf(exchange({ url: 'about:blank' }))).toEqual([]);
});

test('the Network panel is asked for one address and method', () => {
  expect(networkFilter('https://idp.example/a b?q=1', 'GET')).toBe(
    'domain:idp.example url:https://idp.example/a%20b method:GET',
  );
});

test('only errors mark an exchange as faulty', () => {
  const finding = (severity: Finding['severity'], id: string): Finding => ({
    code: id,
    severity,
    owner: 'idp',
    certainty: 'certain',
    source: 'response',
    title: '',
    explanation: '',
    evidence: [{ exchange: id }, { path: 'nonce' }],
    steps: [],
    links: [],
  });
  const flow = aFailure({ findings: [finding('error', 'x1'), finding('advice', 'x2')] });
  expect([...faultyExchanges(flow)]).toEqual(['x1']);
});

test('a row names who called', () => {
  const page = {
    url: 'https://widget.example/f',
    origin: 'https://widget.example',
    topOrigin: 'https://rp.example',
    frameId: 3,
  };
  expect(rpWords(aFlow())).toBe('rp.example');
  expect(rpWords(aFlow({ page }))).toBe('widget.example in rp.example');
  expect(rpWords(aFlow({ page: { ...page, frameId: 0 }, parent: 'p' }))).toBe('pop-up widget.example');
  expect(rpWords(aFlow({ page: { url: 'about:srcdoc', origin: 'null', frameId: 2 } }))).toBe('null');
});
