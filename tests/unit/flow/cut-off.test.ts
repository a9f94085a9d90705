import { describe, expect, test } from 'vitest';
import { CutOffRequests } from '../../../src/core/flow/cut-off.ts';
import type { FlowCore } from '../../../src/core/flow/flow-core.ts';
import type { ObservedExchange } from '../../../src/core/flow/observed-exchange.ts';
import * as make from './builders.ts';

const one = make.idp('idp.example');
const aborted = (id: string, at: number, took: number) =>
  make.get(id, [one], { at, took, outcome: make.rejected('AbortError') });

/** What is found once these calls have ended, with those requests under way. */
async function found(calls: FlowCore[], underWay: ObservedExchange[] | undefined, ended = calls) {
  const taken: ObservedExchange[] = [];
  const due: (() => void)[] = [];
  let looks = 0;
  const cutOff = new CutOffRequests({
    later: (_, work) => due.push(work),
    calls: () => calls.map(call => make.flowOf(call)),
    underWay: async () => {
      looks += 1;
      return underWay;
    },
    take: requests => taken.push(...requests),
  });
  for (const call of ended) cutOff.ended(make.flowOf(call));
  for (const work of due) work();
  await new Promise(resolve => setImmediate(resolve));
  return { taken, looks, ids: taken.map(({ id }) => id) };
}

describe('requests that Chrome gave up with their call', () => {
  test('lasted until its end, and say why there is no body', async () => {
    const accounts = make.accounts(one, 40, { status: 0, took: 0 });
    const { taken } = await found([aborted('a', 0, 900)], [accounts]);
    expect(taken).toEqual([
      { ...accounts, duration: 860, response: { ...accounts.response, bodyMissing: expect.stringContaining('ended') } },
    ]);
  });

  test('are those of its time alone: not of the one before, nor of the one that took its place', async () => {
    const before = make.accounts(one, -100, { status: 0 });
    const own = make.accounts(one, 40, { status: 0 });
    const next = make.config(one, 882, { status: 0 });
    const replacing = make.get('b', [one], { at: 880, mode: 'active', outcome: make.pending });
    const { ids } = await found([aborted('a', 0, 900), replacing], [before, own, next], [aborted('a', 0, 900)]);
    expect(ids).toEqual([own.id]);
  });

  test('go on past a call that was refused because of it', async () => {
    const accounts = make.accounts(one, 500, { status: 0 });
    const second = make.get('b', [one], { at: 300, took: 1, outcome: make.rejected('NotAllowedError') });
    const { ids } = await found([aborted('a', 0, 900), second], [accounts]);
    expect(ids).toEqual([accounts.id]);
  });

  test('are looked for once for all that ended together, and not for calls that leave none', async () => {
    const many = Array.from({ length: 100 }, (_, i) => aborted(`a${i}`, i, 1));
    expect((await found(many, [])).looks).toBe(1);
    const others = [
      make.get('f', [one], { took: 90 }),
      make.get('n', [one], { took: 1, outcome: make.rejected('TypeError') }),
      make.call('d', 'IdentityCredential.disconnect', {}, { took: 9, outcome: make.rejected('NetworkError') }),
    ];
    expect((await found(others, [])).looks).toBe(0);
  });

  test('are not guessed where nobody can tell', async () => {
    expect((await found([aborted('a', 0, 900)], undefined)).ids).toEqual([]);
  });
});
