import { describe, expect, test } from 'vitest';
import { explainAssertionRequest } from '../../../src/core/flow/assertion-request.ts';
import { correlate } from '../../../src/core/flow/correlate.ts';
import { exchangeStrip } from '../../../src/core/flow/exchange-strip.ts';
import type { FlowCore } from '../../../src/core/flow/flow-core.ts';
import type { ObservedExchange } from '../../../src/core/flow/observed-exchange.ts';
import { requestedAgainstReceived } from '../../../src/core/flow/requested-received.ts';
import type { Flow, Outcome } from '../../../src/core/model.ts';
import * as make from './builders.ts';

const one = make.idp('login.one.example');
const two = make.idp('two.example', 'client-2');

const joined = (core: FlowCore, observed: ObservedExchange[]) =>
  make.flowOf(core, correlate([core], observed).exchanges.get(core.id));

describe('the strip', () => {
  const words = (core: FlowCore, observed: ObservedExchange[]) =>
    exchangeStrip(joined(core, observed)).map(({ steps }) =>
      steps.map(({ label, status, tone }) => `${label} ${status} ${tone}`),
    );
  const failed: Outcome = make.rejected('NetworkError');

  test('in the order of the requests, each provider apart in the order of the call', () => {
    const observed = [
      make.config(two, 1),
      make.wellKnown(one, 2),
      make.config(one, 3),
      make.accounts(one, 30, { status: 401 }),
    ];
    expect(words(make.get('a', [one, two], { took: 900, outcome: failed }), observed)).toEqual([
      ['well-known 200 ok', 'config 200 ok', 'accounts 401 bad'],
      ['config 200 ok'],
    ]);
  });

  test('says why there is no status', () => {
    const observed = [
      make.config(one, 1),
      make.assertion(one, 500, { status: 0, error: 'net::ERR_FAILED' }),
      make.assertion(one, 600, { status: 0, error: 'net::ERR_CONNECTION_RESET' }),
      make.assertion(one, 700, { status: 0 }),
    ];
    expect(words(make.get('a', [one], { took: 900, outcome: failed }), observed)).toEqual([
      ['config 200 ok', 'assertion blocked bad', 'assertion no answer bad', 'assertion cut off dim'],
    ]);
  });

  test('dims what has no bearing on the outcome', () => {
    const observed = [
      make.wellKnown(one, 1, { status: 404 }),
      make.config(one, 2),
      make.metadata(one, 40, { status: 500 }),
    ];
    expect(words(make.get('a', [one], { took: 900 }), observed)).toEqual([
      ['well-known 404 dim', 'config 200 ok', 'client metadata 500 dim'],
    ]);
  });
});

test('the assertion request, member by member, in wire order', () => {
  const form = { is_auto_selected: 'true', params: '{"a":"ü&="}', extra: '1' };
  const explained = explainAssertionRequest(make.assertion(one, 0, { form }));
  expect(explained.map(({ name, value }) => [name, value])).toEqual([
    ['client_id', 'client-1'],
    ['account_id', 'u1'],
    ['mode', 'passive'],
    ['is_auto_selected', 'true'],
    ['params', '{"a":"ü&="}'],
    ['extra', '1'],
  ]);
  expect(new Set(explained.map(({ meaning }) => meaning)).size).toBe(explained.length);
  expect(explained[3]?.meaning).toMatch(/browser chose/);
});

