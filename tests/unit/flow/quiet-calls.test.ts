import { describe, expect, test } from 'vitest';
import type { ObservedExchange } from '../../../src/core/flow/observed-exchange.ts';
import { QuietCalls } from '../../../src/core/flow/quiet-calls.ts';
import type { Flow } from '../../../src/core/model.ts';
import * as make from './builders.ts';

const provider = make.idp('idp.example');

const flow = (api: Flow['api'], at: number) => make.call('a', api, undefined, { at });

/** Calls whose time, quiet and requests the test decides. */
function watched() {
  const world: { state: 'quiet' | 'pending' | 'over'; underWay: ObservedExchange[] | undefined } = {
    state: 'quiet',
    underWay: [],
  };
  const due: { ms: number; work: () => void }[] = [];
  const changed: string[] = [];
  const calls = new QuietCalls({
    now: () => make.T + 100,
    later: (ms, work) => due.push({ ms, work }),
    stateOf: () => world.state,
    underWay: async () => world.underWay,
    changed: id => changed.push(id),
  });
  const pass = async () => {
    const next = due.shift();
    next?.work();
    await new Promise(resolve => setImmediate(resolve));
    return next?.ms;
  };
  return { calls, world, pass, changed };
}

describe('a call for which no request has ended', () => {
  const call = flow('credentials.get', 200);

  test('has none once Chrome has none under way', async () => {
    const { calls, pass, changed } = watched();
    calls.watch(call);
    expect(calls.requestsOf(call)).toBeUndefined();
    expect(await pass()).toBe(1500);
    expect(calls.requestsOf(call)).toBe('none');
    expect(changed).toEqual(['a']);
  });

  test('is looked at again, after twice the time each, and taken back where one goes out after all', async () => {
    const { calls, world, pass, changed } = watched();
    calls.watch(call);
    expect([await pass(), await pass()]).toEqual([1500, 3000]);
    world.underWay = [make.accounts(provider, 210)];
    expect(await pass()).toBe(6000);
    expect(calls.requestsOf(call)).toBeUndefined();
    expect(changed).toEqual(['a', 'a']);
  });

  test('has none no more once one has ended', async () => {
    const { calls, world, pass } = watched();
    calls.watch(call);
    await pass();
    world.state = 'pending';
    await pass();
    expect(calls.requestsOf(call)).toBeUndefined();
  });

  test('has one that reads under way, once others have ended', async () => {
    const { calls, world, pass } = watched();
    calls.watch(call);
    world.underWay = [make.accounts(provider, 210)];
    await pass();
    expect(calls.requestsOf(call)).toBeUndefined();
    world.state = 'pending';
    await pass();
    expect(calls.requestsOf(call)).toBe('get');
  });

  test('is left alone once it has settled', async () => {
    const { calls, world, pass, changed } = watched();
    calls.watch(call);
    await pass();
    world.state = 'over';
    expect(await pass()).toBe(3000);
    expect(calls.requestsOf(call)).toBeUndefined();
    expect(changed).toEqual(['a', 'a']);
    expect(await pass()).toBeUndefined();
  });

  test('is looked at for as long as it is pending: its token may be asked for at any time', async () => {
    const { calls, world, pass } = watched();
    world.state = 'pending';
    calls.watch(call);
    expect([await pass(), await pass(), await pass()]).toEqual([1500, 3000, 6000]);
    expect(calls.requestsOf(call)).toBeUndefined();
    world.underWay = [make.assertion(provider, 210)];
    expect(await pass()).toBe(6000);
    expect(calls.requestsOf(call)).toBe('assertion');
  });

  test('knows nothing of requests that an earlier call left behind, which Chrome lists for ever', async () => {
    const { calls, world, pass } = watched();
    calls.watch(call);
    world.underWay = [make.assertion(provider, 100)];
    await pass();
    expect(calls.requestsOf(call)).toBe('none');
  });

  test('is not said to have none where nobody can tell', async () => {
    const { calls, world, pass } = watched();
    calls.watch(call);
    world.underWay = undefined;
    await pass();
    expect(calls.requestsOf(call)).toBeUndefined();
  });

  test('is not looked at where it is older than the log, whose requests went by', async () => {
    const { calls, pass } = watched();
    const old = flow('credentials.get', 0);
    calls.watch(old);
    expect(await pass()).toBeUndefined();
    expect(calls.requestsOf(old)).toBe('unseen');
  });

  test('is a sign-in: nothing else is held back', async () => {
    const { calls, pass } = watched();
    calls.watch(flow('login.setStatus', 200));
    expect(await pass()).toBeUndefined();
  });
});
