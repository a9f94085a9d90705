import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import type { CheckId, Flow, TokenCheck } from '../../../src/core/model.ts';
import { type CheckContext, checkToken, serverDisagrees } from '../../../src/core/token/check.ts';
import { decodeToken } from '../../../src/core/token/decode.ts';
import { keyLocation } from '../../../src/core/token/key-location.ts';
import { serverSnippet } from '../../../src/core/token/server-snippet.ts';
import { signedToken } from '../../../src/core/token/signed-token.ts';
import {
  ACCOUNTS,
  CONFIG_URL,
  delivery,
  exchange,
  FITTING,
  flowWith,
  requestWith,
  SECONDS,
  SETTLED_AT,
  STARTED_AT,
} from './flows.ts';
import { encode, jwt } from './tokens.ts';
import * as vectors from './vectors.ts';

function checksOf(token: unknown, changes: Partial<Flow> = {}, context: CheckContext = { earlier: [] }) {
  return checkToken(decodeToken(token), flowWith(token, changes), context);
}

function check(
  id: CheckId,
  claims: object,
  changes: Partial<Flow> = {},
  context: CheckContext = { earlier: [] },
): TokenCheck {
  const found = checksOf(jwt(claims), changes, context).find(entry => entry.id === id);
  if (!found) throw new Error(`no check ${id}`);
  return found;
}

const disagreement = (checks: readonly TokenCheck[], flow: Flow, problems: readonly string[] = []) =>
  serverDisagrees({ checks, problems }, flow);

const fitting = (changes: object) => ({ ...FITTING, ...changes });

test('a token that fits passes, and its signature stays open', () => {
  const statuses = Object.fromEntries(checksOf(jwt(FITTING)).map(({ id, status }) => [id, status]));
  expect(statuses).toEqual({
    issuer: 'pass',
    audience: 'pass',
    'authorized-party': 'not-applicable',
    nonce: 'pass',
    subject: 'pass',
    account: 'pass',
    expiry: 'pass',
    'not-before': 'not-applicable',
    'issued-at': 'pass',
    age: 'pass',
    algorithm: 'pass',
    signature: 'unknown',
    digests: 'not-applicable',
    'key-binding': 'not-applicable',
    replay: 'unknown',
  });
});

describe('each claim that does not fit fails alone, and shows both values', () => {
  test.each<[CheckId, object, string, string]>([
    ['issuer', { iss: 'https://other.example' }, 'https://other.example', 'https://idp.example'],
    ['audience', { aud: 'client-2' }, 'client-2', 'client-1'],
    ['audience', { aud: ['client-2', 'client-3'], azp: 'client-1' }, 'client-3', 'client-1'],
    ['authorized-party', { azp: 'client-2' }, 'client-2', 'client-1'],
    ['nonce', { nonce: 'other' }, 'other', FITTING.nonce],
    ['subject', { sub: 'user-2' }, 'user-2', 'user-1'],
    ['account', { email: 'c@idp.example' }, 'c@idp.example', 'a@idp.example'],
    ['account', { name: 'Mallory' }, 'Mallory', 'Alice'],
    ['expiry', { exp: SECONDS + 3 }, '12:00:03', '12:00:06'],
    ['issued-at', { iat: SECONDS + 60 }, '12:01:00', '12:00:06'],
    ['not-before', { nbf: SECONDS + 60 }, '12:01:00', '12:00:06'],
    ['age', { iat: SECONDS - 3600 }, '11:00:00', '12:00:00'],
  ])('%s %j', (id, change, one, other) => {
    const failed = checksOf(jwt(fitting(change))).filter(({ status }) => status === 'fail');
    expect(failed.map(entry => entry.id)).toEqual([id]);
    expect(failed[0]?.detail).toContain(one);
    expect(failed[0]?.detail).toContain(other);
  });
});

