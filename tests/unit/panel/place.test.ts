import { describe, expect, it } from 'vitest';
import { placeOf } from '../../../panel/details/place.ts';
import { locate } from '../../../panel/json-tree/locate.ts';
import type { Exchange } from '../../../src/core/model.ts';
import { aFlow } from './a-flow.ts';

const exchange = (id: string): Exchange => ({
  id,
  role: 'accounts',
  request: { method: 'GET', url: 'https://idp.example/accounts', headers: [] },
  response: { status: 200, statusText: '', headers: [] },
  startedAt: 0,
  duration: 0,
});

describe('where evidence leads', () => {
  const flow = aFlow({ id: 'now', exchanges: [exchange('x2')] });
  const earlier = aFlow({ id: 'before', exchanges: [exchange('x1')] });

  it.each([
    ['$.accounts[0].id', { kind: 'body', path: 'accounts[0].id' }],
    ['$', { kind: 'body', path: '' }],
    ['header:content-type', { kind: 'header', name: 'content-type' }],
    ['is_auto_selected', { kind: 'parameter', name: 'is_auto_selected' }],
    ['status', { kind: 'whole' }],
    [undefined, { kind: 'whole' }],
  ])('%s', (path, spot) => {
    const evidence = { exchange: 'x2', ...(path !== undefined && { path }) };
    expect(placeOf(evidence, flow, [])).toEqual({ tab: 'exchanges', flow: 'now', exchange: 'x2', spot });
  });

  it('leads to an earlier flow, where that one explains this', () => {
    expect(placeOf({ exchange: 'x1', path: 'earlier' }, flow, [earlier, flow])).toMatchObject({ flow: 'before' });
  });

  it('leads to members of the request, and nowhere else', () => {
    const member = 'identity.providers[0].configURL';
    expect(placeOf({ path: member }, flow, [])).toEqual({ tab: 'request', flow: 'now', member });
    for (const path of ['outcome.error', 'page.origin', 'context.userActivation.isActive', 'earlier'])
      expect(placeOf({ path }, flow, [])).toBeUndefined();
    expect(placeOf({ exchange: 'gone' }, flow, [earlier])).toBeUndefined();
  });
});

describe('a value in a tree', () => {
  const root = { accounts: [{ id: 1 }, { 'odd name': [true] }], empty: {} };

  it.each([
    ['accounts[1]["odd name"][0]', 'accounts[1]["odd name"][0]', undefined],
    ['accounts[*].id', 'accounts[0].id', undefined],
    ['accounts[1].id', 'accounts[1]', 'id'],
    ['accounts[7].id', 'accounts', '[7].id'],
    ['login_url', '', 'login_url'],
    ['empty.x', 'empty', 'x'],
    ['__proto__.x', '', '__proto__.x'],
    ['', '', undefined],
  ])('%s', (path, found, missing) => {
    const located = locate(root, path);
    expect([located.path, located.missing]).toEqual([found, missing]);
  });

  it('opens what is around it, far enough down', () => {
    const list = { accounts: Array.from({ length: 500 }, (_, id) => ({ id })) };
    expect(locate(list, 'accounts[300].id').around).toEqual([
      { path: 'accounts', shown: 301 },
      { path: 'accounts[300]', shown: 1 },
    ]);
  });
});
