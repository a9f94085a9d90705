import { describe, expect, it } from 'vitest';
import {
  checkProvider,
  diagnose,
  placesToCheck,
  readConsole,
  refineWithChrome,
  sameSite,
  wellKnownURL,
} from '../../../src/core/diagnosis/index.ts';
import type { Finding, Flow } from '../../../src/core/model.ts';
import { ANN, CONFIG, ENDPOINTS, fulfilled, GOOD, IDP, RP, refused, rejected, START } from './flows.ts';

const { wellKnown, config } = GOOD;
const all = (flow: Flow): Finding[] => diagnose(flow, { earlier: [] });

describe('evidence points at the field', () => {
  it.each([
    [{ accounts: { body: { accounts: [ANN, { ...ANN, id: 2 }] } } }, 'accounts', '$.accounts[1].id', '2', 'a string'],
    [
      { config: { body: { ...ENDPOINTS, login_url: 'https://x.example/' } } },
      'config',
      '$.login_url',
      '"https://x.example/"',
      `a URL on ${IDP}`,
    ],
    [
      { wellKnown: { body: { provider_urls: ['/b.json'] } } },
      'well-known',
      '$.provider_urls[0]',
      `${IDP}/b.json`,
      CONFIG,
    ],
    [
      { config: { ...config, type: 'text/html; charset=utf-8' } },
      'config',
      'header:content-type',
      'text/html; charset=utf-8',
      'application/json',
    ],
  ])('%#', (answers, exchange, path, found, expected) => {
    const stages = 'accounts' in answers ? GOOD : { wellKnown, config };
    expect(all(rejected({ ...stages, ...answers }))[0]?.evidence[0]).toMatchObject({ exchange, path, found, expected });
  });

  it('fills the real values into the steps', () => {
    const failed = all(rejected({ wellKnown: { status: 404 }, config }))[0];
    expect(failed?.title).toBe('The well-known answered 404');
    expect(failed?.steps.join(' ')).toContain(`${IDP}/.well-known/web-identity`);
    const cors = all(refused({ error: 'net::ERR_FAILED' }))[0];
    expect(cors?.steps[0]).toContain(`Access-Control-Allow-Origin: ${RP}`);
  });

  it('says what the empty list was compared with', () => {
    const flow = rejected(
      { ...GOOD, accounts: { body: { accounts: [{ ...ANN, login_hints: ['ann'] }] } } },
      { provider: { loginHint: 'ben' } },
    );
    expect(all(flow)[0]?.evidence[0]).toMatchObject({
      path: '$.accounts[*].login_hints',
      found: '["ann"]',
      expected: 'ben',
    });
  });

  it('knows what Google does', () => {
    const configURL = 'https://accounts.google.com/gsi/fedcm.json';
    const flow = refused({ error: 'net::ERR_FAILED' });
    const google: Flow = {
      ...flow,
      request: { identity: { providers: [{ configURL, clientId: 'abc' }] } },
      exchanges: flow.exchanges
        .filter(({ role }) => role === 'id-assertion')
        .map(exchange => ({ ...exchange, configURL })),
    };
    expect(all(google)[0]).toMatchObject({ code: 'CorsError', certainty: 'likely', owner: 'rp-server' });
    expect(all(google)[0]?.steps.join(' ')).toMatch(/Authorized JavaScript origins.*abc/s);
  });
});

describe('sites', () => {
  const url = (text: string) => new URL(text);
  it.each([
    ['https://login.idp.example/c', 'https://idp.example/.well-known/web-identity'],
    ['https://a.b.co.uk:8443/c', 'https://b.co.uk/.well-known/web-identity'],
    ['https://me.github.io/c', 'https://me.github.io/.well-known/web-identity'],
    ['http://idp.localhost:9000/c', 'http://idp.localhost:9000/.well-known/web-identity'],
    ['http://localhost:9000/c', 'http://localhost:9000/.well-known/web-identity'],
    ['https://intranet/c', undefined],
  ])('well-known of %s', (from, to) => expect(wellKnownURL(url(from))?.href).toBe(to));

  it.each([
    ['http://a.localhost', 'http://b.localhost', false],
    ['http://localhost:1', 'http://localhost:2', true],
    ['https://a.idp.example', 'https://b.idp.example', true],
    ['http://idp.example', 'https://idp.example', false],
    ['https://a.github.io', 'https://b.github.io', false],
  ])('%s and %s', (a, b, same) => expect(sameSite(url(a), url(b))).toBe(same));

  it('forgives the well-known on a common site, and blames the dialog', () => {
    const flow = rejected(
      { ...GOOD, wellKnown: { status: 404 } },
      {},
      { page: { url: '', origin: 'http://idp.localhost:1' } },
    );
    const findings = all(flow);
    expect(findings[0]?.code).toBe('UiDismissedNoEmbargo');
    expect(findings.find(({ code }) => code === 'Forgiven.WellKnownHttpNotFound')?.severity).toBe('advice');
  });
});

