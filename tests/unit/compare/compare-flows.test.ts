import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { exportCapture } from '../../../src/core/capture/export.ts';
import {
  type ComparedValue,
  compareFlows,
  differencesIn,
  replacedIn,
} from '../../../src/core/compare/compare-flows.ts';
import type { Exchange, Flow, Header } from '../../../src/core/model.ts';
import { jwt, optionsFor, sampleFlow } from '../capture/sample.ts';
import { mapStrings } from '../capture/strings.ts';

const valueAt = (left: Flow, right: Flow, section: string, path: string): ComparedValue | undefined =>
  compareFlows(left, right)
    .find(({ name }) => name === section)
    ?.values.find(value => value.path === path);

describe('two flows', () => {
  test('that are one and the same differ in nothing', () => {
    expect(compareFlows(sampleFlow(), sampleFlow()).filter(section => differencesIn(section) > 0)).toEqual([]);
  });

  test('show a changed claim as different, a changed nonce and time as volatile, and a missing nonce as missing', () => {
    const left = sampleFlow();
    const token = left.token;
    const payload = token?.payload;
    if (token === undefined || typeof payload !== 'object') throw new Error('The sample has a token.');
    const right = {
      ...left,
      token: { ...token, payload: { ...payload, aud: 'other', nonce: 'n-2', iat: 1_763_900_777 } },
    };
    expect(valueAt(left, right, 'Token', 'payload.aud')).toEqual({
      path: 'payload.aud',
      left: 'shop-client',
      right: 'other',
      relation: 'different',
    });
    expect(valueAt(left, right, 'Token', 'payload.nonce')).toMatchObject({ relation: 'volatile', as: 'nonce' });
    expect(valueAt(left, right, 'Token', 'payload.iat')).toMatchObject({ relation: 'volatile', as: 'time' });
    const without = { ...left, token: { ...token, payload: { aud: 'other' } } };
    expect(valueAt(left, without, 'Token', 'payload.nonce')).toMatchObject({ relation: 'only-left' });
  });

  test('are compared by request, exchanges, account, phases and findings', () => {
    const left = sampleFlow();
    const [accounts, assertion] = left.exchanges;
    if (accounts === undefined || assertion === undefined) throw new Error('The sample has exchanges.');
    const right: Flow = {
      ...left,
      request: { identity: { providers: [{ configURL: 'https://idp.example/fedcm/config.json', clientId: 'shop' }] } },
      exchanges: [accounts, { ...assertion, response: { ...assertion.response, status: 500 } }],
      phases: [],
      findings: [],
    };
    expect(valueAt(left, right, 'Request', 'identity.providers[0].clientId')?.relation).toBe('different');
    expect(valueAt(left, right, 'Exchanges', 'id-assertion.status')).toMatchObject({ left: '200', right: '500' });
    expect(valueAt(left, right, 'Account', 'name')).toMatchObject({ left: 'Alice Cooper', relation: 'same' });
    expect(valueAt(left, right, 'Phases', 'accounts.duration')?.relation).toBe('only-left');
    expect(compareFlows(left, right).find(({ name }) => name === 'Findings')?.values).toEqual([
      { path: 'AccountsNoResponse', left: 'The accounts endpoint answered 401', relation: 'only-left' },
    ]);
  });

  test('name an exchange that only one of them made once, and not each of its parts', () => {
    const left = sampleFlow();
    const right = { ...left, exchanges: left.exchanges.filter(({ role }) => role !== 'accounts') };
    const exchanges = compareFlows(left, right).find(({ name }) => name === 'Exchanges');
    expect(exchanges?.values.filter(({ path }) => path.startsWith('accounts'))).toEqual([
      { path: 'accounts', left: 'GET https://idp.example/fedcm/accounts 200', relation: 'only-left' },
    ]);
    expect(exchanges?.values.some(({ path }) => path === 'id-assertion')).toBe(false);
    expect(valueAt(left, left, 'Exchanges', 'id-assertion.request body.params.nonce')?.relation).toBe('same');
  });

  test.each([
    ['clientId', '6f1c3a52-9f0b-4b7e-8c1d-2a3b4c5d6e7f', '11111111-9f0b-4b7e-8c1d-2a3b4c5d6e7f'],
    ['aud', '6f1c3a52-9f0b-4b7e-8c1d-2a3b4c5d6e7f', '11111111-9f0b-4b7e-8c1d-2a3b4c5d6e7f'],
    ['sub', '1093472910', '2093472911'],
    ['sub', 1_763_900_000, 1_763_900_001],
    ['hd', 'firstcompany.co.uk', 'otherfirma.co.uk'],
    ['iss', 'accounts.idp.example', 'accounts.evil.example'],
    ['host', 'accounts.idp.example', 'accounts.evil.example'],
    ['employee', '1763900000', '1763900001'],
    ['token', 'opaque', null],
    ['nonce', 'n-1', 7],
  ])('differ in who takes part, and in types, whatever the values look like: %s', (name, one, other) => {
    const [left, right] = [one, other].map((value): Flow => ({ ...sampleFlow(), request: { [name]: value } }));
    if (left === undefined || right === undefined) throw new Error('Two were made.');
    expect(valueAt(left, right, 'Request', name)?.relation).toBe('different');
  });

  test.each([
    ['trace', '6f1c3a52-9f0b-4b7e-8c1d-2a3b4c5d6e7f', '11111111-9f0b-4b7e-8c1d-2a3b4c5d6e7f', 'id'],
    ['made', 1_763_900_000, 1_763_900_001, 'time'],
    ['proof', jwt({ alg: 'none' }, {}), jwt({ alg: 'none' }, { sub: '1' }), 'token'],
    ['code', 'first', 'second', 'token'],
  ])('differ each time in what is made anew: %s', (name, one, other, as) => {
    const [left, right] = [one, other].map((value): Flow => ({ ...sampleFlow(), request: { [name]: value } }));
    if (left === undefined || right === undefined) throw new Error('Two were made.');
    expect(valueAt(left, right, 'Request', name)).toMatchObject({ relation: 'volatile', as });
  });

  test('differ where one has a number and the other its digits as text', () => {
    const [left, right] = ['7', 7].map((id): Flow => ({ ...sampleFlow(), request: { id } }));
    if (left === undefined || right === undefined) throw new Error('Two were made.');
    expect(valueAt(left, right, 'Request', 'id')).toEqual({
      path: 'id',
      left: '"7"',
      right: '7',
      relation: 'different',
    });
  });

  const answering = (body: unknown, headers: Header[] = []): Flow => {
    const flow = sampleFlow();
    const [exchange] = flow.exchanges;
    if (exchange === undefined) throw new Error('The sample has an exchange.');
    const response = { ...exchange.response, headers, body: JSON.stringify(body) };
    return { ...flow, exchanges: [{ ...exchange, response }] };
  };

  test('differ in the code of an error, which is no token', () => {
    const [left, right] = ['access_denied', 'server_error'].map(code => answering({ error: { code } }));
    if (left === undefined || right === undefined) throw new Error('Two were made.');
    expect(valueAt(left, right, 'Exchanges', 'accounts.body.error.code')?.relation).toBe('different');
  });

  test('are compared by headers also beside a long body, and say where the comparison ends', () => {
    const accounts = Array.from({ length: 200 }, (_, at) => ({ id: `u${at}`, name: 'n', email: 'e', picture: 'p' }));
    const left = answering({ accounts }, [{ name: 'Set-Login', value: 'logged-in' }]);
    const right = answering({ accounts }, []);
    expect(valueAt(left, right, 'Exchanges', 'accounts.header.set-login')?.relation).toBe('only-left');
    const cuts = (a: Flow, b: Flow) =>
      compareFlows(a, b).flatMap(({ values }) => values.filter(({ relation }) => relation === 'cut'));
    expect(cuts(left, left)).toEqual([
      {
        path: expect.stringMatching(/^accounts\.body\.accounts\[\d+\]\.\w+ and all after it$/),
        left: 'only the first 500 values',
        right: 'only the first 500 values',
        relation: 'cut',
      },
    ]);
    expect(
      compareFlows(left, left)
        .map(differencesIn)
        .every(count => count === 0),
    ).toBe(true);
    // What the shorter side has at its end may stand beyond the cut of the longer one: no difference is made of it.
    const shorter = answering({ accounts: accounts.slice(20, 140) }, [{ name: 'Set-Login', value: 'logged-in' }]);
    const found = compareFlows(left, shorter).find(({ name }) => name === 'Exchanges')?.values ?? [];
    expect(found.filter(({ relation }) => relation === 'only-right')).toEqual([]);
    expect(cuts(left, shorter)).toHaveLength(1);
  });

  test('are compared by each of several findings of one code, and of several headers of one name', () => {
    const flow = sampleFlow();
    const [finding] = flow.findings;
    if (finding === undefined) throw new Error('The sample has a finding.');
    const titled = (...titles: string[]): Flow => ({ ...flow, findings: titles.map(title => ({ ...finding, title })) });
    expect(valueAt(titled('A', 'B'), titled('C', 'B'), 'Findings', 'AccountsNoResponse.title')?.relation).toBe(
      'different',
    );
    expect(valueAt(titled('A', 'B'), titled('A', 'C'), 'Findings', 'AccountsNoResponse 2.title')?.relation).toBe(
      'different',
    );
    const twice = answering(
      {},
      [1, 2].map(value => ({ name: 'Access-Control-Allow-Origin', value: `${value}` })),
    );
    const once = answering({}, [{ name: 'access-control-allow-origin', value: '1' }]);
    expect(valueAt(twice, once, 'Exchanges', 'accounts.header.access-control-allow-origin 2')?.relation).toBe(
      'only-left',
    );
  });

  test('do not differ in which picture was fetched first, nor in a moment that nothing explains', () => {
    const flow = sampleFlow();
    const [exchange] = flow.exchanges;
    if (exchange === undefined) throw new Error('The sample has an exchange.');
    const picture = (name: string): Flow['exchanges'][0] => ({
      ...exchange,
      id: name,
      role: 'other',
      request: { ...exchange.request, url: `https://idp.example/${name}.png` },
    });
    const unknown = (duration: number): Flow['phases'] => [
      ...flow.phases,
      { name: 'unknown', basis: 'derived', startedAt: flow.startedAt, duration },
    ];
    const left: Flow = { ...flow, exchanges: [...flow.exchanges, picture('a'), picture('b')], phases: unknown(80) };
    const right: Flow = { ...flow, exchanges: [...flow.exchanges, picture('b'), picture('a')] };
    expect(compareFlows(left, right).filter(section => differencesIn(section) > 0)).toEqual([]);
    expect(valueAt({ ...flow, phases: unknown(5000) }, flow, 'Phases', 'unknown.basis')?.relation).toBe('only-left');
  });

  test('are the mirror image of each other when the sides are swapped, differences first', () => {
    fc.assert(
      fc.property(fc.array(fc.nat({ max: 60 }), { maxLength: 6 }), chosen => {
        let at = 0;
        const right = mapStrings(sampleFlow(), text => (chosen.includes(at++) ? `${text}!` : text)) as Flow;
        const there = compareFlows(sampleFlow(), right);
        const back = compareFlows(right, sampleFlow());
        expect(back.map(differencesIn)).toEqual(there.map(differencesIn));
        for (const section of there) {
          const differs = section.values.map(({ relation }) => relation !== 'volatile' && relation !== 'same');
          expect(differs).toEqual(differs.toSorted((a, b) => Number(b) - Number(a)));
        }
      }),
    );
  });
});

