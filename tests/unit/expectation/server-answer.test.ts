import { describe, expect, it } from 'vitest';
import { refusalFinding, serverAnswer } from '../../../src/core/expectation/server-answer.ts';
import type { Delivery, Flow } from '../../../src/core/model.ts';
import { checkToken } from '../../../src/core/token/check.ts';
import { nonceForms } from '../../../src/core/token/checks/nonce.ts';
import { clocksOf } from '../../../src/core/token/clocks.ts';
import { decodeToken } from '../../../src/core/token/decode.ts';
import { summarise } from '../../../src/core/token/summarise.ts';
import { CONFIG_URL, delivery, FITTING, flowWith, SECONDS, SETTLED_AT } from '../token/flows.ts';
import { jwt } from '../token/tokens.ts';

/** A flow with its token checked, as the log holds it. */
function delivered(answer: Delivery, claims: object = {}): Flow {
  const flow = flowWith(jwt({ ...FITTING, ...claims }), { deliveries: [answer] });
  const decoded = decodeToken(flow.outcome.credential?.token);
  return { ...flow, token: summarise(decoded, checkToken(decoded, flow, { earlier: [] })) };
}

function answerOf(answer: Delivery, claims: object = {}) {
  return serverAnswer(answer, delivered(answer, claims));
}

const NOW = SETTLED_AT + 1000;
const refusal = (body = '', date = NOW) => delivery(date, 401, body);

describe('what a refusal comes to', () => {
  it.each([
    ['other-audience', refusal(), { aud: 'client-2' }],
    ['nonce-hashed', refusal(), { nonce: nonceForms(FITTING.nonce).sha256Hex }],
    ['nonce-hashed', refusal(`expected ${nonceForms(FITTING.nonce).sha256Hex}`), {}],
    ['nonce-hashed', refusal(`expected ${nonceForms(FITTING.nonce).sha256Base64url}`), {}],
    ['failed-check', refusal(), { nonce: 'another' }],
    ['expired', refusal(), { exp: SECONDS + 4 }],
    ['clocks-apart', refusal('', NOW - 600_000), {}],
    ['failed-check', refusal(), { exp: undefined }],
    ['failed-check', refusal(), { exp: 'soon' }],
    ['fits', refusal('{"error":"bad audience"}'), {}],
    ['fits', refusal('nonce mismatch'), {}],
    ['malformed', refusal(), { email_verified: 'true' }],
  ])('%s', (kind, answer, claims) => {
    expect(answerOf(answer, claims).kind).toBe(kind);
  });

  it('names the server whose clock is 10 minutes behind', () => {
    const { title, because } = answerOf(refusal('', NOW - 600_000));
    expect(title).toMatch(/your server is \d+ min behind the IdP$/);
    expect(title).toContain('your server is 10 min behind the IdP');
    expect(because).toMatch(/^`iat` is 2026-11-20T12:00:02Z; still 10 min ahead at .* by your server’s clock/);
  });

  it('says of a token that fits what the server may have expected', () => {
    expect(answerOf(refusal('no')).title).toBe('The token fits this call; the server expected something else');
    expect(answerOf(refusal('Invalid nonce')).title).toBe(
      'The token fits this call; the server expected another nonce, such as a hash of it',
    );
  });

  it.each(['', 'Invalid nonce', nonceForms(FITTING.nonce).sha256Hex])('judges no opaque token, answered %j', body => {
    const token = 'a-code-that-says-nothing';
    const flow = flowWith(token, { deliveries: [refusal(body)] });
    const earlier = [flowWith('another', { id: 'flow-0', startedAt: flow.startedAt - 1, request: {}, exchanges: [] })];
    const decoded = decodeToken(token);
    const checked = { ...flow, token: summarise(decoded, checkToken(decoded, flow, { earlier })) };
    expect(serverAnswer(refusal(body), flow).kind).toBe('unchecked');
    expect(serverAnswer(refusal(body), checked).kind).toBe('unchecked');
  });
});

describe('the finding', () => {
  it('is there where the server refused, and never took the token', () => {
    const finding = refusalFinding(delivered(refusal('no such client\nsecond line')));
    expect(finding).toMatchObject({ code: 'ServerRefusedToken', severity: 'warning', owner: 'rp-server' });
    expect(finding?.evidence[0]).toMatchObject({ found: '401', note: 'The server said: no such client' });
  });

  it('is not there where the server took it, now or in a second try', () => {
    expect(refusalFinding(delivered(delivery(NOW)))).toBeUndefined();
    const backend = { ...refusal(), url: 'https://api.example.net/session' };
    const other = { ...delivery(NOW), url: 'https://api.example.net/other' };
    expect(refusalFinding({ ...delivered(backend), deliveries: [backend, other] })).toBeUndefined();
    const flow = delivered(refusal());
    expect(refusalFinding({ ...flow, deliveries: [refusal(), delivery(NOW)] })).toBeUndefined();
    const { response: _, ...unanswered } = refusal();
    expect(refusalFinding({ ...flow, deliveries: [unanswered] })).toBeUndefined();
  });
});

describe('a beacon to another site', () => {
  const beacon = (status: number) => ({ ...delivery(NOW + 600_000, status), url: 'https://stats.example.net/beacon' });
  const with401 = delivered(refusal('expired'));

  it('takes no refusal back, and is none where the own server refused', () => {
    const after = { ...with401, deliveries: [refusal('expired'), beacon(204)] };
    expect(refusalFinding(after)?.evidence[0]).toMatchObject({ found: '401' });
    expect(refusalFinding({ ...with401, deliveries: [refusal('expired'), beacon(403)] })?.evidence[0]).toMatchObject({
      found: '401',
    });
    expect(refusalFinding({ ...with401, deliveries: [delivery(NOW), beacon(403)] })).toBeUndefined();
  });

  it('lends the server no clock', () => {
    const flow = { ...with401, deliveries: [refusal(), beacon(204)] };
    expect(clocksOf(flow, CONFIG_URL)).toEqual(clocksOf(with401, CONFIG_URL));
    expect(clocksOf({ ...flow, deliveries: [beacon(204)] }, CONFIG_URL).server?.ahead).toBeGreaterThan(500_000);
  });
});

it('judges by the arrival where the answer has no date: expired on the way', () => {
  const { response: _, ...rest } = refusal();
  const late = { ...rest, startedAt: SETTLED_AT + 60_000, response: { status: 401, body: 'no' } };
  const expiring = { exp: SECONDS + 30 };
  expect(answerOf(late, expiring).kind).toBe('expired');
  expect(answerOf({ ...late, startedAt: SETTLED_AT + 1000 }, expiring).kind).toBe('fits');
});

it('tells acceptance from silence', () => {
  expect(answerOf(delivery(NOW)).kind).toBe('accepted');
  const { response: _, ...unanswered } = refusal();
  expect(answerOf(unanswered).kind).toBe('unanswered');
});
