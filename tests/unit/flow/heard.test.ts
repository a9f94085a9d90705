import { describe, expect, it } from 'vitest';
import { type Heard, timeReasons, wordsFor } from '../../../src/core/flow/heard.ts';
import type { Flow } from '../../../src/core/model.ts';
import { failing, fulfilled, GOOD, rejected, START } from '../diagnosis/flows.ts';

const ACCOUNTS_404 = "The provider's accounts list endpoint cannot be found.";
const DISMISSED = 'Prompt dismissed. API exponential cool down not triggered.';
const TOO_MANY = 'Only one navigator.credentials.get request may be outstanding at one time.';

const line = (at: number, text: string) => ({ at: START + at, level: 'error', text });

const main = (reasons: string[], log: Heard['log']): Heard => ({
  url: '',
  isMain: true,
  reasons: reasons.map(code => ({ code })),
  log,
  requests: [],
});

const call = (id: string, from: number, to: number, more: Partial<Flow> = {}): Flow =>
  rejected(
    GOOD,
    {},
    {
      id,
      startedAt: START + from,
      settledAt: START + to,
      page: { url: 'http://rp.localhost:8000/', origin: 'http://rp.localhost:8000', frameId: 0, documentId: 'D' },
      ...more,
    },
  );

const words = (flow: Flow, flows: Flow[], heard: Heard[]) => wordsFor(flow, flows, heard, START + 100_000);

describe('reasons and console lines', () => {
  it('are paired in their order, past lines that stand for no issue', () => {
    const log = [line(10, ACCOUNTS_404), line(20, DISMISSED), line(900, ACCOUNTS_404)];
    expect(timeReasons(main(['UiDismissedNoEmbargo', 'AccountsHttpNotFound'], log))).toEqual([
      { code: 'UiDismissedNoEmbargo', at: START + 20 },
      { code: 'AccountsHttpNotFound', at: START + 900 },
    ]);
  });

  it('leave a reason without a line without a time', () => {
    expect(timeReasons(main(['ErrorIdToken'], []))).toEqual([{ code: 'ErrorIdToken' }]);
  });
});

describe('what Chrome said of one call among several', () => {
  const first = call('first', 0, 1000);
  const second = call('second', 1001, 2000);
  const heard = [
    main(['AccountsHttpNotFound', 'UiDismissedNoEmbargo'], [line(500, ACCOUNTS_404), line(1900, DISMISSED)]),
  ];

  it('is told apart by the time of its console line', () => {
    expect(words(first, [first, second], heard)?.issues).toEqual(['AccountsHttpNotFound']);
    expect(words(second, [first, second], heard)?.issues).toEqual(['UiDismissedNoEmbargo']);
    expect(words(second, [first, second], heard)?.overlaps).toBeUndefined();
  });

  it('is marked where two calls ran at once and either may be meant', () => {
    const beside = call('beside', 200, 900);
    const said = words(first, [first, beside], [main(['AccountsHttpNotFound'], [line(500, ACCOUNTS_404)])]);
    expect(said).toMatchObject({ issues: ['AccountsHttpNotFound'], overlaps: ['beside'] });
  });

  it('goes to the one whose outcome it fits', () => {
    const refused = call('refused', 500, 505, failing('NotAllowedError', TOO_MANY));
    const log = [main(['TooManyRequests'], [line(503, TOO_MANY)])];
    expect(words(refused, [first, refused], log)).toMatchObject({ issues: ['TooManyRequests'] });
    expect(words(first, [first, refused], log)).toBeUndefined();
  });

  it('is nothing for a call that succeeded, or that another document made', () => {
    const good = fulfilled(GOOD, {}, { ...call('good', 0, 1000), outcome: { status: 'fulfilled' }, id: 'good' });
    expect(words(good, [good], [main([], [])])).toBeUndefined();
    expect(words(first, [first], [main(['CorsError'], [line(60_000, DISMISSED)])])?.log).toEqual([]);
  });

  it('of a cross-process frame comes from that frame’s own memory', () => {
    const framed = call('framed', 0, 1000, {
      page: { url: 'http://frame.localhost/', origin: 'http://frame.localhost', frameId: 7, documentId: 'F' },
    });
    const frame: Heard = { ...main(['AccountsHttpNotFound'], []), url: 'http://frame.localhost/', isMain: false };
    expect(words(framed, [framed, first], [main(['UiDismissedNoEmbargo'], []), frame])?.issues).toEqual([
      'AccountsHttpNotFound',
    ]);
  });
});