test('a token and an account that the other flow has none of are told in a line', () => {
  const left = sampleFlow();
  const { token: _, ...right } = { ...left, exchanges: left.exchanges.filter(({ role }) => role === 'accounts') };
  const told = (name: string) => compareFlows(left, right).find(section => section.name === name)?.values;
  expect(told('Token')).toEqual([{ path: 'kind', left: 'jwt', relation: 'only-left' }]);
  expect(told('Account')).toEqual([{ path: 'id', left: '1093', relation: 'only-left' }]);
});

describe('a redacted file', () => {
  /** As they come from a file that was exported under a key of its own. */
  const redacted = (flow: Flow, number: number): Flow => {
    const options = { ...optionsFor('secrets'), key: new Uint8Array(32).fill(number) };
    const [told] = JSON.parse(exportCapture([flow], options)).flows;
    return { ...told, id: `import-${number}/${told.id}`, imported: true };
  };
  const differences = (left: Flow, right: Flow) =>
    compareFlows(left, right).flatMap(({ values }) =>
      values.filter(({ relation }) => !['same', 'volatile', 'replaced'].includes(relation)),
    );
  const changed = (flow: Flow, from: string, to: string): Flow => JSON.parse(JSON.stringify(flow).replaceAll(from, to));
  const flow = sampleFlow();

  test('differs in nothing from what it was made of, nor from another of the same', () => {
    expect(differences(flow, redacted(flow, 1))).toEqual([]);
    expect(differences(redacted(flow, 1), redacted(flow, 2))).toEqual([]);
    expect(compareFlows(flow, redacted(flow, 1)).reduce((sum, section) => sum + replacedIn(section), 0)).toBe(
      compareFlows(redacted(flow, 1), flow).reduce((sum, section) => sum + replacedIn(section), 0),
    );
    expect(valueAt(flow, redacted(flow, 1), 'Token', 'payload.aud')).toMatchObject({
      left: 'shop-client',
      relation: 'replaced',
    });
  });

  test('differs where what was not replaced does, or where one side has nothing', () => {
    const theirs = redacted(changed(flow, '/fedcm/accounts', '/fedcm/users'), 1);
    expect(differences(flow, theirs).map(({ path, relation }) => [path, relation])).toEqual([
      ['accounts.url', 'different'],
    ]);
    const nameless = redacted(changed(flow, '"loginHint":"alice@mail.example"', '"loginHint":""'), 1);
    expect(differences(flow, nameless)).toMatchObject([{ path: 'identity.providers[0].loginHint', right: '' }]);
  });

  test('of maps by thousands of user names is compared name by name only as far as names tell', () => {
    const [accounts] = flow.exchanges;
    if (accounts === undefined) throw new Error('The sample has an exchange.');
    const mapped = (word: string): Flow => ({
      ...flow,
      exchanges: Array.from({ length: 6 }, (_, at) => {
        const users = Array.from({ length: 400 }, (__, user) => [`${word}zq${at}k${user}`, at]);
        const body = JSON.stringify(Object.fromEntries(users));
        return { ...accounts, id: `x${at}`, response: { ...accounts.response, body } };
      }),
    });
    const sections = compareFlows(mapped('one'), redacted(mapped('two'), 1));
    const values = sections.find(({ name }) => name === 'Exchanges')?.values ?? [];
    expect(values.filter(({ path, relation }) => path.includes('.body.') && relation === 'replaced')).toHaveLength(
      4800,
    );
  });

  test('tells equal and other values apart within itself', () => {
    const file = [flow, changed(flow, 'shop-client', 'other-client')];
    const [one, other] = JSON.parse(exportCapture(file, optionsFor('secrets'))).flows.map((each: Flow) => ({
      ...each,
      id: `import-1/${each.id}`,
      imported: true,
    }));
    expect(valueAt(one, other, 'Token', 'payload.aud')?.relation).toBe('different');
    expect(valueAt(one, other, 'Token', 'payload.sub')?.relation).toBe('same');
  });
});

describe('several identity providers', () => {
  const asked = (host: string, id: string): Exchange => ({
    id,
    role: 'config',
    request: { method: 'GET', url: `https://${host}/config.json`, headers: [] },
    response: { status: host === 'b.example' ? 404 : 200, statusText: '', headers: [] },
    startedAt: 1,
    duration: 1,
  });
  const withIdps = (...hosts: string[]): Flow => ({
    ...sampleFlow(),
    exchanges: hosts.map((host, at) => asked(host, `x${at}`)),
  });

  test('stand beside themselves, in whichever order they were asked', () => {
    const both = withIdps('a.example', 'b.example');
    expect(differencesOf(withIdps('b.example'), both)).toEqual(['config 2: only-right']);
    expect(differencesOf(withIdps('b.example', 'a.example'), both)).toEqual([]);
    expect(differencesOf(withIdps('c.example'), withIdps('a.example'))).toEqual(['config.url: different']);
  });

  const differencesOf = (left: Flow, right: Flow) =>
    (compareFlows(left, right).find(({ name }) => name === 'Exchanges')?.values ?? [])
      .filter(({ relation }) => relation !== 'same')
      .map(({ path, relation }) => `${path}: ${relation}`);
});