describe('advice on what succeeded', () => {
  const codes = (flow: Flow) => all(flow).map(({ code, severity }) => `${severity} ${code}`);

  it('has none where all is well', () => {
    expect(codes(fulfilled({ config: { body: { ...ENDPOINTS, disconnect_endpoint: '/d' } } }))).toEqual([]);
  });

  it.each([
    ['TopLevelNonce', fulfilled({}, { provider: { nonce: 'n' } })],
    ['NoNonce', fulfilled({}, { provider: { params: {} } })],
    ['NoDisconnectEndpoint', fulfilled()],
    ['ClientMetadataFailed', fulfilled({ metadata: { status: 404 } })],
    [
      'ClientMetadataWithoutEndpoints',
      fulfilled({ config: { body: { ...ENDPOINTS, client_metadata_endpoint: '/m' } } }),
    ],
    [
      'CacheableAccounts',
      fulfilled({ accounts: { ...GOOD.accounts, headers: [{ name: 'Cache-Control', value: 'max-age=60' }] } }),
    ],
    [
      'CacheableConfig',
      fulfilled({ config: { ...config, headers: [{ name: 'Cache-Control', value: 'public, max-age=60' }] } }),
    ],
    ['DeprecatedConfigMember', fulfilled({ config: { body: { ...ENDPOINTS, modes: {} } } })],
    ['IgnoredMember', fulfilled({}, {}, { context: { unread: ['identity.providers[0].mode'] } })],
    [
      'EmptyToken',
      fulfilled({}, {}, { outcome: { status: 'fulfilled', credential: { type: 'identity', token: null } } }),
    ],
    ['Forgiven.WellKnownHttpNotFound', fulfilled({ wellKnown: { status: 404 } })],
  ])('%s', (code, flow) => expect(codes(flow)).toContain(`advice ${code}`));

  it('says where an ignored member belongs', () => {
    const flow = fulfilled({}, {}, { context: { unread: ['identity.providers[0].mode'] } });
    expect(all(flow).find(({ code }) => code === 'IgnoredMember')?.steps[0]).toContain('identity.mode');
  });
});

