import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { correlate } from '../../../src/core/flow/correlate.ts';
import type { FlowCore } from '../../../src/core/flow/flow-core.ts';
import type { ObservedExchange } from '../../../src/core/flow/observed-exchange.ts';
import { explainPhase } from '../../../src/core/flow/phase-words.ts';
import { type PhaseContext, phasesOf } from '../../../src/core/flow/phases.ts';
import type { ExchangeRole, Flow, Outcome, Phase } from '../../../src/core/model.ts';
import * as make from './builders.ts';

const one = make.idp('login.one.example');
const two = make.idp('two.example', 'client-2');

function phases(
  core: FlowCore,
  observed: ObservedExchange[],
  context?: PhaseContext,
  more: Partial<Flow> = {},
): Phase[] {
  const exchanges = correlate([core], observed).exchanges.get(core.id) ?? [];
  return phasesOf({ ...make.flowOf(core, exchanges), ...more }, context);
}

const named = (list: Phase[]) => list.map(({ name, basis, duration }) => [name, basis, duration]);

describe('a passive success', () => {
  test('is held until 3 s after the choice', () => {
    const observed = [
      make.wellKnown(one, 2),
      make.config(one, 2, { took: 30 }),
      make.accounts(one, 34, { took: 26 }),
      make.metadata(one, 61, { took: 19 }),
      make.assertion(one, 1080, { took: 50 }),
    ];
    expect(named(phases(make.get('a', [one], { took: 4092 }), observed))).toEqual([
      ['discovery', 'measured', 32],
      ['accounts', 'measured', 48],
      ['user', 'derived', 1000],
      ['assertion', 'measured', 50],
      ['settle', 'derived', 2962],
    ]);
  });

  test('is not held where the answer came after that', () => {
    const files = [make.wellKnown(one, 2), make.config(one, 2), make.accounts(one, 34)];
    const slow = [...files, make.assertion(one, 1000, { took: 4080 })];
    expect(named(phases(make.get('a', [one], { took: 5085 }), slow)).at(-1)).toEqual(['assertion', 'measured', 4085]);
    const later = named(phases(make.get('a', [one], { took: 9085 }), slow));
    expect(later.at(-1)).toEqual(['unknown', 'derived', 4005]);
    const open = make.get('a', [one], { outcome: make.pending });
    expect(phases(open, slow, { now: make.T + 6000 }).at(-1)?.name).toBe('unknown');
    expect(phases(open, [...files, make.assertion(one, 1000)], { now: make.T + 3000 }).at(-1)?.name).toBe('settle');
  });

  test('the pictures of the dialog count as accounts: Chrome waits for them', () => {
    const observed = [
      make.wellKnown(one, 2),
      make.config(one, 2, { took: 30 }),
      make.accounts(one, 34, { took: 26 }),
      make.exchange('GET', `${new URL(one.configURL).origin}/ann.png`, 62, { took: 48 }),
      make.assertion(one, 1080, { took: 50 }),
    ];
    expect(named(phases(make.get('a', [one], { took: 4092 }), observed)).slice(0, 3)).toEqual([
      ['discovery', 'measured', 32],
      ['accounts', 'measured', 78],
      ['user', 'derived', 970],
    ]);
  });

  test('in active mode nothing is held', () => {
    const core = make.get('a', [one], { took: 660, mode: 'active' });
    const observed = [make.wellKnown(one, 1), make.config(one, 1), make.accounts(one, 30), make.assertion(one, 600)];
    expect(phases(core, observed).map(({ name }) => name)).toEqual(['discovery', 'accounts', 'user', 'assertion']);
  });
});

describe('without a user', () => {
  const files = [make.wellKnown(one, 1), make.config(one, 1), make.accounts(one, 30)];

  test('Chrome chose the account by itself: the time until the assertion is nobody’s', () => {
    const chosen = (is_auto_selected: string, at: number) => [
      ...files,
      make.assertion(one, at, { form: { is_auto_selected } }),
    ];
    const core = make.get('a', [one], { took: 3700 });
    expect(phases(core, chosen('true', 600)).map(({ name }) => name)).toEqual([
      'discovery',
      'accounts',
      'unknown',
      'assertion',
      'settle',
    ]);
    expect(phases(core, chosen('true', 80)).map(({ name }) => name)).toEqual([
      'discovery',
      'accounts',
      'assertion',
      'settle',
    ]);
    expect(phases(core, chosen('false', 80)).map(({ name }) => name)).toContain('user');
  });

  test.each([
    ['good accounts', 200, undefined],
    ['failed accounts, signed in', 401, 'logged-in'],
    ['failed accounts', 401, undefined],
  ] as const)('a silent call shows no dialog: %s', (_, status, loginStatus) => {
    const observed = [...files.slice(0, 2), make.accounts(one, 30, { status })];
    const context = loginStatus ? { loginStatus } : {};
    const silent = (outcome: Outcome) => {
      const core = make.get('a', [one], { took: 9000, outcome });
      return { ...core, request: { mediation: 'silent', ...(core.request as object) } };
    };
    expect(phases(silent(make.rejected('NetworkError')), observed, context).at(-1)?.name).toBe('rejection-delay');
    expect(phases(silent(make.rejected('AbortError')), observed, context).at(-1)?.name).toBe('unknown');
    expect(phases(silent(make.fulfilled()), [...observed, make.assertion(one, 600)])).not.toContainEqual(
      expect.objectContaining({ name: 'user' }),
    );
  });
});

