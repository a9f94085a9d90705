import { describe, expect, it } from 'vitest';
import { cookieRows } from '../../../panel/idp-cookies/cookie-words.ts';
import { credentialedEndpoints } from '../../../src/core/cookies/endpoints.ts';
import { mayBeCookies } from '../../../src/core/cookies/reading.ts';
import { surroundingsOf } from '../../../src/core/expectation/surroundings.ts';
import { deriveFlow } from '../../../src/core/flow/derive.ts';
import type { Flow, SeenCookie } from '../../../src/core/model.ts';
import { type Answers, IDP } from '../diagnosis/flows.ts';
import { GOOD, MINUTE, RP, rejected, START, signedIn } from './flows.ts';

const LAX: SeenCookie = {
  name: 'idp_session',
  domain: 'idp.localhost',
  hostOnly: true,
  path: '/',
  secure: true,
  httpOnly: true,
  sameSite: 'lax',
};
const NONE: SeenCookie = { ...LAX, sameSite: 'none' };

const cookies = (...list: SeenCookie[]) => ({ askedAt: START + MINUTE, cookies: list });
const accounts = (answer: Answers['accounts']) => ({ ...GOOD, ...(answer && { accounts: answer }) });
const expired = accounts({ status: 401 });

function told(flow: Flow, ...earlier: Flow[]): Flow {
  return deriveFlow(flow, {
    exchanges: flow.exchanges,
    deliveries: [],
    siblings: [],
    sentStatuses: [],
    ...surroundingsOf(flow, [...earlier, flow]),
    now: START + MINUTE,
  });
}

const leading = (answers: Answers, ...list: SeenCookie[]) =>
  told(rejected(answers, {}, { cookies: cookies(...list) })).findings[0];

describe('a session cookie that was not sent', () => {
  it('leads, with its attribute, and keeps the name of the failure', () => {
    expect(leading(expired, LAX)).toMatchObject({
      code: 'AccountsNoResponse',
      severity: 'error',
      owner: 'idp',
      title: '`idp_session` is SameSite=Lax, so Chrome did not send it to the accounts endpoint',
      steps: [
        expect.stringContaining('Set `idp_session` with `SameSite=None; Secure`'),
        expect.any(String),
        expect.any(String),
      ],
    });
  });

  it('does not call a cookie the session whose name and kind do not tell', () => {
    const theme = { ...LAX, name: 'theme', httpOnly: false };
    expect(leading(expired, theme)?.explanation).toContain('Whether it holds the session, its name does not tell');
    expect(leading(expired, LAX)?.explanation).toContain('Without its session cookie');
  });

  it('asks for what the rule wants, and for another name where `__Host-` admits no domain', () => {
    const path = leading(expired, { ...NONE, path: '/app' });
    expect(path?.evidence[0]?.expected).toBe('a Path that holds /accounts');
    const host = leading(expired, { ...NONE, name: '__Host-sid', domain: 'login.idp.localhost' });
    expect(host?.steps[0]).toContain('`__Secure-sid`');
  });

  it('lists what looks like a session first', () => {
    const seen = [{ ...LAX, name: 'a', httpOnly: false }, LAX, { ...NONE, name: 'sid' }];
    const rows = cookieRows(seen, credentialedEndpoints(rejected(expired), []), RP);
    expect(rows.map(({ name }) => name)).toEqual(['idp_session', 'a', 'sid']);
  });

  it.each([
    ['a login page', accounts({ type: 'text/html', body: '<p>Sign in</p>' })],
    ['a redirect to one', accounts({ error: 'net::ERR_FAILED' })],
    ['an empty list', accounts({ body: { accounts: [] } })],
  ])('explains %s, too', (_, answers) => {
    expect(leading(answers, LAX)?.title).toContain('did not send it');
  });

  it.each([
    ['a server error', accounts({ status: 500 })],
    ['a list that is not valid', accounts({ body: { accounts: [{ id: 1 }] } })],
  ])('does not explain %s', (_, answers) => {
    expect(leading(answers, LAX)?.title).not.toContain('did not send it');
  });

  it('does not explain a list that the hint of the call emptied', () => {
    const flow = rejected(GOOD, { provider: { loginHint: 'carol' } }, { cookies: cookies(LAX) });
    expect(told(flow).findings[0]?.title).toContain('No account matches');
  });

  it('stays silent where the session cookie is sent', () => {
    expect(leading(expired, NONE)?.title).toBe(leading(expired)?.title);
    expect(leading(expired, NONE, { ...LAX, name: 'theme', httpOnly: false })?.title).not.toContain('did not send it');
  });

  it('names the one that looks like a session, whatever else is sent', () => {
    const found = leading(expired, { ...LAX, name: 'a', httpOnly: false }, LAX, {
      ...NONE,
      name: 'ad',
      httpOnly: false,
    });
    expect(found?.title).toMatch(/^`idp_session` is SameSite=Lax/);
    expect(found?.explanation).toContain('It did send `ad`.');
  });

  it.each([
    [{ path: '/login' }, 'has Path=/login'],
    [{ domain: 'login.idp.localhost' }, 'is kept for login.idp.localhost alone'],
    [{ partition: { site: RP, crossSiteAncestor: true } }, `is partitioned under ${RP}`],
  ])('other rules: %j', (change, words) => {
    expect(leading(expired, { ...NONE, ...change })?.title).toContain(words);
  });

  it('is looked for at the identity assertion endpoint, too', () => {
    const refusal = { status: 403, body: { error: { error: 'access_denied' } } };
    const outcome: Flow['outcome'] = {
      status: 'rejected',
      error: { name: 'IdentityCredentialError', message: '', error: 'access_denied' },
    };
    const flow = rejected(
      { ...GOOD, assertion: refusal },
      {},
      { outcome, cookies: cookies({ ...NONE, path: '/accounts' }) },
    );
    expect(told(flow).findings[0]?.title).toBe(
      '`idp_session` has Path=/accounts, so Chrome did not send it to the identity assertion endpoint',
    );
  });

  it('explains the calls after it, which end without a request', () => {
    const before = rejected(expired, {}, { startedAt: START - MINUTE });
    const after = rejected({}, {}, { cookies: cookies(LAX) });
    expect(told(after, before).findings[0]).toMatchObject({
      code: 'NotSignedInWithIdp',
      title: '`idp_session` is SameSite=Lax, so Chrome did not send it to the accounts endpoint',
    });
  });

  it('is not looked for among the cookies of the call’s other provider', () => {
    const other: SeenCookie = { ...LAX, name: 'other_session', domain: 'other.localhost' };
    expect(leading(expired, other)?.title).not.toContain('did not send it');
    expect(cookieRows([other], credentialedEndpoints(rejected(GOOD), []), RP)[0]?.verdict).toBe('Lax');
  });

  it('is no fault of a same-site relying party’s call', () => {
    const page = { url: `${IDP.replace('idp', 'app.idp')}/`, origin: IDP.replace('idp', 'app.idp') };
    const flow = rejected(expired, {}, { page, cookies: cookies(LAX) });
    expect(told(flow).findings[0]?.title).not.toContain('did not send it');
  });
});

