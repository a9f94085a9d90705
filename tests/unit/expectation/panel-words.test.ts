import { describe, expect, it } from 'vitest';
import { conditionCounts } from '../../../panel/auto-sign-in/condition-words.ts';
import { ageWords, KINDS, resetsOf, stateWords } from '../../../panel/browser-state/memory-words.ts';
import { leadingFinding, resultWords } from '../../../panel/flow/outcome.ts';
import { clockWords } from '../../../panel/flow/time.ts';
import { verdictWordsOf } from '../../../panel/summary/verdict-words.ts';
import { explainWaiting } from '../../../panel/waiting/waiting-words.ts';
import { diagnose } from '../../../src/core/diagnosis/index.ts';
import type { Memory } from '../../../src/core/expectation/browser-state.ts';
import { disconnectCall } from '../../../src/core/expectation/disconnect-call.ts';
import { refusalFinding } from '../../../src/core/expectation/server-answer.ts';
import { CONFIG, fulfilled, IDP } from '../diagnosis/flows.ts';
import { GOOD, MINUTE, pending, RP, START, signedIn } from './flows.ts';

describe('waiting', () => {
  it('says how long the pop-up is open, and what was not seen', () => {
    const waiting = { kind: 'continuation-popup', since: START, host: 'idp.example', heard: [] } as const;
    const { title, text } = explainWaiting(waiting, START + 38_000);
    expect(title).toBe('Waiting for the continuation pop-up');
    expect(text).toContain('Opened 0:38 ago; no `resolve` or `close` seen.');
  });

  it('says what its page called', () => {
    const heard = [{ api: 'login.setStatus', at: START + 5000 }] as const;
    const waiting = { kind: 'sign-in-popup', since: START, host: 'idp.example', heard: [...heard] } as const;
    expect(explainWaiting(waiting, START + 9000).text).toContain(
      `its page called \`login.setStatus\` at ${clockWords(START + 5000)}`,
    );
  });

  it('says when Chrome knew, and doubts itself once the delay is over', () => {
    const waiting = {
      kind: 'rejection-delay',
      since: START,
      until: START + MINUTE,
      code: 'AccountsNoResponse',
    } as const;
    expect(explainWaiting(waiting, START + 5000).text).toContain(
      `Chrome knew the reason (AccountsNoResponse) at ${clockWords(START)}; it tells the page up to 60 s later`,
    );
    expect(explainWaiting(waiting, START + 2 * MINUTE).text).toContain('the longest delay of 60 s is over');
    const open = explainWaiting({ ...waiting, orDialogOf: 'idp.example' }, START + 5000);
    expect(open.title).toBe('Waiting for the browser’s deliberate delay, or the sign-in dialog');
    expect(open.text).toContain('the dialog may be behind a window');
  });

  it.each([
    [
      { kind: 'open' },
      'it probably decided without any request',
      'The user may be signed out at the identity provider as far as Chrome knows',
    ],
    [
      { kind: 'silent' },
      'a condition of automatic sign-in is probably not met',
      'A silent call ends so where Chrome remembers no sign-in here',
    ],
    [
      { kind: 'paused', dismissedAt: START - MINUTE, end: START + 119 * MINUTE },
      'prompts are probably paused on this site',
      `A prompt was closed on this site at ${clockWords(START - MINUTE)}; where that was by its X, Chrome shows none before`,
    ],
  ] as const)('says that Chrome probably decided without a request: %o', (guess, title, text) => {
    const waiting = { kind: 'no-request', since: START, until: START + MINUTE, guess } as const;
    const words = explainWaiting(waiting, START + 4000);
    expect(words.title).toBe(`Waiting for the browser’s deliberate delay: ${title}`);
    expect(words.text).toContain('Chrome has sent no request since the call, 0:04 ago.');
    expect(words.text).toContain(text);
  });

  it('says that an account was chosen, and the token is asked for', () => {
    const waiting = {
      kind: 'network',
      since: START,
      role: 'id-assertion',
      host: 'idp.example',
      isUnderWay: true,
    } as const;
    const { title, text } = explainWaiting(waiting, START + 9000);
    expect(title).toBe('Waiting for the network: identity assertion endpoint of idp.example');
    expect(text).toContain('An account was chosen, and the request that asks for its token is under way');
  });

  it('says that the call is older than DevTools', () => {
    const { title, text } = explainWaiting({ kind: 'unseen', since: START }, START + 9000);
    expect(title).toBe('Waiting for what began before DevTools was opened');
    expect(text).toContain('The call was made 0:09 ago, before DevTools was opened');
  });

  it('counts an unanswered request', () => {
    const waiting = { kind: 'network', since: START, role: 'accounts', host: 'idp.example' } as const;
    const { title, text } = explainWaiting(waiting, START + 72_000);
    expect(title).toBe('Waiting for the network: accounts endpoint of idp.example');
    expect(text).toContain('No answer yet for 1:12.');
  });
});