describe('issuer', () => {
  test('another origin of the same site is left open, until discovery confirms it', () => {
    const claims = fitting({ iss: 'https://login.idp.example' });
    expect(check('issuer', claims).status).toBe('unknown');
    const discovery = { issuer: 'https://login.idp.example' };
    expect(check('issuer', claims, {}, { earlier: [], discovery }).status).toBe('pass');
  });

  test('a slash too many is another issuer', () => {
    const discovery = { issuer: 'https://idp.example/' };
    expect(check('issuer', FITTING, {}, { earlier: [], discovery }).status).toBe('fail');
  });

  test.each<[string, TokenCheck['status'], string]>([
    ['https://idp.example/', 'pass', 'the slash at the end counts'],
    ['https://IDP.example', 'pass', 'capitals and ports count'],
    ['https://idp.example:443', 'pass', 'capitals and ports count'],
    ['https://idp.example:443/realms/one', 'pass', 'capitals and ports count'],
    ['idp.example', 'unknown', 'It has no scheme'],
    ['http://idp.example', 'unknown', 'behind a TLS proxy'],
    ['https://idp.example/realms/one', 'pass', ''],
  ])('the spelling of %s', (iss, status, words) => {
    const found = check('issuer', fitting({ iss }));
    expect(found.status).toBe(status);
    if (words === '') expect(found.detail).not.toContain('written');
    else expect(found.detail).toContain(words);
    // Once the issuer itself says so, there is nothing odd about it.
    const discovery = { issuer: iss };
    if (status === 'pass') {
      expect(check('issuer', fitting({ iss }), {}, { earlier: [], discovery }).detail).not.toContain('written');
    }
  });

  test.each(['https://accounts.google.com', 'accounts.google.com'])('Google spelled %s', iss => {
    const configURL = 'https://accounts.google.com/gsi/fedcm.json';
    const outcome = { status: 'fulfilled', credential: { type: 'identity', token: '', configURL } } as const;
    expect(check('issuer', fitting({ iss }), { outcome, request: requestWith({ configURL }) }).status).toBe('pass');
    expect(check('issuer', fitting({ iss })).status).toBe('fail');
  });
});

describe('nonce', () => {
  const hash = createHash('sha256').update(FITTING.nonce);
  const hex = hash.copy().digest('hex');
  const base64url = hash.digest('base64url');

  test.each([
    ['hex', hex],
    ['base64url', base64url],
  ])('hashed by the identity provider, in %s', (form, nonce) => {
    const { status, detail } = check('nonce', fitting({ nonce }));
    expect(status).toBe('fail');
    expect(detail).toContain(`SHA-256 of it, in ${form}`);
  });

  test('hashed by the page', () => {
    const { detail } = check('nonce', FITTING, { request: requestWith({ params: { nonce: hex } }), exchanges: [] });
    expect(detail).toContain('one side hashes');
  });

  test.each<[string, object, unknown, TokenCheck['status']]>([
    ['sent at the top level', { nonce: 'top' }, 'top', 'pass'],
    ['sent under another name', { params: { oidc: { n: 'deep' } } }, 'deep', 'pass'],
    ['sent and left out', { params: { nonce: 'x' } }, undefined, 'fail'],
    ['neither sent nor there', {}, undefined, 'not-applicable'],
    ['there though none was sent', {}, 'surprise', 'fail'],
  ])('%s', (_name, provider, nonce, status) => {
    expect(check('nonce', fitting({ nonce }), { request: requestWith(provider), exchanges: [] }).status).toBe(status);
  });
});