describe('where the cookies are offered to be checked', () => {
  it('failures that a missing session explains, with an endpoint that is known', () => {
    const failed = told(rejected(expired));
    expect(mayBeCookies(failed, [])).toBe(true);
    expect(mayBeCookies({ ...failed, imported: true }, [])).toBe(false);
    // The list came with the session: what else may be wrong with it is no cookie's matter.
    expect(mayBeCookies(told(rejected(GOOD)), [])).toBe(false);
    expect(mayBeCookies(told(rejected({ config: { status: 404 } })), [])).toBe(false);
    expect(mayBeCookies(signedIn(START, false), [])).toBe(false);
  });

  it('a call without a request, once an earlier one got the config', () => {
    const silent = told(rejected({}));
    expect(mayBeCookies(silent, [])).toBe(false);
    const before = rejected(expired, {}, { startedAt: START - MINUTE });
    expect(mayBeCookies(told(rejected({}), before), [before])).toBe(true);
    expect(credentialedEndpoints(silent, [before]).map(({ role, url }) => `${role} ${url.href}`)).toEqual([
      `accounts ${IDP}/accounts`,
      `id-assertion ${IDP}/token`,
    ]);
  });
});

it('a row says what it is and whether it is sent, and where that differs', () => {
  const endpoints = credentialedEndpoints(rejected(GOOD), []);
  const rows = cookieRows([NONE, LAX, { ...NONE, path: '/accounts', name: 'p' }], endpoints, RP);
  expect(rows.map(({ name, verdict }) => `${name}: ${verdict}`)).toEqual([
    'idp_session: Lax, not sent',
    'idp_session: None, sent',
    'p: None, sent to the accounts endpoint; Path=/accounts, not sent to the identity assertion endpoint',
  ]);
  expect(rows[0]?.attributes).toBe('idp.localhost · Path=/ · SameSite=Lax · Secure · HttpOnly');
});