describe('a call that its page aborted', () => {
  const aborted = make.get('a', [one], { took: 900, outcome: make.rejected('TimeoutError') });
  const files = [make.wellKnown(one, 1), make.config(one, 1)];

  test('ends at once: what was under way lasts until then, and nothing is held back', () => {
    const cutOff = { ...make.accounts(one, 30, { status: 0 }), duration: 870 };
    expect(phases(aborted, [...files, cutOff]).map(({ name, basis }) => `${name} ${basis}`)).toEqual([
      'discovery measured',
      'accounts measured',
    ]);
  });

  test('no delay is claimed where what was under way is not known, unless a file had failed', () => {
    expect(phases(aborted, files).at(-1)).toMatchObject({ name: 'unknown', basis: 'derived' });
    const failed = [make.wellKnown(one, 1), make.config(one, 1, { status: 500 })];
    expect(phases(aborted, failed).at(-1)?.name).toBe('rejection-delay');
  });
});

describe('a failure', () => {
  const failed = (took: number, mode?: 'active') =>
    make.get('a', [one], { took, outcome: make.rejected('NetworkError'), ...(mode && { mode }) });
  const files = [make.wellKnown(one, 1), make.config(one, 1)];

  test('the browser knew at t, the page was told at t + 5.4 s', () => {
    const observed = [...files, make.accounts(one, 30, { status: 401, took: 20 })];
    const list = phases(failed(5450), observed, { loginStatus: 'unknown' });
    expect(list.at(-1)).toEqual({
      name: 'rejection-delay',
      basis: 'derived',
      startedAt: make.T + 50,
      duration: 5400,
    });
  });

  test('where nobody knows the status, neither a delay nor a dialog is claimed, unless Chrome says which', () => {
    const observed = [...files, make.accounts(one, 30, { status: 401, took: 20 })];
    const core = failed(5450);
    const list = phases(core, observed);
    expect(named(list).at(-1)).toEqual(['unknown', 'derived', 5400]);
    const flow = make.flowOf(core, correlate([core], observed).exchanges.get(core.id));
    const explained = list.map(phase => explainPhase(phase, flow));
    expect(explained.at(-1)).toContain('opened its sign-in dialog if that was logged-in');
    expect(explained.slice(0, -1).join()).not.toContain('sign-in dialog');
    const chrome = { askedAt: make.T + 9000, issues: ['AccountsNoResponse'], log: [] };
    expect(phases(core, observed, {}, { chrome }).at(-1)?.name).toBe('rejection-delay');
    expect(phases(core, observed, { loginStatus: 'logged-out' }).at(-1)?.name).toBe('rejection-delay');
  });

  test('where the status was logged-in, the mismatch dialog was open instead', () => {
    const observed = [...files, make.accounts(one, 30, { status: 401 })];
    expect(phases(failed(5450), observed, { loginStatus: 'logged-in' }).at(-1)?.name).toBe('user');
    const chrome = { askedAt: make.T + 9000, issues: ['UiDismissedNoEmbargo'], log: [] };
    expect(phases(failed(5450), observed, {}, { chrome }).at(-1)?.name).toBe('user');
  });

  test.each([
    ['a bad entry', [{ id: 1, name: 'Ada' }]],
    ['an empty list', []],
    ['an id twice', [...make.ACCOUNTS, ...make.ACCOUNTS]],
  ])('accounts with %s are delayed', (_, list) => {
    const observed = [...files, make.accounts(one, 30, { body: { accounts: list } })];
    expect(phases(failed(5450), observed, { loginStatus: 'unknown' }).at(-1)?.name).toBe('rejection-delay');
  });

  test('accounts that no hint fits are delayed; a dismissed chooser is the user’s time', () => {
    const observed = [...files, make.accounts(one, 30)];
    const hinted = { ...one.options, loginHint: 'nobody' };
    const core = make.get('a', [one], { took: 5450, outcome: make.rejected('NetworkError'), providers: [hinted] });
    expect(phases(core, observed, { loginStatus: 'unknown' }).at(-1)?.name).toBe('rejection-delay');
    expect(phases(failed(5450), observed).at(-1)?.name).toBe('user');
  });

  test('a bad config is delayed in passive mode alone', () => {
    const observed = [make.wellKnown(one, 1), make.config(one, 1, { status: 404 })];
    expect(phases(failed(5450), observed).at(-1)?.name).toBe('rejection-delay');
    expect(phases(failed(40, 'active'), observed).map(({ name }) => name)).toEqual(['discovery']);
  });

  test('active and signed out: the login pop-up is the user’s time', () => {
    expect(phases(failed(9000, 'active'), files).at(-1)?.name).toBe('user');
  });

  test('no exchange and a late rejection: delay alone', () => {
    expect(named(phases(failed(2345), []))).toEqual([['rejection-delay', 'derived', 2345]]);
  });

  test('no exchange and an instant rejection claims nothing', () => {
    expect(named(phases(failed(3), []))).toEqual([['unknown', 'derived', 3]]);
  });

  test('Chrome’s own log, once asked, says when it decided', () => {
    const chrome = {
      askedAt: make.T + 9000,
      issues: [],
      log: [{ at: make.T + 45, level: 'error', text: 'Not signed in' }],
    };
    expect(named(phases(failed(2345), [], {}, { chrome }))).toEqual([
      ['unknown', 'derived', 45],
      ['rejection-delay', 'measured', 2300],
    ]);
  });

  test('an error of the token endpoint waits for its dialog to be closed', () => {
    const core = make.get('a', [one], { took: 3000, outcome: make.rejected('IdentityCredentialError') });
    const observed = [...files, make.accounts(one, 30), make.assertion(one, 600, { status: 403 })];
    expect(phases(core, observed).at(-1)).toMatchObject({ name: 'user', basis: 'derived' });
  });
});