describe("Chrome's own word", () => {
  const asked = (flow: Flow, issues: string[], lines: string[] = []): Finding[] =>
    all({
      ...flow,
      chrome: { askedAt: START, issues, log: lines.map(text => ({ at: START + 100, level: 'error', text })) },
    });

  it('confirms', () => {
    expect(asked(rejected({ ...GOOD, accounts: { status: 404 } }), ['AccountsHttpNotFound'])[0]).toMatchObject({
      code: 'AccountsHttpNotFound',
      certainty: 'certain',
      source: 'chrome',
      title: 'The accounts endpoint answered 404',
    });
  });

  it('closes what was left open', () => {
    const [first] = asked(rejected({}), ['DisabledInSettings']);
    expect(first).toMatchObject({ code: 'DisabledInSettings', certainty: 'certain', severity: 'error' });
    expect(first?.causes?.filter(({ status }) => status === 'confirmed')).toMatchObject([
      { code: 'DisabledInSettings' },
    ]);
    expect(first?.causes?.some(({ status }) => status === 'fits')).toBe(false);
  });

  it('names the accounts fault that the console tells, before the dismissal that the issue tells', () => {
    const lines = [
      "The provider's accounts list endpoint cannot be found.",
      'Prompt dismissed. API exponential cool down not triggered.',
    ];
    const findings = asked(rejected({ wellKnown, config }), ['UiDismissedNoEmbargo'], lines).slice(0, 2);
    expect(findings).toMatchObject([
      { code: 'AccountsHttpNotFound', certainty: 'certain', severity: 'error' },
      { code: 'UiDismissedNoEmbargo', certainty: 'certain', severity: 'warning' },
    ]);
  });

  it('keeps an accounts fault before a dismissal when the console is silent', () => {
    const findings = asked(rejected({ ...GOOD, accounts: { status: 404 } }), ['UiDismissedNoEmbargo']);
    expect(findings.slice(0, 2).map(({ code }) => code)).toEqual(['AccountsHttpNotFound', 'UiDismissedNoEmbargo']);
  });

  it('wins where it contradicts, and both are shown', () => {
    const flow = rejected({}, { provider: { configURL: 'http://x.example.test/' } });
    expect(asked(flow, ['DisabledInSettings']).slice(0, 2)).toMatchObject([
      { code: 'DisabledInSettings', certainty: 'certain', severity: 'error' },
      { code: 'IdpNotPotentiallyTrustworthy', severity: 'warning' },
    ]);
  });

  it('tells CORS from a redirect, in spite of the line that both have', () => {
    const network = 'The fetch of the id assertion endpoint resulted in a network error: ERR_FAILED';
    const cors = asked(
      refused({ error: 'net::ERR_FAILED' }),
      [],
      [network, 'Server did not send the correct CORS headers.'],
    );
    expect(cors[0]).toMatchObject({ code: 'CorsError', certainty: 'certain' });
    const redirect = asked(
      refused({ error: 'net::ERR_FAILED' }),
      [],
      [network, "The provider's token fetch resulted in an error response code."],
    );
    expect(redirect[0]).toMatchObject({ code: 'IdTokenNoResponse', certainty: 'certain' });
    expect(redirect.map(({ code }) => code)).not.toContain('CorsError');
  });

  it.each([
    ['WildcardOriginNotAllowed', '', 'header:access-control-allow-origin', '*', RP],
    ['MissingAllowOriginHeader', '', 'header:access-control-allow-origin', 'missing', RP],
    ['AllowOriginMismatch', `${RP}/`, 'header:access-control-allow-origin', `${RP}/`, RP],
    ['MultipleAllowOriginValues', `${RP}, ${IDP}`, 'header:access-control-allow-origin', `${RP}, ${IDP}`, RP],
    ['InvalidAllowOriginValue', 'nonsense', 'header:access-control-allow-origin', 'nonsense', RP],
    ['InvalidAllowCredentials', 'TRUE', 'header:access-control-allow-credentials', 'TRUE', 'true'],
    ['InvalidAllowCredentials', '', 'header:access-control-allow-credentials', 'missing', 'true'],
  ])('names the rule of CORS: %s %s', (corsError, corsFound, path, found, expected) => {
    const request = { url: `${IDP}/token`, error: 'net::ERR_FAILED', corsError, corsFound };
    const chrome = { askedAt: START, issues: ['CorsError'], log: [], requests: [request] };
    const [first] = all({ ...refused({ error: 'net::ERR_FAILED' }), chrome });
    expect(first).toMatchObject({ code: 'CorsError', certainty: 'certain' });
    expect(first?.evidence[0]).toEqual({
      exchange: 'id-assertion',
      path,
      found,
      expected,
      note: `Chrome: ${corsError}`,
    });
  });

  it('names a redirect of the token request', () => {
    const chrome = { askedAt: START, issues: ['IdTokenNoResponse'], log: [] };
    expect(all({ ...refused({ error: 'net::ERR_FAILED' }), chrome })[0]).toMatchObject({
      code: 'IdTokenNoResponse',
      certainty: 'certain',
      title: 'The identity assertion endpoint redirected',
    });
  });

  it('names the rule of CORS that disconnect() failed by, of which Chrome has no reason', () => {
    const request = { url: `${IDP}/disconnect`, error: 'net::ERR_FAILED', corsError: 'WildcardOriginNotAllowed' };
    const config = { body: { ...ENDPOINTS, disconnect_endpoint: '/disconnect' } };
    const flow = rejected(
      { wellKnown, config, disconnect: { error: 'net::ERR_FAILED' } },
      {},
      {
        api: 'IdentityCredential.disconnect',
        request: { configURL: CONFIG, clientId: 'c', accountHint: '1' },
        chrome: { askedAt: START, issues: [], log: [], requests: [request] },
      },
    );
    expect(all(flow)[0]).toMatchObject({
      code: 'DisconnectNoResponse',
      certainty: 'certain',
      source: 'chrome',
      evidence: [{ exchange: 'disconnect', path: 'header:access-control-allow-origin', found: '*' }, {}],
    });
  });

  it('is stable when applied again', () => {
    const chrome = { askedAt: START, issues: ['DisabledInSettings'], log: [] };
    const flow = rejected({}, { provider: { configURL: 'http://x.example.test/' } });
    const once = refineWithChrome(all(flow), chrome, flow);
    expect(refineWithChrome(once, chrome, flow)).toEqual(once);
  });

  it('reads the particular cue, not the general one', () => {
    const at = START;
    expect(
      readConsole([
        {
          at,
          text: 'Provider is unable to issue a token, but provided details on the error that occurred. The error URL must be same-site with the config URL.',
        },
      ]),
    ).toMatchObject([{ code: 'IdTokenCrossSiteIdpErrorResponse' }]);
    expect(
      readConsole([
        { at, text: 'Silent mediation issue: the user has disabled auto re-authn.' },
        { at, text: 'Silent mediation was requested, but the conditions to achieve it were not met.' },
      ]),
    ).toHaveLength(1);
    expect(readConsole([{ at, text: 'Failed to load resource' }])).toEqual([]);
  });
});

