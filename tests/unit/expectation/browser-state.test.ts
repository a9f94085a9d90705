import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { browserState, keyOf, type Memory } from '../../../src/core/expectation/browser-state.ts';
import { holdingAt, joinMemories, MAX_MEMORIES, readMemories } from '../../../src/core/expectation/remembered.ts';
import type { Flow } from '../../../src/core/model.ts';
import { IDP } from '../diagnosis/flows.ts';
import { called, GOOD, MINUTE, RP, rejected, START, signedIn } from './flows.ts';

const NOW = START + 5 * MINUTE;
const HOUR = 60 * MINUTE;

const memory = (kind: Memory['kind'], ...flows: Flow[]): Memory | undefined =>
  browserState({ earlier: flows }, NOW).find(each => each.kind === kind);

describe('what Chrome probably remembers', () => {
  it('the login status of a provider, by its last accounts answer', () => {
    const bad = rejected({ ...GOOD, accounts: { status: 401 } });
    expect(memory('login-status', signedIn(START - MINUTE, false), bad)).toMatchObject({
      origin: IDP,
      state: 'logged-out',
      at: START + 25,
    });
    expect(memory('login-status', bad, signedIn(START + MINUTE, false))?.state).toBe('logged-in');
  });

  it('a cooldown with its step and its end', () => {
    const closed = (startedAt: number) => rejected(GOOD, {}, { startedAt });
    expect(memory('cooldown', closed(START))).toMatchObject({
      origin: RP,
      state: 'perhaps-paused',
      step: 1,
      until: START + 5000 + 2 * HOUR,
    });
    expect(memory('cooldown', closed(START - 3 * HOUR), closed(START))).toMatchObject({
      step: 2,
      until: START + 5000 + 24 * HOUR,
    });
    expect(memory('cooldown', closed(START - MINUTE), signedIn(START, false))?.state).toBe('over');
  });

  it('no cooldown where Chrome went on with a passive call, and the steps from the start again', () => {
    const closed = (startedAt: number) => rejected(GOOD, {}, { startedAt });
    expect(memory('cooldown', closed(START - MINUTE), closed(START))).toMatchObject({
      state: 'perhaps-paused',
      step: 1,
    });
    const failed = rejected({ ...GOOD, accounts: { status: 401 } });
    expect(memory('cooldown', closed(START - MINUTE), failed)).toMatchObject({ state: 'over', at: START });
    const active = rejected(GOOD, { identity: { mode: 'active' } });
    expect(memory('cooldown', closed(START - MINUTE), active)).toMatchObject({ state: 'perhaps-paused', step: 1 });
  });

  it('takes back what was kept once Chrome says that no pause began', () => {
    const closed = rejected(GOOD);
    const chrome = { askedAt: NOW, issues: ['UiDismissedNoEmbargo'], log: [] };
    const [before, after] = [closed, { ...closed, chrome }].map(flow => browserState({ earlier: [flow] }, NOW));
    const isPause = ({ kind }: Memory) => kind === 'cooldown';
    expect(holdingAt(joinMemories([], before ?? []), NOW).some(isPause)).toBe(true);
    expect(holdingAt(joinMemories(before ?? [], after ?? []), NOW).some(isPause)).toBe(false);
  });

  it('a quiet period with its end', () => {
    expect(memory('quiet-period', signedIn(START, true))).toMatchObject({
      origin: RP,
      state: 'quiet',
      until: START + 1000 + 10 * MINUTE,
    });
    expect(memory('quiet-period', signedIn(START - HOUR, true))).toBeUndefined();
  });

  it('connected accounts, without the accounts', () => {
    const known = memory('connection', signedIn(START, false, 'ann@example.test'));
    expect(known).toMatchObject({ origin: RP, idp: IDP, state: 'connected' });
    expect(JSON.stringify(known)).not.toContain('ann');
    const disconnected = called('IdentityCredential.disconnect', START + MINUTE, {
      request: { configURL: `${IDP}/config.json`, clientId: 'client', accountHint: '1' },
    });
    expect(memory('connection', signedIn(START, false), disconnected)?.state).toBe('disconnected');
  });

  it('preventSilentAccess, until the next sign-in', () => {
    const prevented = called('credentials.preventSilentAccess', START);
    expect(memory('silent-access', prevented)).toMatchObject({ origin: RP, state: 'prevented' });
    expect(memory('silent-access', prevented, signedIn(START + MINUTE, false))?.state).toBe('allowed');
  });

  describe('Chrome’s own words', () => {
    const asked = (issue: string, ...texts: string[]): Partial<Flow> => ({
      chrome: {
        askedAt: START + 9000,
        issues: [issue],
        log: texts.map(text => ({ at: START, level: 'error', text: `Silent mediation issue: ${text}` })),
      },
    });

    it('confirm a pause, and keep its step and its end', () => {
      const closed = rejected(GOOD, {}, { startedAt: START - MINUTE });
      const after = rejected({}, {}, asked('DisabledInSettings'));
      expect(memory('cooldown', closed, after)).toMatchObject({
        state: 'paused',
        step: 1,
        until: START - MINUTE + 5000 + 2 * HOUR,
      });
      expect(memory('cooldown', closed, after)?.because).toMatch(/A prompt was closed .* Chrome said of the call /);
    });

    it('tell of a pause that nobody saw begin, without an end', () => {
      const known = memory('cooldown', rejected({}, {}, asked('DisabledInSettings')));
      expect(known).toMatchObject({ origin: RP, state: 'paused', at: START });
      expect(known?.until).toBeUndefined();
    });

    it('tell the login status, where one provider was asked', () => {
      expect(memory('login-status', rejected({}, {}, asked('NotSignedInWithIdp')))).toMatchObject({
        origin: IDP,
        state: 'logged-out',
      });
      const two = [`${IDP}/config.json`, 'https://other.example/config.json'].map(configURL => ({ configURL }));
      const flow = rejected({}, { providers: two }, asked('NotSignedInWithIdp'));
      expect(memory('login-status', flow)).toBeUndefined();
    });

    it('tell what a silent call lacked', () => {
      const flow = rejected(
        {},
        {},
        asked('SilentMediationFailure', 'auto re-authn is in quiet period', 'preventSilentAccess() has been invoked'),
      );
      expect(memory('quiet-period', flow)).toMatchObject({ state: 'quiet', until: START + 10 * MINUTE });
      expect(memory('silent-access', flow)).toMatchObject({ state: 'prevented' });
      expect(memory('connection', flow)).toBeUndefined();
    });

    it('give way to what came later', () => {
      const out = rejected({}, {}, asked('NotSignedInWithIdp'));
      expect(memory('login-status', out, signedIn(START + MINUTE, false))?.state).toBe('logged-in');
    });
  });

  it('nothing of nothing', () => {
    expect(browserState({ earlier: [] }, NOW)).toEqual([]);
  });
});

