import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { surroundingsOf } from '../../../src/core/expectation/surroundings.ts';
import { waitingOf } from '../../../src/core/expectation/waiting.ts';
import { waitingPhrase } from '../../../src/core/expectation/waiting-phrase.ts';
import type { Requests } from '../../../src/core/flow/quiet-calls.ts';
import type { Flow } from '../../../src/core/model.ts';
import { ENDPOINTS, IDP } from '../diagnosis/flows.ts';
import { called, GOOD, MINUTE, pending, rejected, START, signedIn, waitsFor } from './flows.ts';

const HOST = new URL(IDP).host;
const { wellKnown, config } = GOOD;
const silent = { options: { mediation: 'silent' } };
const active = { identity: { mode: 'active' } };

describe('the network', () => {
  it.each([
    ['config', {}],
    ['well-known', { config }],
    ['config', { wellKnown }],
    ['accounts', { wellKnown, config }],
  ])('waits for %s', (role, answers) => {
    expect(waitsFor(pending(answers))).toMatchObject({ kind: 'network', role, host: HOST });
  });

  it('is not named for a call from before DevTools was opened, whose answers nobody watched', () => {
    const flow = pending({});
    expect(waitingOf(flow, { earlier: [], watchedSince: START + 1 })).toEqual({ kind: 'unknown', since: START });
    expect(waitingOf(flow, { earlier: [], watchedSince: START })?.kind).toBe('network');
  });

  it('counts from the end of the last answer', () => {
    expect(waitsFor(pending({}))?.since).toBe(START);
    expect(waitsFor(pending({ wellKnown, config }))?.since).toBe(START + 7);
  });

  it('waits for the slower of two providers', () => {
    const other = { configURL: 'https://slow.example/config.json', clientId: 'c' };
    const flow = pending(GOOD, { providers: [{ configURL: `${IDP}/config.json`, clientId: 'c' }, other] });
    expect(waitsFor(flow)).toMatchObject({ kind: 'network', role: 'config', host: 'slow.example' });
  });

  it('waits for the token where a silent call meets every known condition', () => {
    const flow = pending({ ...GOOD }, silent);
    expect(waitsFor(flow, signedIn(START - 11 * MINUTE, false))).toMatchObject({
      kind: 'network',
      role: 'id-assertion',
    });
  });
});

describe('people and windows', () => {
  it('all exchanges are 200: the account chooser is open', () => {
    expect(waitsFor(pending(GOOD))).toEqual({ kind: 'chooser', since: START + 25 });
  });

  it('accounts failed, and the user was signed in: the sign-in dialog', () => {
    const flow = pending({ wellKnown, config, accounts: { status: 401 } });
    expect(waitsFor(flow, signedIn(START - MINUTE, false))).toMatchObject({ kind: 'sign-in-dialog', host: HOST });
  });

  it('accounts failed in a silent call: the delayed rejection, since it shows no dialog', () => {
    const flow = pending({ wellKnown, config, accounts: { status: 401 } }, silent);
    const before = signedIn(START - 11 * MINUTE, false);
    expect(waitsFor(flow, before)).toMatchObject({ kind: 'rejection-delay', code: 'AccountsNoResponse' });
  });

  it('accounts failed in active mode: the sign-in pop-up, and what its page called', () => {
    const flow = pending({ wellKnown, config, accounts: { status: 401 } }, active);
    const inside = called('login.setStatus', START + 9000, { parent: flow.id });
    expect(waitsFor(flow, inside)).toEqual({
      kind: 'sign-in-popup',
      since: START + 25,
      host: HOST,
      heard: [{ api: 'login.setStatus', at: START + 9000 }],
    });
  });

  it('accounts failed again after a `setStatus` in the pop-up: it is open since before that', () => {
    const again = pending({ wellKnown, config, accounts: { status: 401, at: 9500 } }, active);
    const inside = called('login.setStatus', START + 9000, { parent: again.id });
    expect(waitsFor(again, inside)).toMatchObject({ kind: 'sign-in-popup', heard: [{ api: 'login.setStatus' }] });
    const { since } = waitsFor(again, inside) ?? {};
    expect(since).toBeLessThan(START + 9000);
  });

  it('accounts failed, and a pop-up was heard: the dialog was answered', () => {
    const flow = pending({ wellKnown, config, accounts: { status: 401 } });
    const inside = called('login.setStatus', START + 9000, { parent: flow.id });
    expect(waitsFor(flow, signedIn(START - MINUTE, false), inside)).toMatchObject({ kind: 'sign-in-popup' });
  });

  it('signed out, active: the pop-up opens after the config', () => {
    const before = rejected({ wellKnown, config, accounts: { status: 401 } }, {}, { startedAt: START - MINUTE });
    expect(waitsFor(pending({ wellKnown, config }, active), before)).toMatchObject({ kind: 'sign-in-popup' });
  });

  it('continue_on: the continuation pop-up, with neither resolve nor close', () => {
    const flow = pending({ ...GOOD, assertion: { body: { continue_on: '/more' } } });
    expect(waitsFor(flow)).toEqual({ kind: 'continuation-popup', since: START + 1005, host: HOST, heard: [] });
  });

  it('the token was refused: the error dialog', () => {
    const flow = pending({ ...GOOD, assertion: { status: 500, body: {} } });
    expect(waitsFor(flow)).toMatchObject({ kind: 'error-dialog', since: START + 1005 });
  });
});