describe('a nonce that was sent', () => {
  const hash = createHash('sha256').update('n1').digest('hex');
  const text = JSON.stringify({ nonce: 'n1' });
  const sent = (provider: object, nonce: unknown, exchanges: Flow['exchanges'] = []) =>
    check('nonce', fitting({ nonce }), { request: requestWith(provider), exchanges });

  test.each<[string, object, unknown, TokenCheck['status'], string]>([
    ['as a number', { params: { nonce: 12345 } }, '12345', 'pass', 'compare it as text'],
    ['as a number, and is one in the token', { params: { nonce: 12345 } }, 12345, 'fail', 'should be a string'],
    ['as a number, and not as that', { params: { nonce: 12345 } }, '54321', 'fail', '“12345” as params.nonce'],
    ['as 0', { params: { nonce: 0 } }, '1', 'fail', '“0” as params.nonce'],
    ['as a number at the top level', { nonce: 7 }, '7', 'pass', '“7” as the provider’s own nonce member'],
    ['in params that are JSON in a string', { params: text }, 'n1', 'pass', 'JSON in a string'],
    ['in such params, and not as that', { params: text }, 'n2', 'fail', '“n1” as params.nonce'],
    ['in such params, and is hashed', { params: text }, hash, 'fail', 'SHA-256 of it, in hex'],
    ['in such params by another name', { params: '{"n":"n1"}' }, 'n1', 'pass', 'params.n.'],
    ['in JSON further down', { params: { request: text } }, 'n1', 'pass', '“n1” as params.request.nonce'],
    ['in a list', { params: { all: ['x', 'n1'] } }, 'n1', 'pass', 'params.all[1]'],
    ['further down, and is hashed', { params: { oidc: { nonce: 'n1' } } }, hash, 'fail', 'SHA-256 of it, in hex'],
    ['by another name, as a number', { params: { n: 5 } }, '5', 'pass', 'params.n.'],
    ['and taken from beside it', { params: { nonce: 'x', state: 'n1' } }, 'n1', 'fail', 'was sent as params.state'],
    ['in text that only begins like JSON', { params: '{n1' }, 'n1', 'fail', 'sent none'],
    ['as nothing', { params: { nonce: '' } }, 'n1', 'fail', 'sent none'],
  ])('%s', (_name, provider, nonce, status, words) => {
    const found = sent(provider, nonce);
    expect(found.detail).toContain(words);
    expect(found.status).toBe(status);
    if (nonce !== 'n1') expect(found.detail).not.toContain('sent none');
  });

  test.each<[string, Partial<Flow>, unknown]>([
    ['was lost', {}, { $type: 'lost' }],
    ['is not the one of this provider', {}, { identity: { providers: [{ clientId: 'a' }, { clientId: 'b' }] } }],
    ['was another call, before a pop-up', { api: 'IdentityProvider.resolve' }, jwt(FITTING)],
  ])('is not known where the request %s', (_name, changes, request) => {
    for (const nonce of ['n1', undefined]) {
      const found = check('nonce', fitting({ nonce }), { ...changes, request, exchanges: [] });
      expect(found).toMatchObject({ status: 'unknown', detail: expect.stringContaining('is not known') });
    }
  });

  test.each([
    ['a b/c=', 'a+b/c=', 'percent-encoded'],
    ['a+b', 'a%2Bb', 'percent-encoded'],
    ['a+b', 'a b', 'percent-decoded'],
    ['abc ', 'abc', 'white space'],
    ['abc', 'ABC', 'upper and lower case'],
    ['0123456789abcdef', '0123456789', 'only the beginning'],
    ['n1', createHash('sha256').update('n1').digest('base64'), 'SHA-256 of it, in base64url'],
  ])('%j, and is %j in the token', (value, nonce, words) => {
    const { status, detail } = sent({ params: { nonce: value } }, nonce);
    expect(status).toBe('fail');
    expect(detail).toContain(words);
  });

  test('is read off the assertion request where the call is not known, encoded twice too', () => {
    const assertion = exchange('id-assertion', '{}');
    for (const params of [text, JSON.stringify(text), '{"nonce":"n1","deep":{"nonce":"n2"}}']) {
      const body = new URLSearchParams({ params }).toString();
      const exchanges = [{ ...assertion, request: { ...assertion.request, body } }];
      expect(check('nonce', fitting({ nonce: 'n1' }), { request: {}, exchanges }).status).toBe('pass');
    }
  });
});