it('advice does not stand before what a pending call waits for', () => {
  const [advice] = diagnose(fulfilled({ accounts: { ...GOOD.accounts, headers: [] } }), { earlier: [] });
  const flow = { ...pending(GOOD), waitingFor: 'the user in the account chooser' };
  const findings = [{ ...advice, severity: 'advice' }] as typeof flow.findings;
  expect(leadingFinding({ ...flow, findings })).toBeUndefined();
  expect(verdictWordsOf({ ...flow, findings }).title).toBe('Waiting for the user in the account chooser');
});

describe('a token that the server refused', () => {
  const answer = { status: 401, date: '', body: '' };
  const delivery = { url: `${RP}/session`, method: 'POST', where: 'body', origin: RP, startedAt: START } as const;
  const refused = refusalFinding({ ...fulfilled({}), deliveries: [{ ...delivery, response: answer }] });
  if (refused === undefined) throw new Error('A refusal is found.');
  const flow = { ...fulfilled({}), findings: [refused] };

  it('leads in a success, though it is no failure of the call', () => {
    expect(leadingFinding(flow)?.code).toBe('ServerRefusedToken');
    expect(verdictWordsOf(flow).title).toBe('The server refused the token');
    expect(leadingFinding({ ...flow, findings: [{ ...refused, code: 'AccountsNoResponse' }] })).toBeUndefined();
  });

  it('is told by the row', () => {
    expect(resultWords(flow)).toMatch(/ · refused by the server$/);
  });
});

it('says in a row what a call waits for in a word', () => {
  const row = (waitingFor: string) => resultWords({ ...pending(), waitingFor });
  expect(row('the user in the account chooser')).toBe('waiting: account chooser');
  expect(row('the network: accounts endpoint of idp.example')).toBe('waiting: accounts endpoint of idp.example');
  expect(row('the browser’s 3 s floor')).toBe('waiting: 3 s floor');
  expect(row('the continuation pop-up')).toBe('waiting: continuation pop-up');
});

it('counts the conditions, what is not met first', () => {
  const condition = (status: 'met' | 'not-met' | 'unknown') => ({ id: 'setting', status, because: '' }) as const;
  expect(conditionCounts([condition('met'), condition('not-met'), condition('met')])).toBe('1 not met, 2 met');
});

describe('browser state', () => {
  const pause: Memory = {
    kind: 'cooldown',
    origin: RP,
    state: 'perhaps-paused',
    at: START,
    until: START + 120 * MINUTE,
    step: 1,
    because: 'a',
  };

  it('shows state, step, end and age', () => {
    expect(stateWords(pause, START + MINUTE)).toContain('perhaps paused, step 1, until ');
    expect(stateWords(pause, START + MINUTE)).toContain(clockWords(START + 120 * MINUTE));
    expect(ageWords(START, START + 12 * MINUTE)).toBe('12 minutes ago');
    expect(ageWords(START, START)).toBe('just now');
  });

  it('offers a reset that fits', () => {
    expect(resetsOf(pause)[0]).toMatchObject({
      kind: 'settings',
      url: expect.stringContaining(encodeURIComponent(RP)),
    });
    const status: Memory = { ...pause, kind: 'login-status', origin: IDP, state: 'logged-out' };
    expect(resetsOf(status)[0]).toMatchObject({ code: 'navigator.login.setStatus("logged-in")' });
    const connection: Memory = { ...pause, kind: 'connection', state: 'connected', idp: IDP };
    expect(resetsOf(connection)[0]).toMatchObject({ code: expect.stringContaining(`${IDP}/`) });
    const known = disconnectCall(RP, IDP, [signedIn(START, false, 'ann')]);
    expect(resetsOf(connection, known)[0]).toMatchObject({
      code: `await IdentityCredential.disconnect({ configURL: "${CONFIG}", clientId: "client", accountHint: "ann" })`,
    });
    expect(disconnectCall(RP, 'https://other.example', [signedIn(START, false)])).toBeUndefined();
  });

  it('says of each kind what cannot be known', () => {
    expect(KINDS.map(({ kind }) => kind)).toEqual([
      'login-status',
      'cooldown',
      'quiet-period',
      'connection',
      'silent-access',
    ]);
    for (const { unknown } of KINDS) expect(unknown).not.toBe('');
  });
});
