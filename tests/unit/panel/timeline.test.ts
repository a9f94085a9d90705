import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { heldBackWords, ticks, timelineOf } from '../../../panel/timeline/spans.ts';
import type { Exchange, Phase } from '../../../src/core/model.ts';
import { aFailure, aFlow } from './a-flow.ts';

const START = 1_000_000;

function exchange(id: string, from: number, duration: number, status = 200): Exchange {
  return {
    id,
    role: 'accounts',
    request: { method: 'GET', url: 'https://idp.example/accounts', headers: [] },
    response: { status, statusText: '', headers: [] },
    startedAt: START + from,
    duration,
  };
}

const phase = (name: Phase['name'], from: number, duration: number, basis: Phase['basis'] = 'derived'): Phase => ({
  name,
  basis,
  startedAt: START + from,
  duration,
});

describe('the axis', () => {
  test('has a few round ticks within it, whatever its length', () => {
    fc.assert(
      fc.property(fc.double({ min: 1e-3, max: 1e9, noNaN: true }), fc.integer({ min: 1, max: 12 }), (length, count) => {
        const found = ticks(length, count);
        expect(found[0]).toBe(0);
        expect(found.length).toBeGreaterThan(0);
        expect(found.length).toBeLessThanOrEqual(count + 1);
        expect(found.at(-1)).toBeLessThanOrEqual(length * (1 + 1e-6));
      }),
    );
  });

  test('has the ticks one expects', () => {
    expect(ticks(5400, 4)).toEqual([0, 2000, 4000]);
    expect(ticks(62, 4)).toEqual([0, 20, 40, 60]);
  });
});

describe('the bars', () => {
  test('say whose they are where several identity providers were asked, and only there', () => {
    const of = (id: string, host: string) => {
      const url = `https://${host}/accounts`;
      return {
        ...exchange(id, 5, 10),
        configURL: `https://${host}/config`,
        request: { ...exchange(id, 0, 0).request, url },
      };
    };
    const hosts = (...exchanges: Exchange[]) =>
      timelineOf(aFlow({ exchanges }), [], START).spans.map(({ host, note }) => [host, note]);
    expect(hosts(of('x1', 'a.example'), of('x2', 'b.example'))).toEqual([
      ['a.example', '200'],
      ['b.example', '200'],
    ]);
    expect(hosts(of('x1', 'a.example'), of('x2', 'a.example'))).toEqual([
      [undefined, '200'],
      [undefined, '200'],
    ]);
  });

  test('are requests, calls in pop-ups and deliveries, by start, and the axis reaches the last of them', () => {
    const delivery = {
      url: 'https://rp.example/session',
      method: 'POST',
      where: 'body',
      origin: 'https://rp.example',
    } as const;
    const flow = aFlow({
      exchanges: [exchange('x2', 300, 20, 401), exchange('x1', 5, 10)],
      deliveries: [{ ...delivery, startedAt: START + 560, duration: 40, response: { status: 401 } }],
    });
    const inPopup = aFlow({
      id: 'flow-2',
      parent: 'flow-1',
      api: 'IdentityProvider.resolve',
      page: { url: 'https://idp.example/continue', origin: 'https://idp.example' },
      startedAt: START + 400,
      settledAt: START + 402,
    });
    const other = aFlow({ id: 'flow-3' });
    const { spans, length, settled } = timelineOf(flow, [flow, inPopup, other], START);
    expect(spans.map(({ label, kind, from, bad }) => [label, kind, from, bad])).toEqual([
      ['accounts', 'exchange', 5, false],
      ['accounts', 'exchange', 300, true],
      ['resolve', 'call', 400, false],
      ['delivery', 'delivery', 560, true],
    ]);
    expect([settled, length]).toEqual([540, 600]);
  });

  test('of a pending flow reach to now, and its phases are worked out up to then', () => {
    const { settledAt: _, ...open } = aFlow({ outcome: { status: 'pending' }, exchanges: [exchange('x1', 5, 10)] });
    const { length, settled, phases } = timelineOf(open, [], START + 2000);
    expect([length, settled]).toEqual([2000, undefined]);
    expect(phases.reduce((sum, { duration }) => sum + duration, 0)).toBe(2000);
  });
});

describe('what Chrome held back', () => {
  test('is said with both moments, and how they are known', () => {
    const phases = [phase('discovery', 0, 310, 'measured'), phase('rejection-delay', 310, 5410)];
    expect(heldBackWords(aFailure({ phases, settledAt: START + 5720 }))).toBe(
      'The browser knew at 310 ms, the page was told at 5.72 s: 5.41 s later. Derived from the last answer.',
    );
    const measured = [phase('discovery', 0, 310, 'measured'), phase('rejection-delay', 310, 5410, 'measured')];
    expect(heldBackWords(aFailure({ phases: measured }))).toContain('Chrome’s own log');
  });

  test('was never told to a page that was left, or that ended the call itself', () => {
    const phases = [phase('accounts', 0, 50, 'measured'), phase('rejection-delay', 50, 1950)];
    expect(heldBackWords(aFlow({ outcome: { status: 'interrupted' }, phases }))).toBe(
      'The browser knew at 50 ms, and the page was gone at 2.00 s, before it was told. Derived from the last answer.',
    );
    const aborted = aFlow({ outcome: { status: 'rejected', error: { name: 'AbortError' } }, phases });
    expect(heldBackWords(aborted)).toBe(
      'The browser knew at 50 ms, and the call was ended at 2.00 s, before the page was told. Derived from the last answer.',
    );
  });

  test('is nothing where the call ended with an answer, or has not ended', () => {
    expect(heldBackWords(aFlow({ phases: [phase('assertion', 0, 540, 'measured')] }))).toBe('');
    expect(heldBackWords(aFlow({ outcome: { status: 'pending' }, phases: [phase('settle', 0, 540)] }))).toBe('');
    expect(heldBackWords(aFlow())).toBe('');
  });
});