test('a continuation lasts from the answer to the end', () => {
  const observed = [
    ...make.signIn(one, 0).slice(0, 3),
    make.assertion(one, 600, { body: { continue_on: '/consent' }, took: 40 }),
  ];
  const list = phases(make.get('a', [one], { took: 9640 }), observed);
  expect(list.at(-1)).toMatchObject({ name: 'continuation', basis: 'derived', duration: 9000 });
});

test('a second round after a sign-in in the pop-up', () => {
  const observed = [
    make.wellKnown(one, 1),
    make.config(one, 1),
    make.accounts(one, 30, { status: 401 }),
    make.wellKnown(one, 9000),
    make.config(one, 9000),
    make.accounts(one, 9030),
    make.assertion(one, 12_000),
  ];
  expect(phases(make.get('a', [one], { took: 12_030, mode: 'active' }), observed).map(({ name }) => name)).toEqual([
    'discovery',
    'accounts',
    'user',
    'discovery',
    'accounts',
    'user',
    'assertion',
  ]);
});

test('a pending flow is divided up to now, or not at all', () => {
  const core = make.get('a', [one], { outcome: make.pending });
  const observed = make.signIn(one, 0).slice(0, 4);
  expect(phases(core, observed)).toEqual([]);
  expect(phases(core, observed, { now: make.T + 5000 }).at(-1)).toMatchObject({ name: 'user' });
});

describe('properties', () => {
  const role = fc.constantFrom<ExchangeRole>(
    'well-known',
    'config',
    'accounts',
    'client-metadata',
    'id-assertion',
    'disconnect',
    'other',
  );
  const time = fc.double({ min: -100, max: 20_000, noNaN: true });

  test('phases lie end to end and add up to the duration exactly', () => {
    fc.assert(
      fc.property(
        fc.oneof(fc.constant(make.T), fc.double({ min: 0, max: 1e6, noNaN: true })),
        fc.double({ min: 0, max: 100_000, noNaN: true }),
        fc.constantFrom(make.fulfilled(), make.rejected('NetworkError'), make.rejected('IdentityCredentialError')),
        fc.constantFrom<'active' | 'passive'>('active', 'passive'),
        fc.array(
          fc.record({
            role,
            at: time,
            took: fc.double({ min: 0, max: 5000, noNaN: true }),
            p: fc.constantFrom(one, two),
            status: fc.constantFrom(0, 200, 404),
          }),
          { maxLength: 12 },
        ),
        (start, length, outcome, mode, made) => {
          const settledAt = start + length;
          const exchanges = made.map(({ role, at, took, p, status }) => ({
            ...make.exchange('GET', p.configURL, 0, { status }),
            role,
            configURL: p.configURL,
            startedAt: start + at,
            duration: took,
          }));
          const core = { ...make.get('a', [one, two], { outcome, mode }), startedAt: start, settledAt };
          const list = phasesOf(make.flowOf(core, exchanges));
          expect(list.reduce((sum, { duration }) => sum + duration, 0)).toBe(settledAt - start);
          expect(list.every(({ duration }) => duration > 0)).toBe(true);
          let at = start;
          for (const { startedAt, duration } of list) {
            expect(startedAt).toBe(at);
            at = startedAt + duration;
          }
        },
      ),
      { numRuns: 500 },
    );
  });

  test('the order of the exchanges changes nothing', () => {
    const observed = [...make.signIn(one, 0), ...make.signIn(two, 3).slice(0, 4)];
    const core = make.get('a', [one, two], { took: 4000 });
    const expected = phases(core, observed);
    const exchanges = correlate([core], observed).exchanges.get('a') ?? [];
    fc.assert(
      fc.property(fc.shuffledSubarray([...exchanges], { minLength: exchanges.length }), order => {
        expect(phasesOf(make.flowOf(core, order))).toEqual(expected);
      }),
    );
  });
});