describe('requested against received', () => {
  const rows = (options: object, form: Record<string, string>, list: unknown = make.ACCOUNTS) => {
    const core = make.get('a', [], { took: 4000, providers: [{ ...one.options, ...options }] });
    const observed = [
      make.config(one, 1),
      make.accounts(one, 30, { body: { accounts: list } }),
      make.assertion(one, 500, { form }),
    ];
    return new Map(requestedAgainstReceived(joined(core, observed)).map(row => [row.member, row]));
  };

  test('what was sent as asked is the same, in any order of members', () => {
    const found = rows(
      { fields: ['name', 'email'], params: { a: 1, nonce: 'n1', b: [2] }, loginHint: 'ada' },
      { fields: 'email,name', params: '{"nonce":"n1","b":[2],"a":1}' },
    );
    expect([...found].map(([member, { status }]) => [member, status])).toEqual([
      ['clientId', 'same'],
      ['nonce', 'same'],
      ['fields', 'same'],
      ['params', 'same'],
      ['mode', 'same'],
      ['context', 'same'],
      ['loginHint', 'same'],
      ['domainHint', 'same'],
      ['account', 'same'],
    ]);
  });

  test('differences carry both values', () => {
    const found = rows({ params: { a: 1 }, nonce: 'n1' }, { params: '{"a":2}', mode: 'active', account_id: 'u9' });
    expect(found.get('params')).toMatchObject({ requested: { a: 1 }, received: { a: 2 }, status: 'differs' });
    expect(found.get('mode')).toMatchObject({ requested: 'passive', received: 'active', status: 'differs' });
    expect(found.get('nonce')).toMatchObject({ requested: 'n1', received: undefined, status: 'not-sent' });
    expect(found.get('account')).toMatchObject({ requested: 'u9', status: 'differs' });
  });

  test('absent fields mean the default; params may be null', () => {
    const found = rows({ params: null }, { fields: 'name,email,picture', params: 'null' });
    expect(found.get('fields')?.status).toBe('same');
    expect(found.get('params')).toMatchObject({ requested: null, received: null, status: 'same' });
  });

  test('a hint that the chosen account does not carry', () => {
    expect(rows({ loginHint: 'bob' }, {}).get('loginHint')?.status).toBe('differs');
    expect(rows({ domainHint: 'any' }, {}).get('domainHint')?.status).toBe('differs');
  });

  test('nothing is claimed where no assertion was seen', () => {
    const flow = joined(make.get('a', [one], { took: 900, outcome: make.rejected('NetworkError') }), [
      make.config(one, 1),
    ]);
    const status = new Map(requestedAgainstReceived(flow).map(row => [row.member, row.status]));
    expect(status.get('clientId')).toBe('unknown');
    expect(status.get('account')).toBe('unknown');
  });

  test.each([
    [
      'a member that JSON leaves out',
      { nonce: 'n', hint: { $type: 'undefined' }, f: { $type: 'function' } },
      { nonce: 'n' },
      'same',
    ],
    ['the same in a list', { a: [{ $type: 'symbol' }, 1] }, { a: [null, 1] }, 'same'],
    ['no number', { a: { $type: 'number', value: 'NaN' } }, { a: null }, 'same'],
    ['a name of our own marks', { $type: 'Proxy', a: 1 }, { $type: 'Proxy', a: 1 }, 'same'],
    ['a Date', { at: { $type: 'Date' } }, { at: '2026-11-23T14:03:10.000Z' }, 'unknown'],
    ['a URL', { $type: 'URL' }, 'https://rp.example/', 'unknown'],
    ['a Proxy', { $type: 'Proxy' }, { nonce: 'n' }, 'unknown'],
    ['a getter that gave nothing', { a: { $type: 'getter' } }, {}, 'unknown'],
    ['an object with a JSON form of its own', { m: { ms: 1 } }, { m: 'PT1S' }, 'unknown'],
    ['a toJSON', { a: 1, toJSON: { $type: 'function' } }, { b: 2 }, 'unknown'],
    ['the beginning of a long list', { a: [1, { $type: 'cut', bytes: 3 }] }, { a: [1, 2, 3] }, 'unknown'],
    ['a difference beside what was not recorded', { a: 1, at: { $type: 'Date' } }, { a: 2, at: 'x' }, 'differs'],
    ['a member that was not given', { a: 1 }, { a: 1, b: 2 }, 'differs'],
    ['a member that was lost', { a: 1, b: 2 }, { a: 1 }, 'differs'],
    ['a longer list', { a: [1] }, { a: [1, 2] }, 'differs'],
  ])('params with %s', (_, params, sent, status) => {
    const found = rows({ params }, { params: JSON.stringify(sent) }).get('params');
    expect(found?.status).toBe(status);
    if (status === 'unknown') expect(found?.because).toMatch(/could not be recorded/);
  });

  test('what is given for a text becomes one', () => {
    const found = rows({ clientId: 42, nonce: 7, loginHint: 5 }, { client_id: '42', nonce: '7' });
    expect(found.get('clientId')).toMatchObject({ status: 'same', requested: 42, received: '42' });
    expect(found.get('nonce')?.status).toBe('same');
    expect(found.get('loginHint')?.status).toBe('differs');
    expect(rows({ nonce: true }, { nonce: 'false' }).get('nonce')?.status).toBe('differs');
    expect(rows({ nonce: { $type: 'undefined' } }, {}).get('nonce')?.status).toBe('same');
    expect(rows({ params: { nonce: 7 } }, { params: '{"nonce":7}' }).get('nonce')).toMatchObject({
      status: 'same',
      received: 7,
    });
  });

  test('what could not be recorded is not compared', () => {
    const found = rows(
      { nonce: { $type: 'String' }, fields: { $type: 'Set' }, loginHint: { $type: 'getter' } },
      { nonce: 'n', fields: 'email,name' },
    );
    for (const member of ['nonce', 'fields', 'loginHint']) expect(found.get(member)?.status).toBe('unknown');
    expect(rows({ nonce: { $type: 'String' } }, {}).get('nonce')?.status).toBe('unknown');
    for (const params of [{ $type: 'Proxy' }, { toJSON: { $type: 'function' } }]) {
      expect(rows({ params }, { params: '{"nonce":"n"}' }).get('nonce')?.status).toBe('unknown');
    }
    expect(rows({ params: { a: 1 } }, { params: '{"nonce":"n"}' }).get('nonce')?.status).toBe('differs');
    expect(rows({ fields: { $type: 'Set' } }, {}).get('fields')?.status).toBe('unknown');
    expect(rows({}, { nonce: 'n' }).get('nonce')?.status).toBe('differs');
  });

  test('nor is a text that was shortened', () => {
    const core = make.get('a', [], { took: 4000, providers: [{ ...one.options, params: { long: 'aaa' } }] });
    const observed = [make.config(one, 1), make.assertion(one, 500, { form: { params: '{"long":"aaaa"}' } })];
    const paramsOf = (flow: Flow) => requestedAgainstReceived(flow).find(({ member }) => member === 'params')?.status;
    expect(paramsOf(joined(core, observed))).toBe('differs');
    const cut = [{ path: 'request.identity.providers[0].params.long', bytes: 4 }];
    expect(paramsOf({ ...joined(core, observed), cut })).toBe('unknown');
  });

  test('disconnect: client and hint', () => {
    const request = { ...one.options, accountHint: 'bob' };
    const core = make.call('d', 'IdentityCredential.disconnect', request, { took: 90 });
    const found = requestedAgainstReceived(joined(core, [make.config(one, 1), make.disconnect(one, 30)]));
    expect(found).toMatchObject([
      { member: 'clientId', status: 'same' },
      { member: 'accountHint', requested: 'bob', received: 'ada', status: 'differs' },
    ]);
  });
});
