import { describe, expect, it } from 'vitest';
import { autoSignIn, type Condition } from '../../../src/core/expectation/auto-sign-in.ts';
import type { Flow } from '../../../src/core/model.ts';
import { ANN, failing } from '../diagnosis/flows.ts';
import { called, GOOD, MINUTE, pending, rejected, START, signedIn } from './flows.ts';

const silent = { options: { mediation: 'silent' } };

function judged(flow: Flow, id: Condition['id'], ...earlier: Flow[]): Condition | undefined {
  return autoSignIn(flow, { earlier })?.find(condition => condition.id === id);
}

describe('where it applies', () => {
  it('every sign-in in which the user had to choose, or nobody could', () => {
    expect(autoSignIn(signedIn(START, false), { earlier: [] })).toHaveLength(8);
    expect(autoSignIn(rejected({}, silent), { earlier: [] })).toHaveLength(8);
    expect(autoSignIn(rejected({}, {}, failing('NotAllowedError', 'no')), { earlier: [] })).toHaveLength(8);
  });

  it('not where it happened, nor for other calls', () => {
    expect(autoSignIn(signedIn(START, true), { earlier: [] })).toBeUndefined();
    expect(autoSignIn(called('login.setStatus', START), { earlier: [] })).toBeUndefined();
  });
});

it('mediation', () => {
  expect(judged(rejected(GOOD), 'mediation')?.status).toBe('met');
  expect(judged(rejected(GOOD, { options: { mediation: 'required' } }), 'mediation')?.status).toBe('not-met');
});

describe('the quiet period', () => {
  it('runs for 10 minutes from the automatic choice, and says when it ends', () => {
    const before = signedIn(START - 9 * MINUTE, true);
    const choice = before.exchanges.find(({ role }) => role === 'id-assertion')?.startedAt ?? 0;
    expect(judged(rejected({}, silent), 'quiet-period', before)).toMatchObject({
      status: 'not-met',
      until: choice + 10 * MINUTE,
    });
    expect(judged(rejected({}, silent), 'quiet-period', signedIn(START - 11 * MINUTE, true))?.status).toBe('met');
  });

  it('ends at once with an explicit choice', () => {
    const before = [signedIn(START - 9 * MINUTE, true), signedIn(START - 8 * MINUTE, false)];
    expect(judged(rejected({}, silent), 'quiet-period', ...before)?.status).toBe('met');
  });

  it('is the embedder’s, not another site’s', () => {
    const elsewhere = {
      ...signedIn(START - MINUTE, true),
      page: { url: 'https://o.example/', origin: 'https://o.example' },
    };
    expect(judged(rejected({}, silent), 'quiet-period', elsewhere)?.status).toBe('unknown');
  });
});

it('preventSilentAccess holds until the next sign-in', () => {
  const prevented = called('credentials.preventSilentAccess', START - 5 * MINUTE);
  expect(judged(rejected(GOOD), 'prevent-silent-access', prevented)?.status).toBe('not-met');
  const after = signedIn(START - MINUTE, false);
  expect(judged(rejected(GOOD), 'prevent-silent-access', prevented, after)?.status).toBe('met');
  expect(judged(rejected(GOOD), 'prevent-silent-access')?.status).toBe('unknown');
});

describe('a grant', () => {
  const before = signedIn(START - 20 * MINUTE, false);
  it('is known from an earlier flow, and lost with a disconnect', () => {
    expect(judged(rejected(GOOD), 'grant', before)?.status).toBe('met');
    expect(judged(rejected(GOOD), 'grant')?.status).toBe('unknown');
    const disconnected = called('IdentityCredential.disconnect', START - MINUTE, {
      request: { configURL: 'http://idp.localhost:9000/config.json', clientId: 'client', accountHint: '1' },
    });
    expect(judged(rejected(GOOD), 'grant', before, disconnected)?.status).toBe('not-met');
  });

  it('is the account’s', () => {
    expect(judged(rejected(GOOD), 'grant', signedIn(START - MINUTE, false, '2'))?.status).toBe('unknown');
  });
});