describe('subject', () => {
  test('an identifier of the client’s own is left open where the address agrees', () => {
    expect(check('subject', fitting({ sub: 'pairwise' })).status).toBe('unknown');
    expect(check('subject', fitting({ sub: 'pairwise', email: undefined })).status).toBe('fail');
  });

  test('the account is the one in the assertion request', () => {
    const [accounts, assertion] = flowWith('').exchanges;
    if (!accounts || !assertion) throw new Error('no exchanges');
    const chosen = { ...assertion, request: { ...assertion.request, body: 'account_id=user-2' } };
    expect(check('subject', FITTING, { exchanges: [accounts, chosen] }).status).toBe('fail');
  });

  test('one that is empty, or in other letters, is another', () => {
    expect(check('subject', fitting({ sub: '' })).status).toBe('fail');
    expect(check('subject', fitting({ sub: 'USER-1' })).detail).toContain('upper and lower case');
  });

  test('a name is the same however its letters are composed', () => {
    const accounts = JSON.stringify({ accounts: [{ id: 'user-1', name: 'Zo\u00eb' }] });
    const exchanges = [exchange('accounts', accounts), exchange('id-assertion', '{}')];
    expect(check('account', fitting({ name: 'Zoe\u0308' }), { exchanges }).status).toBe('pass');
  });

  test('an audience that is named twice is one', () => {
    const claims = fitting({ aud: ['client-1', 'client-1'] });
    expect(check('audience', claims).detail).not.toContain('others');
    expect(check('authorized-party', claims).status).toBe('not-applicable');
  });

  test.each<[unknown, string]>([
    ['Client-1', 'upper and lower case'],
    [' client-1', 'white space'],
    ['https://rp.example', 'the page’s origin'],
    [['https://rp.example/'], 'the page’s origin'],
    ['client-1 api', 'a list in one string'],
    ['api,client-1', 'a list in one string'],
  ])('how %j came about', (aud, words) => {
    const { status, detail } = check('audience', fitting({ aud }));
    expect(status).toBe('fail');
    expect(detail).toContain(words);
  });

  test.each<[object, object, TokenCheck['status']]>([
    [{ aud: 'account', azp: 'client-1', typ: 'Bearer' }, {}, 'fail'],
    [{ aud: undefined, client_id: 'client-1', token_use: 'access' }, {}, 'fail'],
    [{ aud: 'client-1' }, { typ: 'at+jwt' }, 'unknown'],
    [{ aud: 'client-1' }, { typ: 'application/AT+JWT' }, 'unknown'],
  ])('%j %j marks an access token', (claims, header, status) => {
    const token = jwt(fitting(claims), { alg: 'RS256', ...header });
    const found = checksOf(token).find(({ id }) => id === 'audience');
    expect(found).toMatchObject({ status, detail: expect.stringContaining('it looks like an access token') });
    const idToken = jwt(fitting({ typ: 'ID', token_use: 'id' }), { alg: 'RS256', typ: 'JWT' });
    expect(checksOf(idToken).find(({ id }) => id === 'audience')?.detail).not.toContain('access token');
  });

  test('without exchanges it is not known', () => {
    expect(check('subject', FITTING, { exchanges: [] }).status).toBe('unknown');
    expect(check('account', FITTING, { exchanges: [] }).status).toBe('unknown');
  });
});

