import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { callScript } from '../../../src/core/compare/call-script.ts';
import type { Flow } from '../../../src/core/model.ts';
import { sampleFlow } from '../capture/sample.ts';

/** Runs the script and gives the arguments of each call it made, as JSON. */
async function callsOf(script: string): Promise<[name: string, ...given: unknown[]][]> {
  const calls: [string, ...unknown[]][] = [];
  const record =
    (name: string) =>
    (...given: unknown[]) =>
      void calls.push([name, ...given]);
  await runInNewContext(`(async () => { ${script} })()`, {
    navigator: {
      credentials: { get: record('get'), preventSilentAccess: record('preventSilentAccess') },
      login: { setStatus: record('setStatus') },
    },
    IdentityProvider: { resolve: record('resolve'), close: record('close') },
    IdentityCredential: { disconnect: record('disconnect') },
    AbortController,
  });
  return calls;
}

const withRequest = (request: unknown, parts: Partial<Flow> = {}): Flow => ({ ...sampleFlow(), ...parts, request });

describe('the call as JavaScript', () => {
  test('makes the same call again, whatever data it held', () =>
    fc.assert(
      fc.asyncProperty(fc.jsonValue(), async request => {
        fc.pre(!JSON.stringify(request).includes('$type'));
        const [call] = await callsOf(callScript(withRequest(request)));
        expect(JSON.parse(JSON.stringify(call))).toEqual(['get', JSON.parse(JSON.stringify(request))]);
      }),
    ));

  test('keeps a member named __proto__, and is no place for code', async () => {
    const request: unknown = JSON.parse('{"__proto__":{"a":1},"*/ x(); /*":"`$ {y()}`\\u2028"}');
    const [call] = await callsOf(callScript(withRequest(request)));
    expect(JSON.stringify(call?.[1])).toBe(JSON.stringify(request));
    const hostile = { $type: '*/ x(); /*', value: 1 };
    expect(await callsOf(callScript(withRequest({ hostile })))).toHaveLength(1);
  });

  test('writes what JSON does not have', () => {
    const script = callScript(
      withRequest({ signal: { $type: 'AbortSignal' }, a: { $type: 'unread', value: [1] }, b: { $type: 'getter' } }),
    );
    expect(script).toContain('signal: new AbortController().signal,');
    expect(script).toContain('a: [\n');
    expect(script).toContain('b: undefined /* getter */,');
  });

  test('has both arguments where there are two', async () => {
    const flow = withRequest('token', { api: 'IdentityProvider.resolve', options: { accountId: 'a' } });
    expect(JSON.parse(JSON.stringify(await callsOf(callScript(flow))))).toEqual([
      ['resolve', 'token', { accountId: 'a' }],
    ]);
    expect(await callsOf(callScript(withRequest(undefined, { api: 'IdentityProvider.close' })))).toEqual([['close']]);
  });
});
