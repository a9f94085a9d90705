import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surroundingsOf } from '../../../src/core/expectation/surroundings.ts';
import { deriveFlow } from '../../../src/core/flow/derive.ts';
import type { Flow } from '../../../src/core/model.ts';
import { ANN, IDP } from '../diagnosis/flows.ts';
import { called, GOOD, MINUTE, pending, RP, rejected, START, signedIn } from './flows.ts';

/** The flow as the log completes it: its first sentence is what the summary begins with. */
function told(flow: Flow, ...others: Flow[]): Flow {
  const flows = [...others, flow].sort((a, b) => a.startedAt - b.startedAt);
  return deriveFlow(flow, {
    exchanges: flow.exchanges,
    deliveries: flow.deliveries,
    siblings: [],
    sentStatuses: [],
    ...surroundingsOf(flow, flows),
    now: START + MINUTE,
  });
}

const silent = { options: { mediation: 'silent' } };
const bad = { ...GOOD, accounts: { status: 401 } };

describe('stories', () => {
  it('a hung sign-in with all exchanges 200 waits for the user', () => {
    const flow = told(pending(GOOD));
    expect(flow.waitingFor).toBe('the user in the account chooser');
    expect(flow.findings.filter(({ severity }) => severity !== 'advice')).toEqual([]);
  });

  it('a prompt that stopped after it was closed', () => {
    const closed = rejected(GOOD, {}, { startedAt: START - MINUTE });
    const first = told(rejected({}), closed).findings[0];
    expect(first?.code).toBe('DisabledInSettings');
    expect(first?.title).toMatch(/^Prompts are probably paused on this site until /);
  });

  it('one bad accounts answer, and Chrome takes the user to be signed out', () => {
    const first = told(rejected({}), rejected(bad, {}, { startedAt: START - MINUTE })).findings[0];
    expect(first?.code).toBe('NotSignedInWithIdp');
    expect(first?.title).toBe(`One accounts answer of ${IDP} failed, so Chrome takes the user to be signed out`);
  });

  it('the same where Chrome itself confirmed it', () => {
    const chrome = { askedAt: START + 9000, issues: ['NotSignedInWithIdp'], log: [] };
    const first = told(rejected({}, {}, { chrome }), rejected(bad, {}, { startedAt: START - MINUTE })).findings[0];
    expect(first).toMatchObject({ code: 'NotSignedInWithIdp', source: 'chrome', certainty: 'certain' });
    expect(first?.title).toContain('One accounts answer of ');
  });

  it('signed out by the provider itself is another story', () => {
    const page = { url: `${IDP}/out`, origin: IDP };
    const out = called('login.setStatus', START - MINUTE, { page, request: 'logged-out' });
    expect(told(rejected({}), out).findings[0]?.title).toBe(`Chrome takes the user to be signed out at ${IDP}`);
  });

  it('a second silent call within the quiet period', () => {
    const first = told(rejected({}, silent), signedIn(START - MINUTE, true)).findings[0];
    expect(first?.code).toBe('SilentMediationFailure');
    expect(first?.title).toBe(
      'Nobody could be signed in silently: Chrome signed the user in by itself less than 10 minutes earlier',
    );
    expect(first?.steps[0]).toContain('14:12:11');
  });

  it('a silent call whose only account is vetoed, and one with two to choose from', () => {
    const offering = (...accounts: object[]) => ({ ...GOOD, accounts: { body: { accounts } } });
    const vetoed = told(rejected(offering({ ...ANN, approved_clients: ['other'] }), silent)).findings[0];
    expect(vetoed?.title).toMatch(/: the identity provider does not list this client in `approved_clients`$/);
    expect(vetoed).toMatchObject({ owner: 'idp' });
    expect(vetoed?.explanation).not.toContain('has signed in on this site before');
    const known = { ...ANN, approved_clients: ['client'] };
    const two = told(rejected(offering(known, { ...known, id: '2' }), silent)).findings[0];
    expect(two?.title).toMatch(/: there is not exactly one returning account$/);
    expect(two?.steps.join(' ')).toContain('`loginHint`');
  });

  it('a silent call with nothing known stays as it was', () => {
    expect(told(rejected({}, silent)).findings[0]?.title).toBe('Nobody could be signed in silently');
  });

  it('an effect that calls twice and aborts the first', () => {
    const aborted = rejected(
      {},
      { options: { signal: { $type: 'AbortSignal' } } },
      { settledAt: START + 6, outcome: { status: 'rejected', error: { name: 'AbortError', message: 'aborted' } } },
    );
    const again = pending({}, {}, { startedAt: START + 4 });
    const [first] = told(aborted, again).findings;
    expect(first).toMatchObject({
      code: 'Canceled',
      severity: 'warning',
      title: 'The page called twice and aborted this first call',
    });
    const other = { ...again, request: { identity: { providers: [{ configURL: 'https://other.example/c' }] } } };
    expect(told(aborted, other).findings[0]?.title).toBe('The page aborted the call');
    expect(told(aborted).findings[0]?.title).toBe('The page aborted the call');
    const before = told({ ...aborted, context: { stack: ['signIn (https://rp.example/app.js:1:2)'] } }).findings[0];
    expect(before?.title).toBe('The page called with a signal that had been aborted before');
  });

  describe('who aborted, by the stack of the call of abort()', () => {
    const aborted = (...abortStack: string[]) =>
      rejected(
        {},
        { options: { signal: { $type: 'AbortSignal' } } },
        {
          settledAt: START + 6,
          outcome: { status: 'rejected', error: { name: 'AbortError', message: 'aborted' } },
          context: { abortStack },
        },
      );

    it.each([
      ['at cleanup (https://rp.example/assets/login.tsx?t=1:41:9)', ', in `cleanup` (login.tsx:41:9)'],
      ['at https://rp.example/app.js:1:2', ', at app.js:1:2'],
      ['https://rp.example/app.js:1:2', ', at app.js:1:2'],
      ['at async Login.close (https://rp.example/app.js:1:2)', ', in `Login.close` (app.js:1:2)'],
      [
        'at a.cancel (https://accounts.google.com/gsi/client:12:3)',
        ', in `a.cancel` (client:12:3) of Google Identity Services',
      ],
      ['nonsense', ''],
    ])('%s', (line, words) => {
      expect(told(aborted(line)).findings[0]?.title).toBe(`The page aborted the call${words}`);
    });

    it('passes over packages to the page’s own code, and points there', () => {
      const [first] = told(
        aborted(
          'at abort (https://rp.example/node_modules/query/dist/index.js:9:9)',
          'at stop (https://rp.example/src/login.ts:3:1)',
        ),
      ).findings;
      expect(first?.title).toBe('The page aborted the call, in `stop` (login.ts:3:1)');
      expect(first?.steps[0]).toBe('Look at `stop`, login.ts:3:1: it calls `abort()`.');
      expect(first?.evidence[0]?.note).toBe('at abort (https://rp.example/node_modules/query/dist/index.js:9:9)');
    });

    it('reads any line, and no endless one', () => {
      fc.assert(
        fc.property(
          fc.array(
            fc.oneof(
              fc.string(),
              fc.string().map(name => `at ${name} (${name}:1:2)`),
            ),
          ),
          lines => {
            expect(() => told(aborted(...lines))).not.toThrow();
          },
        ),
      );
      const endless = `at ${'a ('.repeat(300_000)}:1:2)`;
      expect(told(aborted(endless)).findings[0]?.title).toBe('The page aborted the call');
    });

    it('of an effect that calls twice', () => {
      const again = pending({}, {}, { startedAt: START + 4 });
      const [first] = told(aborted('at cleanup (https://rp.example/login.tsx:41:9)'), again).findings;
      expect(first?.title).toBe('The page called twice and aborted this first call, in `cleanup` (login.tsx:41:9)');
    });
  });

  it('a page without automatic sign-in', () => {
    const prevented = called('credentials.preventSilentAccess', START - MINUTE);
    expect(told(rejected({}, silent), prevented).findings[0]?.explanation).toContain(RP);
  });
});