describe('exactly one returning account', () => {
  const accounts = (...list: object[]) => ({ ...GOOD, accounts: { body: { accounts: list } } });
  const known = { ...ANN, approved_clients: ['client'] };
  const stranger = { ...ANN, id: '2', approved_clients: ['other'] };
  it.each([
    ['met', [known]],
    ['met', [known, stranger]],
    ['not-met', [known, { ...known, id: '3' }]],
    ['not-met', [stranger]],
    ['unknown', [ANN]],
    ['unknown', [known, { ...ANN, id: '4' }]],
  ] as const)('%s', (status, list) => {
    expect(judged(rejected(accounts(...list)), 'one-account')?.status).toBe(status);
  });

  it('an account that signed in here before is one', () => {
    expect(judged(rejected(GOOD), 'one-account', signedIn(START - MINUTE, false))?.status).toBe('met');
  });
});

describe('approved_clients', () => {
  const withList = (approved_clients?: string[]) => ({
    ...GOOD,
    accounts: { body: { accounts: [{ ...ANN, ...(approved_clients && { approved_clients }) }] } },
  });
  it.each([
    ['met', undefined],
    ['met', ['client', 'x']],
    ['not-met', ['x']],
    ['not-met', []],
  ] as const)('%s for %j', (status, list) => {
    expect(judged(rejected(withList(list && [...list])), 'approved-clients')?.status).toBe(status);
  });
});

it('a mismatch: an accounts answer that failed', () => {
  expect(judged(rejected({ ...GOOD, accounts: { status: 401 } }), 'mismatch')?.status).toBe('not-met');
  expect(judged(rejected(GOOD), 'mismatch')?.status).toBe('met');
  expect(judged(rejected({}), 'mismatch')?.status).toBe('unknown');
});

it('reads hostile requests', () => {
  for (const identity of [null, [], { providers: 3 }, { providers: [null, 'x', {}] }]) {
    const flow: Flow = { ...pending(GOOD), request: { identity } };
    expect(() => autoSignIn(flow, { earlier: [signedIn(START - MINUTE, true)] })).not.toThrow();
  }
});

describe('Chrome’s own words of a silent call', () => {
  const said = (...texts: string[]): Partial<Flow> => ({
    chrome: {
      askedAt: START + 9000,
      issues: ['SilentMediationFailure'],
      log: texts.map(text => ({ at: START + 5, level: 'error', text: `Silent mediation issue: ${text}` })),
    },
  });
  const statuses = (rest: Partial<Flow>) =>
    Object.fromEntries(
      (autoSignIn(rejected({}, silent, rest), { earlier: [] }) ?? []).map(({ id, status }) => [id, status]),
    );

  it.each([
    ['quiet-period', 'auto re-authn is in quiet period because it was recently used on this site.'],
    ['prevent-silent-access', 'preventSilentAccess() has been invoked on the site.'],
    ['grant', 'the user has not used FedCM on this site with this identity provider.'],
    ['setting', 'the user has disabled auto re-authn.'],
  ] as const)('name what is not met, and leave the rest met: %s', (id, text) => {
    const rest = { 'quiet-period': 'met', 'prevent-silent-access': 'met', grant: 'met', setting: 'met' };
    expect(statuses(said(text))).toMatchObject({ ...rest, [id]: 'not-met', 'one-account': 'unknown' });
  });

  it('several accounts', () => {
    expect(statuses(said('the user has used FedCM with multiple accounts on this site.'))).toMatchObject({
      'one-account': 'not-met',
      setting: 'met',
    });
  });

  it('are not believed where they may be of another call, and tell nothing where there are none', () => {
    const text = 'the user has disabled auto re-authn.';
    const { chrome } = said(text);
    expect(chrome && statuses({ chrome: { ...chrome, overlaps: ['other'] } })['setting']).toBe('unknown');
    expect(statuses(said())['setting']).toBe('unknown');
  });
});