describe('clocks', () => {
  test('a server that is behind refuses a token from its future, and is named', () => {
    const { status, detail } = check('issued-at', FITTING, { deliveries: [delivery(SETTLED_AT + 1000 - 40_000)] });
    expect(status).toBe('fail');
    expect(detail).toContain('Your server is 40 s behind the IdP.');
  });

  test('a server that is ahead finds the token expired', () => {
    const { status, detail } = check('expiry', fitting({ exp: SECONDS + 60 }), {
      deliveries: [delivery(SETTLED_AT + 121_000)],
    });
    expect(status).toBe('fail');
    expect(detail).toContain('Your server is 2 min ahead of the IdP.');
  });

  test('skew is between server and identity provider, whatever this computer’s clock shows', () => {
    const exchanges = [exchange('id-assertion', '{}', STARTED_AT + 2500 + 30_000)];
    const { detail } = check('expiry', FITTING, { exchanges, deliveries: [delivery(SETTLED_AT + 1000 - 10_000)] });
    expect(detail).toContain('Your server is 40 s behind the IdP.');
    expect(detail).toContain('by your server’s clock');
  });

  test('a computer that is ahead is named, and does not make the token old', () => {
    const idpTime = STARTED_AT + 2500 - 600_000;
    const exchanges = [
      exchange('accounts', JSON.stringify(ACCOUNTS), idpTime),
      exchange('id-assertion', '{}', idpTime),
    ];
    const claims = fitting({ iat: SECONDS - 598 });
    expect(check('expiry', claims, { exchanges, deliveries: [] }).detail).toContain(
      'This computer is 10 min ahead of the IdP.',
    );
    expect(check('age', claims, { exchanges, deliveries: [] }).status).toBe('unknown');
    expect(check('age', claims, { exchanges }).status).toBe('pass');
  });

  test('a computer whose clock is wrong is no judge where no server’s is known', () => {
    const ahead = 600_000;
    const exchanges = [exchange('id-assertion', '{}', STARTED_AT + 2500 + ahead)];
    const claims = fitting({ iat: SECONDS + 602, exp: SECONDS + 4000 });
    const open = check('issued-at', claims, { exchanges, deliveries: [] });
    expect(open.status).toBe('unknown');
    expect(open.detail).toContain(
      'This computer is 10 min behind the IdP. What your server’s clock shows is not known.',
    );
    expect(check('issued-at', fitting({ iat: SECONDS + 1300 }), { exchanges, deliveries: [] }).status).toBe('fail');
    expect(check('issued-at', claims, { exchanges }).status).toBe('fail');
    expect(check('expiry', fitting({ exp: SECONDS + 300 }), { exchanges, deliveries: [] }).status).toBe('pass');
  });

  test('the age is that at the relying party’s own server, not at somebody’s who got a copy', () => {
    const late = { ...delivery(SETTLED_AT), startedAt: SETTLED_AT + 600_000 };
    const beacon = { ...delivery(SETTLED_AT), url: 'https://analytics.example/', startedAt: SETTLED_AT };
    expect(check('age', FITTING, { deliveries: [beacon, late] })).toMatchObject({
      status: 'fail',
      detail: expect.stringContaining('10 min old'),
    });
    expect(check('age', FITTING, { deliveries: [beacon] }).status).toBe('pass');
  });

  test('what a tolerance would forgive is said', () => {
    const words = 'A verifier that allows for clocks that differ takes it';
    expect(check('issued-at', fitting({ iat: SECONDS + 8 })).detail).toContain(words);
    expect(check('not-before', fitting({ nbf: SECONDS + 8 })).detail).toContain(words);
    expect(check('issued-at', fitting({ iat: SECONDS + 300 })).detail).not.toContain(words);
    expect(check('issued-at', FITTING).detail).not.toContain(words);
  });

  test('whole seconds and slow answers are no skew', () => {
    expect(check('expiry', FITTING, { deliveries: [delivery(SETTLED_AT + 2000)] }).detail).not.toContain('server is');
  });

  test('the flow’s time counts, however long ago it was', () => {
    expect(check('expiry', FITTING, { deliveries: [] }).detail).toContain(
      '2026-11-20T12:00:05Z by this computer’s clock',
    );
  });

  test.each(['exp', 'iat', 'nbf'])('%s as a string is no time', name => {
    const id = { exp: 'expiry', iat: 'issued-at', nbf: 'not-before' }[name] as CheckId;
    expect(check(id, fitting({ [name]: String(SECONDS) })).status).toBe('fail');
  });

  test.each([
    ['milliseconds', 1e3],
    ['microseconds', 1e6],
    ['nanoseconds', 1e9],
  ])('%s are no seconds, and are said to be none', (unit, per) => {
    const ids: Record<string, CheckId> = { exp: 'expiry', iat: 'issued-at', nbf: 'not-before' };
    for (const [name, id] of Object.entries(ids)) {
      const claims = fitting({ [name]: (SECONDS + 3) * per });
      const { status, detail } = check(id, claims);
      expect(status).toBe('fail');
      expect(detail).toContain(`${(SECONDS + 3) * per} is written in ${unit}`);
      expect(detail).toContain('in seconds it would be 2026-11-20T12:00:03Z');
    }
    expect(check('age', fitting({ iat: SECONDS * per })).status).toBe('unknown');
  });

  test('the last second of the year 5138 is one', () => {
    expect(check('expiry', fitting({ exp: 1e11 })).status).toBe('pass');
    expect(check('expiry', fitting({ exp: 1e11 + 1 })).status).toBe('fail');
  });

  test('a number too large to be one is no time', () => {
    const [header, , signature] = jwt(FITTING).split('.');
    const token = `${header}.${encode('{"exp":1e400,"iat":-1e400}')}.${signature}`;
    const details = checksOf(token).filter(({ status }) => status === 'fail');
    expect(details.find(({ id }) => id === 'expiry')?.detail).toBe('Infinity is not a number of seconds.');
    expect(details.find(({ id }) => id === 'issued-at')?.detail).toBe('-Infinity is not a number of seconds.');
  });

  test('a time beyond every calendar is shown in seconds', () => {
    expect(check('expiry', fitting({ exp: 1e300 })).detail).toContain('s after 1970');
  });
});

