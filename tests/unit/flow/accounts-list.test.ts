import { expect, test } from 'vitest';
import { offersAccounts } from '../../../src/core/flow/accounts-list.ts';
import type { Exchange } from '../../../src/core/model.ts';

const configURL = 'https://idp.example/fedcm.json';

const exchange = (role: 'config' | 'accounts', body: unknown): Exchange => ({
  id: role,
  role,
  configURL,
  request: { method: 'GET', url: `https://idp.example/${role}`, headers: [] },
  response: { status: 200, statusText: '', headers: [], body: JSON.stringify(body) },
  startedAt: 0,
  duration: 1,
});

function offers(account: object, hints: object = {}, config: object = {}): boolean {
  const accounts = exchange('accounts', { accounts: [account] });
  return offersAccounts(accounts, {
    api: 'credentials.get',
    request: { identity: { providers: [{ configURL, clientId: 'c', ...hints }] } },
    exchanges: [exchange('config', config), accounts],
  });
}

const ANN = { id: '1', name: 'Ann' };

test.each([
  ['a name', ANN, {}, {}],
  ['a no-break space for a name, which is one to Chrome', { id: '1', name: '\u00a0' }, {}, {}],
  ['the login hint', { ...ANN, login_hints: ['ann'] }, { loginHint: 'ann' }, {}],
  ['any domain hint', { ...ANN, domain_hints: ['a.example'] }, { domainHint: 'any' }, {}],
  ['the config’s label', { ...ANN, label_hints: ['staff'] }, {}, { account_label: 'staff' }],
])('an account with %s is offered', (_, account, hints, config) => {
  expect(offers(account, hints, config)).toBe(true);
});

test.each([
  ['a blank name', { id: '1', name: ' ' }, {}, {}],
  ['no id', { name: 'Ann' }, {}, {}],
  ['another login hint', { ...ANN, login_hints: ['bob'] }, { loginHint: 'ann' }, {}],
  ['no domain hint where any is asked for', ANN, { domainHint: 'any' }, {}],
  ['another label than the config’s', { ...ANN, label_hints: ['guests'] }, {}, { account_label: 'staff' }],
])('an account with %s is not', (_, account, hints, config) => {
  expect(offers(account, hints, config)).toBe(false);
});

test('what was not recorded counts as good, and what is no success does not', () => {
  const flow = { api: 'credentials.get' as const, request: {}, exchanges: [] };
  const { body, ...response } = exchange('accounts', {}).response;
  expect(offersAccounts({ ...exchange('accounts', {}), response }, flow)).toBe(true);
  expect(offersAccounts({ ...exchange('accounts', {}), response: { ...response, status: 401 } }, flow)).toBe(false);
});