it('client metadata that is under way: no dialog is shown before it', () => {
  const named = { ...GOOD, config: { body: { ...ENDPOINTS, client_metadata_endpoint: '/metadata' } } };
  const flow = pending(named);
  const around = { ...surroundingsOf(flow, [flow]), requests: 'get' } as const;
  expect(waitingOf(flow, around)).toMatchObject({ kind: 'network', role: 'client-metadata', host: HOST });
  const answered = pending({ ...named, metadata: { body: {} } });
  expect(waitingOf(answered, around)).toMatchObject({ kind: 'chooser' });
  expect(waitingOf(pending(GOOD), around)).toMatchObject({ kind: 'chooser' });
});

describe('the browser itself', () => {
  it('delays a rejection, and knew the reason from the last answer on', () => {
    const flow = pending({ wellKnown, config, accounts: { status: 401 } });
    expect(waitsFor(flow)).toEqual({
      kind: 'rejection-delay',
      code: 'AccountsNoResponse',
      since: START + 25,
      until: START + 25 + MINUTE,
      // Nobody knows whether Chrome took the user to be signed in.
      orDialogOf: HOST,
    });
    const failed = pending({ wellKnown, config: { status: 404 } });
    expect(waitsFor(failed)).toMatchObject({ kind: 'rejection-delay', code: 'ConfigHttpNotFound' });
    expect(waitsFor(failed)).not.toHaveProperty('orDialogOf');
  });

  it('knows from the call on that a signed-out user gets no prompt', () => {
    const before = rejected({ wellKnown, config, accounts: { status: 401 } }, {}, { startedAt: START - MINUTE });
    expect(waitsFor(pending({}), before)).toMatchObject({ code: 'NotSignedInWithIdp', since: START });
  });

  it('knows from the call on that a silent call comes too soon', () => {
    expect(waitsFor(pending({}, silent), signedIn(START - MINUTE, true))).toMatchObject({
      kind: 'rejection-delay',
      code: 'SilentMediationFailure',
    });
  });

  it('names for a signed-out user in a silent call what Chrome names', () => {
    const before = rejected({ wellKnown, config, accounts: { status: 401 } }, {}, { startedAt: START - MINUTE });
    expect(waitsFor(pending({}, silent), before)).toMatchObject({ code: 'SilentMediationFailure' });
  });

  it('holds a passive success back, and an active one not', () => {
    const answers = { ...GOOD, assertion: { body: { token: 't' } } };
    expect(waitsFor(pending(answers))).toEqual({ kind: 'floor', since: START + 1005, until: START + 4000 });
    expect(waitsFor(pending(answers, active))).toMatchObject({ kind: 'unknown' });
  });
});

describe('no request', () => {
  const quiet = (requests: Requests, flow: Flow, earlier: Flow[] = []) => waitingOf(flow, { earlier, requests });
  const closed = rejected(GOOD, {}, { startedAt: START - MINUTE });

  it('was sent: Chrome has probably decided, and holds the rejection back', () => {
    const waiting = { kind: 'no-request', since: START, until: START + MINUTE };
    expect(quiet('none', pending())).toEqual({ ...waiting, guess: { kind: 'open' } });
    expect(quiet('none', pending({}, silent))).toEqual({ ...waiting, guess: { kind: 'silent' } });
    expect(quiet('none', pending(), [closed])).toEqual({
      ...waiting,
      guess: { kind: 'paused', dismissedAt: closed.settledAt, end: (closed.settledAt ?? 0) + 120 * MINUTE },
    });
  });

  it('has ended, and another goes on: the network', () => {
    expect(quiet('none', pending({ config }))).toMatchObject({ kind: 'network', role: 'well-known' });
  });

  it('is sent for long: the network, whatever was closed before', () => {
    expect(waitsFor(pending(), closed)).toMatchObject({ kind: 'network', role: 'config' });
  });

  it('says of an active call nothing: it is not held back', () => {
    expect(quiet('none', pending({}, active))).toMatchObject({ kind: 'network' });
  });

  it('for the token has been answered: an account was chosen, and it is the network', () => {
    expect(quiet('assertion', pending(GOOD))).toEqual({
      kind: 'network',
      since: START + 25,
      role: 'id-assertion',
      host: HOST,
      isUnderWay: true,
    });
    expect(quiet('assertion', pending({ ...GOOD, assertion: { body: { token: 't' } } }))?.kind).toBe('floor');
  });

  it('could be seen: the call is older than DevTools', () => {
    expect(quiet('unseen', pending())).toEqual({ kind: 'unseen', since: START });
    expect(quiet('unseen', pending(GOOD))).toMatchObject({ kind: 'chooser' });
  });
});

it('says nothing of settled flows, and of calls that are no FedCM', () => {
  expect(waitsFor(signedIn(START, false))).toBeUndefined();
  expect(waitsFor({ ...pending(), request: { publicKey: {} } })).toBeUndefined();
});

it('has words for everything but the unknown', () => {
  const flows = [
    pending(),
    pending(GOOD),
    pending({ ...GOOD, assertion: { body: { continue_on: '/x' } } }),
    pending({ ...GOOD, assertion: { body: { token: 't' } } }),
    pending({ ...GOOD, assertion: { status: 500, body: {} } }),
  ];
  expect(flows.map(flow => waitingPhrase(waitsFor(flow) ?? { kind: 'unknown', since: 0 }))).toEqual([
    `the network: config of ${HOST}`,
    'the user in the account chooser',
    'the continuation pop-up',
    'the browser’s 3 s floor',
    'the user in the error dialog',
  ]);
});

it('throws for no flow, whatever the request and the bodies hold', () => {
  fc.assert(
    fc.property(fc.anything(), fc.jsonValue(), fc.jsonValue(), (request, accounts, token) => {
      const flow: Flow = { ...pending({ ...GOOD, accounts: { body: accounts }, assertion: { body: token } }), request };
      const waiting = waitingOf(flow, surroundingsOf(flow, [flow]));
      expect(waiting === undefined || Number.isFinite(waiting.since)).toBe(true);
    }),
  );
});
