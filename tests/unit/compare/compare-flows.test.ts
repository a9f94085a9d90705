import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type ComparedValue, compareFlows, differencesIn } from '../../../src/core/compare/compare-flows.ts';
import type { Flow } from '../../../src/core/model.ts';
import { sampleFlow } from '../capture/sample.ts';
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
    expect(valueAt(left, right, 'Findings', 'AccountsNoResponse.title')?.relation).toBe('only-left');
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
