import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { requestRows } from '../../../panel/request/request-rows.ts';
import { aFlow } from './a-flow.ts';

const provider = { configURL: 'https://idp.example/fedcm.json', clientId: 'client-1' };
const rowAt = (path: string, request: unknown, unread: string[] = []) =>
  requestRows(aFlow({ request, context: { unread } })).find(row => row.path === path);

describe('members of a call', () => {
  test('shows what was given, and defaults for what was not', () => {
    const request = { identity: { providers: [provider], mode: 'active' } };
    expect(rowAt('identity.mode', request)).toMatchObject({ state: 'given', value: { is: 'active' }, depth: 1 });
    expect(rowAt('identity.context', request)).toMatchObject({ state: 'default', absent: 'signin' });
    expect(rowAt('identity.providers[0].configURL', request)).toMatchObject({ state: 'given', depth: 3 });
    expect(rowAt('mediation', request)).toMatchObject({ state: 'default', absent: 'optional' });
  });

  test('names required members that are missing', () => {
    expect(rowAt('identity.providers[0].clientId', { identity: { providers: [{}] } })).toMatchObject({
      state: 'missing',
    });
  });

  test('says where an ignored member belongs', () => {
    const request = { nonce: 'n', identity: { mediation: 'silent', providers: [{ ...provider, mode: 'active' }] } };
    const unread = ['nonce', 'identity.mediation', 'identity.providers[0].mode'];
    expect(rowAt('identity.providers[0].mode', request, unread)).toMatchObject({
      state: 'ignored',
      note: 'Ignored here: `mode` belongs in `identity`.',
    });
    expect(rowAt('identity.mediation', request, unread)?.note).toBe(
      'Ignored here: `mediation` belongs beside `identity`.',
    );
    expect(rowAt('nonce', request, unread)?.note).toContain('`params`');
  });

  test('recognises other spellings', () => {
    const request = { identity: { providers: [{ ...provider, client_id: 'x' }] } };
    expect(rowAt('identity.providers[0].client_id', request)).toMatchObject({
      state: 'ignored',
      note: 'Ignored: the member is called `clientId`.',
    });
  });

  test('marks the nonce outside params as deprecated', () => {
    expect(
      rowAt('identity.providers[0].nonce', { identity: { providers: [{ ...provider, nonce: 'n' }] } }),
    ).toMatchObject({
      state: 'deprecated',
    });
  });

  test('leaves params whole', () => {
    const request = { identity: { providers: [{ ...provider, params: { mode: 'x' } }] } };
    expect(rowAt('identity.providers[0].params', request)).toMatchObject({ value: { is: { mode: 'x' } } });
    expect(rowAt('identity.providers[0].params.mode', request)).toBeUndefined();
  });

  test('takes any recorded value', () => {
    fc.assert(
      fc.property(fc.jsonValue(), fc.array(fc.string()), (request, unread) => {
        const rows = requestRows(aFlow({ request, context: { unread } }));
        expect(new Set(rows.map(row => row.path)).size).toBe(rows.length);
      }),
    );
  });
});