const aMemory = fc.record(
  {
    kind: fc.constantFrom('login-status', 'cooldown', 'quiet-period', 'connection', 'silent-access'),
    origin: fc.constantFrom(RP, IDP, 'not an origin', `${RP}/path`),
    idp: fc.constantFrom(IDP, 7),
    state: fc.constantFrom('logged-in', 'paused', 'over', 'connected', 'prevented', 'x'),
    at: fc.oneof(fc.integer(), fc.constant(Number.NaN), fc.string()),
    until: fc.oneof(fc.integer(), fc.string()),
    step: fc.oneof(fc.integer(), fc.double()),
    because: fc.string(),
    token: fc.string(),
  },
  { requiredKeys: [] },
);

describe('what is kept', () => {
  it('reads back what was written', () => {
    const all = browserState(
      {
        earlier: [
          signedIn(START - HOUR, false),
          called('credentials.preventSilentAccess', START - MINUTE),
          rejected(GOOD),
        ],
      },
      NOW,
    );
    expect(all.length).toBeGreaterThanOrEqual(4);
    expect(readMemories(JSON.parse(JSON.stringify(all)))).toEqual(all);
  });

  it('takes nothing but memories, whatever storage holds', () => {
    fc.assert(
      fc.property(fc.oneof(fc.anything(), fc.array(fc.oneof(aMemory, fc.anything()))), stored => {
        const read = readMemories(stored);
        expect(readMemories(read)).toEqual(read);
        for (const { origin, at } of read) {
          expect(new URL(origin).origin).toBe(origin);
          expect(Number.isFinite(at)).toBe(true);
        }
        expect(read.every(each => !Object.hasOwn(each, 'token'))).toBe(true);
      }),
    );
  });

  it('keeps the latest word about each thing, and no more than there is room for', () => {
    const base: Memory = { kind: 'login-status', origin: IDP, state: 'logged-in', at: 1, because: 'a' };
    const later: Memory = { ...base, state: 'logged-out', at: 2 };
    expect(joinMemories([later], [base])).toEqual([later]);
    expect(joinMemories([base], [later])).toEqual([later]);
    const many = Array.from(
      { length: MAX_MEMORIES + 5 },
      (_, i): Memory => ({ ...base, origin: `https://i${i}.example`, at: i }),
    );
    const joined = joinMemories(many, []);
    expect(joined).toHaveLength(MAX_MEMORIES);
    expect(new Set(joined.map(keyOf)).size).toBe(MAX_MEMORIES);
    expect(joined[0]?.at).toBe(MAX_MEMORIES + 4);
  });

  it('leaves out what is over', () => {
    const kept: Memory = { kind: 'quiet-period', origin: RP, state: 'quiet', at: 1, until: 10, because: 'a' };
    expect(holdingAt([kept], 9)).toEqual([kept]);
    expect(holdingAt([kept], 10)).toEqual([]);
    expect(holdingAt([{ ...kept, state: 'over' }], 9)).toEqual([]);
  });
});