describe('algorithm', () => {
  test.each([
    ['RS256', 'pass'],
    ['EdDSA', 'pass'],
    ['none', 'fail'],
    ['HS256', 'fail'],
    ['XY999', 'fail'],
    ['ES256K', 'unknown'],
    ['ML-DSA-65', 'unknown'],
  ])('%s', (alg, status) => {
    const token = jwt(FITTING, { alg });
    expect(checksOf(token).find(({ id }) => id === 'algorithm')?.status).toBe(status);
  });

  test.each([
    ['rs256', 'RS256 was meant'],
    ['hs256', 'symmetric'],
  ])('%s', (alg, words) => {
    const found = checksOf(jwt(FITTING, { alg })).find(({ id }) => id === 'algorithm');
    expect(found).toMatchObject({ status: 'fail', detail: expect.stringContaining(words) });
  });

  test('other than the issuer announces', () => {
    const discovery = { id_token_signing_alg_values_supported: ['ES256'] };
    expect(check('algorithm', FITTING, {}, { earlier: [], discovery }).status).toBe('fail');
  });
});

describe('replay', () => {
  const token = jwt(FITTING);
  const fresh = requestWith({ params: { nonce: 'fresh' } });
  const earlier = (value: unknown, request: unknown) =>
    flowWith(value, { id: 'flow-0', startedAt: STARTED_AT - 60_000, request, exchanges: [] });
  const replay = (flows: Flow[], value: unknown = token) =>
    checksOf(value, {}, { earlier: flows }).find(({ id }) => id === 'replay');

  test('the same token', () => expect(replay([earlier(token, fresh)])?.detail).toContain('the very same token'));
  test('the same nonce', () =>
    expect(replay([earlier('other', flowWith('').request)])?.detail).toContain(FITTING.nonce));
  test('a nonce whose call gave no token was not spent', () => {
    const sameNonce = flowWith('').request;
    const failed: Flow = {
      ...earlier(undefined, sameNonce),
      outcome: { status: 'rejected', error: { name: 'NetworkError' } },
    };
    expect(replay([failed])).toMatchObject({ status: 'pass', detail: expect.stringContaining('was not spent') });
    expect(replay([failed, earlier('other', sameNonce)])?.status).toBe('fail');
  });
  test('neither', () => expect(replay([earlier('other', fresh)])?.status).toBe('pass'));
  test('the flow itself is not earlier', () => expect(replay([flowWith(token)])?.status).toBe('unknown'));
  test('an opaque token too', () => expect(replay([earlier('code', fresh)], 'code')?.status).toBe('fail'));
});

