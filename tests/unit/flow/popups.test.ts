import { describe, expect, test } from 'vitest';
import type { FlowCore } from '../../../src/core/flow/flow-core.ts';
import { flowOfPopupCall, type OpenedTabCall, openersIn } from '../../../src/core/flow/popups.ts';
import type { Api } from '../../../src/core/model.ts';
import * as make from './builders.ts';

const one = make.idp('login.one.example');
const open = make.get('a', [one], { outcome: make.pending });

const from = (api: Api, change: Partial<OpenedTabCall> = {}): OpenedTabCall => ({
  api,
  page: { origin: one.origin },
  startedAt: make.T + 3000,
  ...change,
});

const flowOf = (call: OpenedTabCall, flows: FlowCore[], openerTabId = 1) =>
  flowOfPopupCall(call, openersIn(flows, openerTabId));

describe('a call in a tab that the page opened', () => {
  test.each<Api>(['IdentityProvider.resolve', 'IdentityProvider.close', 'login.setStatus'])(
    '%s joins the flow',
    api => {
      expect(flowOf(from(api), [open])).toBe('a');
    },
  );

  test.each<Api>(['credentials.get', 'IdentityProvider.getUserInfo', 'IdentityCredential.disconnect'])(
    '%s does not',
    api => {
      expect(flowOf(from(api), [open])).toBeUndefined();
    },
  );

  test('an unrelated tab opened from the page does not leak in', () => {
    const stranger = from('login.setStatus', { page: { origin: 'https://elsewhere.example' } });
    expect(flowOf(stranger, [open])).toBeUndefined();
    const sameSite = from('login.setStatus', { page: { origin: 'https://one.example' } });
    expect(flowOf(sameSite, [open])).toBeUndefined();
  });

  test('neither before the flow, nor after it, nor from another tab', () => {
    const closed = make.get('a', [one], { took: 1000 });
    expect(flowOf(from('login.setStatus'), [closed])).toBeUndefined();
    expect(flowOf(from('login.setStatus', { startedAt: make.T - 100 }), [open])).toBeUndefined();
    expect(flowOf(from('login.setStatus'), [open], 2)).toBeUndefined();
  });

  test('only a get() opens pop-ups', () => {
    const info = make.call('i', 'IdentityProvider.getUserInfo', one.options, { outcome: make.pending });
    expect(flowOf(from('login.setStatus'), [info])).toBeUndefined();
  });

  test('the latest of several, in any order', () => {
    const later = make.get('b', [one], { at: 2000, outcome: make.pending });
    expect(flowOf(from('IdentityProvider.close'), [open, later])).toBe('b');
    expect(flowOf(from('IdentityProvider.close'), [later, open])).toBe('b');
  });
});
