import { describe, expect, it } from 'vitest';
import { refusalFinding, serverAnswer } from '../../../src/core/expectation/server-answer.ts';
import type { Delivery, Flow } from '../../../src/core/model.ts';
import { checkToken } from '../../../src/core/token/check.ts';
import { nonceForms } from '../../../src/core/token/checks/nonce.ts';
import { clocksOf } from '../../../src/core/token/clocks.ts';
import { decodeToken } from '../../../src/core/token/decode.ts';
import { summarise } from '../../../src/core/token/summarise.ts';
import { CONFIG_URL, delivery, exchange, FITTING, flowWith, SECONDS, SETTLED_AT, STARTED_AT } from '../token/flows.ts';
import { jwt } from '../token/tokens.ts';

const toBase64 = (text: string) => text.replaceAll('-', '+').replaceAll('_', '/');

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
    ['nonce-hashed', refusal(`expected ${toBase64(nonceForms(FITTING.nonce).sha256Base64url)}=`), {}],
    ['not-yet-valid', refusal(), { iat: SECONDS + 600 }],
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

describe('whose clock is off', () => {
  /** The identity provider's clock, and the token that it makes by it, so many minutes ahead. */
  function byIdp(minutes: number, server = 0) {
    const claims = { iat: SECONDS + 2 + minutes * 60, exp: SECONDS + 302 + minutes * 60 };
    const answer = refusal('', NOW + server * 60_000);
    const date = STARTED_AT + 2500 + minutes * 60_000;
    const flow = { ...delivered(answer, claims), exchanges: [exchange('id-assertion', '{}', date)] };
    const decoded = decodeToken(flow.outcome.credential?.token);
    return serverAnswer(answer, { ...flow, token: summarise(decoded, checkToken(decoded, flow, { earlier: [] })) });
  }

  it.each([
    [10, 'ahead of'],
    [-10, 'behind'],
  ])('the identity provider’s, where server and computer agree: %i min', (minutes, words) => {
    const { kind, title, owner } = byIdp(minutes);
    expect(kind).toBe('clocks-apart');
    expect(title).toContain(`the identity provider’s clock is 10 min ${words} your server’s and this computer’s`);
    expect(owner).toBe('idp');
  });

  it('neither of both, where they agree with each other', () => {
    expect(byIdp(-10, -10).kind).toBe('fits');
  });
});

describe('a refusal that is no verdict on the token', () => {
  it.each([
    [404, '<h1>Not Found</h1>', /^The server has nothing at the address/],
    [404, '{"message":"Cannot POST /api/login","error":"Not Found"}', /^The server has nothing at the address/],
    [405, '', /does not take this method/],
    [415, '', /does not read bodies of this kind/],
    [429, '', /takes no more requests/],
    [403, '{"detail":"CSRF token missing"}', /^The server refused the request, not the token/],
  ])('%i %s', (status, body, title) => {
    const { kind, title: said } = answerOf(delivery(NOW, status, body));
    expect(kind).toBe('not-judged');
    expect(said).toMatch(title);
  });

  it('tells no such user from no such address', () => {
    expect(answerOf(delivery(NOW, 404, '{"error":"User not found"}')).kind).toBe('fits');
  });

  it('says of a server that fell over that it did, and of a bad token that it is bad', () => {
    expect(answerOf(delivery(NOW, 500)).title).toBe('The token fits this call; the server itself failed, with 500');
    expect(answerOf(delivery(NOW, 500), { aud: 'client-2' }).kind).toBe('other-audience');
  });
});

it('says what the answer speaks of, where the token fits', () => {
  const spoken = answerOf(refusal('{"error":"invalid audience"}'));
  expect(spoken.because).toContain('The server’s answer speaks of the audience.');
  expect(spoken.steps[0]).toContain('client id');
  expect(answerOf(refusal('no')).steps).toHaveLength(1);
});

it('names what is wrong with a token in which a check fails', () => {
  expect(answerOf(refusal(), { nonce: 'another' }).title).toBe(
    'The server refused the token: its nonce is not the one that the call sent',
  );
  expect(answerOf(refusal(), { iss: 'https://other.example' }).title).toContain('its issuer is not');
});

describe('a refusal without a bad status', () => {
  const said = (body: string) => refusalFinding(delivered(delivery(NOW, 200, body)));
  const led = (location: string) => {
    const { response, ...rest } = delivery(NOW, 303);
    return refusalFinding(delivered({ ...rest, response: { status: 303, location, ...response } }));
  };

  it.each([
    ['{"ok":false,"error":"invalid audience"}', '"ok": false'],
    ['{"error":"invalid_token"}', '"error": "invalid_token"'],
    ['{"data":null,"errors":[{"message":"no"}]}', '"errors": [{"message":"no"}]'],
    ['{"status":"failed"}', '"status": "failed"'],
  ])('in the body: %s', (body, found) => {
    expect(said(body)?.evidence[0]).toMatchObject({ path: 'deliveries.response.body', found });
    expect(said(body)?.explanation).toContain(`It answered 200, and its body says \`${found}\`.`);
  });

  it.each(['{"ok":true,"error":null,"errors":[]}', '{"status":"ok"}', '{"error":false}', 'error', '', '[false]'])(
    'not in %s',
    body => expect(said(body)).toBeUndefined(),
  );

  it.each([
    ['https://rp.example/login?error=invalid_token', 'error=invalid_token'],
    ['https://rp.example/login?error', 'error'],
    ['https://rp.example/#error_description=no', 'error_description=no'],
    ['https://rp.example/sign-in', '/sign-in'],
  ])('in a redirect to %s', (location, found) => {
    expect(led(location)?.evidence[0]).toMatchObject({ path: 'deliveries.response.location', found });
  });

  it.each(['https://rp.example/', 'https://rp.example/login/done', 'https://rp.example/?terror=1'])(
    'not in a redirect to %s',
    location => expect(led(location)).toBeUndefined(),
  );
});

describe('a token that did not arrive', () => {
  const api = { url: 'https://api.example.net/login', origin: 'https://api.example.net' };
  const lost = (error: string, more: object = {}) => {
    const { response: _, ...rest } = refusal();
    return refusalFinding(delivered({ ...rest, error, ...more }));
  };

  it('for a connection that broke, or a blocker', () => {
    expect(lost('net::ERR_EMPTY_RESPONSE')).toMatchObject({
      code: 'TokenNotDelivered',
      title: 'The request that carried the token failed: net::ERR_EMPTY_RESPONSE',
    });
    expect(lost('net::ERR_BLOCKED_BY_CLIENT')?.title).toContain('was blocked');
  });

  it('for CORS, before it was sent and after it was answered', () => {
    expect(lost('net::ERR_FAILED', api)?.title).toBe(
      'The token did not get to https://api.example.net, probably by CORS',
    );
    const answered = lost('net::ERR_FAILED', { ...api, response: { status: 200 } });
    expect(answered?.title).toBe('The answer of https://api.example.net was kept from the page, probably by CORS');
    expect(answered?.steps[0]).toContain('Access-Control-Allow-Origin: https://rp.example');
  });

  it('says nothing of what the page itself gave up, or did again', () => {
    expect(lost('net::ERR_ABORTED')).toBeUndefined();
    const { response: _, ...rest } = refusal();
    const failed = { ...rest, error: 'net::ERR_CONNECTION_RESET' };
    expect(refusalFinding({ ...delivered(failed), deliveries: [failed, delivery(NOW)] })).toBeUndefined();
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