describe('tokens of other kinds', () => {
  test('the id_token of an object is the one that is checked', () => {
    const token = { access_token: jwt({ ...FITTING, aud: 'api' }), id_token: jwt(FITTING) };
    expect(checksOf(token).find(({ id }) => id === 'audience')?.status).toBe('pass');
  });

  test.each([
    ['id_token', 'access_token'],
    ['idToken', 'accessToken'],
    ['IDToken', 'AccessToken'],
    ['id-token', 'refresh-token'],
    ['ID_TOKEN', 'REFRESH_TOKEN'],
    ['idtoken', 'refreshtoken'],
    ['id token', 'access token'],
    ['googleIdToken', 'googleAccessToken'],
    ['jwt', 'accessToken'],
    ['credential', 'refreshToken'],
  ])('%s, and not %s, is the one that is checked, verified and written into the snippet', (one, other) => {
    const [right, wrong] = [jwt(FITTING), jwt({ ...FITTING, aud: 'api', iss: 'https://api.example' })];
    for (const value of [
      { [other]: wrong, [one]: right },
      { tokens: { [other]: { value: wrong }, [one]: { value: right } } },
      { [other]: wrong, response: JSON.stringify({ [one]: right }) },
    ]) {
      expect(checksOf(value).filter(({ status }) => status === 'fail')).toEqual([]);
      const decoded = decodeToken(value);
      expect(signedToken(decoded)).toMatchObject({ value: { token: { source: right } } });
      expect(keyLocation(decoded)).toMatchObject({ issuer: FITTING.iss });
      expect(serverSnippet(decoded, flowWith(value)).node).toContain('issuer: "https://idp.example"');
    }
  });

  test('a name that only ends like that of an ID token is none, and an access token may say so itself', () => {
    const other = jwt({ ...FITTING, aud: 'api' });
    const first = (value: unknown) => checksOf(value).find(({ id }) => id === 'audience')?.status;
    expect(first({ jwt: jwt(FITTING), androidToken: other })).toBe('pass');
    expect(first([jwt({ ...FITTING, aud: 'api' }, { alg: 'RS256', typ: 'at+jwt' }), jwt(FITTING)])).toBe('pass');
  });

  test('an opaque token makes no claims', () => {
    const others = checksOf('SplxlOBeZQQYbYS6WxSbIA').filter(({ id }) => id !== 'replay');
    expect(new Set(others.map(({ status }) => status))).toEqual(new Set(['not-applicable']));
  });

  test('an encrypted token leaves its claims open', () => {
    const checks = checksOf(vectors.RFC7516_A1_JWE);
    expect(checks.find(({ id }) => id === 'nonce')?.status).toBe('unknown');
    expect(checks.some(({ status }) => status === 'fail')).toBe(false);
  });

  test('of several providers the one that answered counts', () => {
    const providers = [
      { configURL: 'https://one.example/c', clientId: 'one' },
      { configURL: CONFIG_URL, clientId: 'client-1' },
    ];
    const request = { identity: { providers } };
    const elsewhere = { configURL: 'https://one.example/c' };
    const exchanges = [
      ...flowWith('').exchanges,
      { ...exchange('accounts', '{"accounts":[{"id":"stranger"}]}'), ...elsewhere },
      {
        ...exchange('id-assertion', '{}'),
        ...elsewhere,
        request: { method: 'POST', url: '', headers: [], body: 'account_id=stranger' },
      },
    ];
    expect(check('audience', FITTING, { request, exchanges }).status).toBe('pass');
    expect(check('subject', FITTING, { request, exchanges }).status).toBe('pass');
  });
});

describe('SD-JWT', () => {
  const page = { url: 'https://verifier.example.org/', origin: 'https://verifier.example.org' };
  const request = requestWith({ nonce: '1234567890' });
  const at = { startedAt: 1748536860_000, settledAt: 1748536870_000, exchanges: [], deliveries: [] };
  const statusOf = (id: CheckId, token: string, changes: Partial<Flow> = {}) =>
    checksOf(token, { page, request, ...at, ...changes }).find(entry => entry.id === id);

  test('digests match, key binding fits and is not verified', () => {
    expect(statusOf('digests', vectors.RFC9901_5_2_PRESENTED)?.status).toBe('pass');
    expect(statusOf('key-binding', vectors.RFC9901_5_2_PRESENTED)).toMatchObject({
      status: 'unknown',
      detail: expect.stringContaining('not verified'),
    });
  });

  test('a disclosure that was exchanged no longer matches', () => {
    const token = vectors.RFC9901_5_2_PRESENTED.replace('~WyJs', '~WyJr');
    expect(statusOf('digests', token)?.status).toBe('fail');
    expect(statusOf('key-binding', token)?.detail).toContain('sd_hash');
  });

  test('what is wrong with the form elsewhere leaves the digests matched', () => {
    expect(statusOf('digests', `Bearer ${vectors.RFC9901_5_2_PRESENTED}`)?.status).toBe('pass');
    expect(statusOf('digests', ` ${vectors.RFC9901_5_2_PRESENTED}`)?.status).toBe('pass');
  });

  test.each<[string, object, object, string]>([
    ['nobody signed', { alg: 'none' }, {}, 'alg is “none”'],
    ['was made long before the call', { alg: 'ES256' }, { iat: 1748536860 - 86_400 }, 'before the call'],
    ['was made after it', { alg: 'ES256' }, { iat: 1748536860 + 86_400 }, 'judged at'],
    ['has its time in milliseconds', { alg: 'ES256' }, { iat: 1748536860_000 }, 'written in milliseconds'],
    ['has no time', { alg: 'ES256' }, {}, 'iat is nothing'],
  ])('a key binding that %s', (_name, header, claims, words) => {
    const [issued = '', ...rest] = vectors.RFC9901_5_2_PRESENTED.split('~');
    const binding = jwt({ aud: page.origin, nonce: '1234567890', ...claims }, { typ: 'kb+jwt', ...header });
    const found = statusOf('key-binding', [issued, ...rest.slice(0, -1), binding].join('~'));
    expect(found).toMatchObject({ status: 'fail', detail: expect.stringContaining(words) });
  });

  test('a key binding for another page and another call', () => {
    const elsewhere = {
      page: { url: 'https://rp.example/', origin: 'https://rp.example' },
      request: requestWith({ nonce: 'x' }),
    };
    const { status, detail } = statusOf('key-binding', vectors.RFC9901_5_2_PRESENTED, elsewhere) ?? {};
    expect(status).toBe('fail');
    expect(detail).toContain('https://rp.example');
    expect(detail).toContain('1234567890');
  });
});