describe('the check of an identity provider', () => {
  const json = [{ name: 'Content-Type', value: 'application/json' }];
  const answer = (url: string, body: unknown, status = 200) => ({
    url,
    status,
    headers: json,
    body: JSON.stringify(body),
  });
  const check = (wellKnownBody: unknown, configBody: unknown, status = 200) =>
    checkProvider({
      configURL: CONFIG,
      wellKnown: answer(`${IDP}/.well-known/web-identity`, wellKnownBody, status),
      config: answer(CONFIG, configBody),
    });
  const states = (points: ReturnType<typeof check>) =>
    points.filter(({ id }) => id !== 'advice').map(({ id, status }) => `${id} ${status}`);

  it('passes what conforms', () => {
    expect(states(check({ provider_urls: [CONFIG] }, ENDPOINTS))).toEqual([
      'config-url pass',
      'well-known pass',
      'config pass',
      'endpoints pass',
      'match pass',
    ]);
  });

  it('finds each fault for itself', () => {
    const points = check({ provider_urls: ['/x'] }, ENDPOINTS);
    expect(points.find(({ id }) => id === 'match')?.finding?.code).toBe('ConfigNotInWellKnown');
    expect(states(check({}, {}, 404))).toEqual([
      'config-url pass',
      'well-known fail',
      'config pass',
      'endpoints fail',
      'match unknown',
    ]);
  });

  it.each([
    ['accounts.example/config.json', 'InvalidOptions'],
    ['/config.json', 'InvalidOptions'],
    ['', 'InvalidOptions'],
    ['http://idp.example/config.json', 'IdpNotPotentiallyTrustworthy'],
    ['data:application/json,{}', 'IdpNotPotentiallyTrustworthy'],
  ])('fetches nothing for %j', (configURL, code) => {
    expect(placesToCheck(configURL)).toEqual({});
    const points = checkProvider({ configURL });
    expect(points[0]).toMatchObject({ id: 'config-url', status: 'fail', finding: { code } });
    expect(points.slice(1).every(({ status }) => status === 'unknown')).toBe(true);
  });

  it('fetches what Chrome fetches', () => {
    expect(placesToCheck('https://login.idp.example:8443/c.json#x')).toEqual({
      config: 'https://login.idp.example:8443/c.json',
      wellKnown: 'https://idp.example/.well-known/web-identity',
    });
    expect(placesToCheck('https://intranet/c.json')).toEqual({ config: 'https://intranet/c.json' });
    const points = checkProvider({
      configURL: 'https://intranet/c.json',
      config: answer('https://intranet/c.json', ENDPOINTS),
    });
    expect(points[1]).toMatchObject({ id: 'well-known', status: 'fail', finding: { code: 'WellKnownHttpNotFound' } });
  });

  it.each([
    ['redirect', 'ConfigNoResponse'],
    ['too-large', 'ConfigNoResponse'],
    ['timeout', 'ConfigNoResponse'],
    ['unreachable', 'ConfigNoResponse'],
    ['not-utf8', 'ConfigInvalidResponse'],
  ] as const)('says what became of an answer that did not come: %s', (failure, code) => {
    const points = checkProvider({
      configURL: CONFIG,
      wellKnown: answer(`${IDP}/.well-known/web-identity`, { provider_urls: [CONFIG] }),
      config: { url: CONFIG, status: 0, headers: [], failure },
    });
    expect(states(points)).toEqual([
      'config-url pass',
      'well-known pass',
      'config fail',
      'endpoints unknown',
      'match unknown',
    ]);
    const finding = points.find(({ id }) => id === 'config')?.finding;
    expect(finding).toMatchObject({ code });
    expect(finding?.steps[0]).toContain(CONFIG);
  });

  it('judges the fragment that a call would have', () => {
    const points = checkProvider({
      configURL: `${CONFIG}#app`,
      wellKnown: answer(`${IDP}/.well-known/web-identity`, { provider_urls: [CONFIG] }),
      config: answer(CONFIG, ENDPOINTS),
    });
    expect(points.find(({ id }) => id === 'match')?.finding?.code).toBe('ConfigNotInWellKnown');
  });
});