describe('a server that refuses', () => {
  const refused = { deliveries: [delivery(SETTLED_AT + 1000, 401, '{"error":"unknown user"}')] };

  test('a token that fits expected something else', () => {
    const token = jwt(FITTING);
    expect(disagreement(checksOf(token, refused), flowWith(token, refused))).toBe(
      'The token fits this call; the server expected something else. It answered 401: {"error":"unknown user"}',
    );
  });

  test('nothing is said where a check failed, or nothing was refused', () => {
    const wrong = jwt(fitting({ aud: 'other' }));
    expect(disagreement(checksOf(wrong, refused), flowWith(wrong, refused))).toBeUndefined();
    expect(disagreement(checksOf(jwt(FITTING)), flowWith(jwt(FITTING)))).toBeUndefined();
  });

  test.each<[string, unknown]>([
    ['an opaque token', 'SplxlOBeZQQYbYS6WxSbIA'],
    ['an encrypted one', vectors.RFC7516_A1_JWE],
    ['one whose content makes no claims', `${encode('{"alg":"RS256"}')}.${encode('hello')}.${'A'.repeat(342)}`],
    ['null', null],
  ])('nothing is said of %s, which nothing was held against', (_name, token) => {
    const earlier = [flowWith('other', { id: 'flow-0', startedAt: STARTED_AT - 60_000, exchanges: [], request: {} })];
    const checks = checksOf(token, refused, { earlier });
    expect(checks.find(({ id }) => id === 'replay')?.status).toBe('pass');
    expect(disagreement(checks, flowWith(token, refused))).toBeUndefined();
    expect(disagreement([], flowWith(token, refused))).toBeUndefined();
  });

  test.each([
    ['401, then 200', [401, 200]],
    ['200, then 401', [200, 401]],
    ['302, then 403', [302, 403]],
  ])('nothing is said where the server took it in the end: %s', (_name, statuses) => {
    const token = jwt(FITTING);
    const deliveries = statuses.map((status, index) => delivery(SETTLED_AT + 1000 * (index + 1), status));
    expect(disagreement(checksOf(token, { deliveries }), flowWith(token, { deliveries }))).toBeUndefined();
  });

  test('a token that is malformed is not said to fit', () => {
    const token = jwt(FITTING);
    const words = disagreement(checksOf(token), flowWith(token, refused), ['payload, character 9: …']);
    expect(words).toMatch(
      /^The claims fit this call; the server may have refused the token for its problems of form\./,
    );
  });

  test('of several refusals the last is quoted, whatever was not answered after it', () => {
    const token = jwt(FITTING);
    const { response, ...unanswered } = delivery(SETTLED_AT);
    const deliveries = [delivery(SETTLED_AT, 500, 'one'), delivery(SETTLED_AT, 403, 'two'), unanswered];
    expect(disagreement(checksOf(token), flowWith(token, { deliveries }))).toContain('It answered 403: two');
  });
});
