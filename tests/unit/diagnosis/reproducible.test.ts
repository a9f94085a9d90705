import { describe, expect, it } from 'vitest';
import type { DiagnosisContext } from '../../../src/core/diagnosis/index.ts';
import { diagnose } from '../../../src/core/diagnosis/index.ts';
import type { Flow } from '../../../src/core/model.ts';
import {
  ANN,
  CONFIG,
  ENDPOINTS,
  failing,
  fulfilled,
  GOOD,
  IDP,
  RP,
  refused,
  rejected,
  request,
  START,
} from './flows.ts';

const { wellKnown, config, accounts } = GOOD;
const REVOKED = { error: 'net::ERR_NETWORK_ACCESS_REVOKED' };
const ACTIVE = { identity: { mode: 'active' } };
const LATER = { startedAt: START + 60_000 };

interface Case {
  reason: string;
  flow: Flow;
  context?: DiagnosisContext;
}
const told = (reason: string, flow: Flow, context?: Partial<DiagnosisContext>): Case => ({
  reason,
  flow,
  context: { earlier: [], ...context },
});

/** What an observer of options, HTTP and rejection can decide. */
const TOLD: Case[] = [
  told('WellKnownHttpNotFound', rejected({ wellKnown: { status: 404 }, config })),
  told('WellKnownNoResponse', rejected({ wellKnown: { status: 500 }, config })),
  told('WellKnownNoResponse', rejected({ wellKnown: { error: 'net::ERR_CONNECTION_RESET' }, config })),
  told('WellKnownNoResponse', rejected({ wellKnown: { body: `"${'x'.repeat(1 << 20)}"` }, config })),
  told('WellKnownBlockedByConnectionAllowlist', rejected({ wellKnown: REVOKED, config })),
  told('WellKnownInvalidResponse', rejected({ wellKnown: { body: {} }, config })),
  told('WellKnownInvalidResponse', rejected({ wellKnown: { body: [] }, config })),
  told('WellKnownInvalidResponse', rejected({ wellKnown: { body: { provider_urls: [1] } }, config })),
  told(
    'WellKnownInvalidResponse',
    rejected({ wellKnown: { body: { accounts_endpoint: '/accounts', login_url: '' } }, config }),
  ),
  told('WellKnownInvalidResponse', rejected({ wellKnown: { status: 204 }, config })),
  told('WellKnownListEmpty', rejected({ wellKnown: { body: { provider_urls: [] } }, config })),
  told('WellKnownInvalidContentType', rejected({ wellKnown: { ...wellKnown, type: 'text/html' }, config })),
  told('ConfigNotInWellKnown', rejected({ wellKnown: { body: { provider_urls: ['/other.json'] } }, config })),
  told('ConfigNotInWellKnown', rejected({ wellKnown: { body: { provider_urls: ['http://:bad'] } }, config })),
  told('WellKnownTooBig', rejected({ wellKnown: { body: { provider_urls: [CONFIG, '/b'] } }, config })),
  told('ConfigHttpNotFound', rejected({ wellKnown, config: { status: 404 } })),
  told('ConfigNoResponse', rejected({ wellKnown, config: { status: 401 } })),
  told('ConfigNoResponse', rejected({ wellKnown, config: { error: 'net::ERR_FAILED' } })),
  told('ConfigBlockedByConnectionAllowlist', rejected({ wellKnown, config: REVOKED })),
  told('ConfigInvalidResponse', rejected({ wellKnown, config: { body: { ...ENDPOINTS, login_url: undefined } } })),
  told('ConfigInvalidResponse', rejected({ wellKnown, config: { body: '{"accounts_endpoint": "/a",}' } })),
  told(
    'ConfigInvalidResponse',
    rejected({ wellKnown: { body: { accounts_endpoint: '/b', login_url: '/login' } }, config }),
  ),
  told('ConfigInvalidContentType', rejected({ wellKnown, config: { ...config, type: undefined } })),
  told('IdpNotPotentiallyTrustworthy', rejected({}, { provider: { configURL: 'http://x.example.test/' } })),
  told('AccountsHttpNotFound', rejected({ ...GOOD, accounts: { status: 404 } })),
  told('AccountsNoResponse', rejected({ ...GOOD, accounts: { status: 401 } })),
  told('AccountsNoResponse', rejected({ ...GOOD, accounts: { error: 'net::ERR_FAILED' } })),
  told('AccountsBlockedByConnectionAllowlist', rejected({ ...GOOD, accounts: REVOKED })),
  told('AccountsInvalidResponse', rejected({ ...GOOD, accounts: { body: { accounts: [{ ...ANN, id: 1 }] } } })),
  told('AccountsInvalidResponse', rejected({ ...GOOD, accounts: { body: { accounts: [ANN, ANN] } } })),
  told('AccountsInvalidResponse', rejected({ ...GOOD, accounts: { body: { accounts: [{ id: '1', name: ' ' }] } } })),
  told('AccountsListEmpty', rejected({ ...GOOD, accounts: { body: { accounts: [] } } })),
  told('AccountsListEmpty', rejected(GOOD, { provider: { loginHint: 'ben' } })),
  told('AccountsListEmpty', rejected(GOOD, { provider: { domainHint: 'any' } })),
  told('AccountsListEmpty', rejected({ ...GOOD, config: { body: { ...ENDPOINTS, account_label: 'staff' } } })),
  told('AccountsInvalidContentType', rejected({ ...GOOD, accounts: { ...accounts, type: 'text/html' } })),
  told('IdTokenHttpNotFound', refused({ status: 404, body: { error: { error: 'x' } } })),
  told('IdTokenNoResponse', refused({ error: 'net::ERR_CONNECTION_RESET' })),
  told('IdTokenBlockedByConnectionAllowlist', refused(REVOKED)),
  told('IdTokenInvalidResponse', refused({ body: {} })),
  told('IdTokenInvalidResponse', refused({ status: 500, body: {} }, 'server_error')),
  told('IdTokenInvalidResponse', refused({ status: 403, body: { error: 'access_denied' } })),
  told('IdTokenInvalidResponse', rejected({ ...GOOD, assertion: { body: { continue_on: 'https://other.example/' } } })),
  told(
    'IdTokenIdpErrorResponse',
    refused({ status: 403, body: { error: { error: 'access_denied' } } }, 'access_denied'),
  ),
  told(
    'IdTokenCrossSiteIdpErrorResponse',
    refused({ body: { error: { code: 'x', url: 'https://evil.example' } } }, 'x'),
  ),
  told('IdTokenInvalidContentType', refused({ status: 500, body: '<p>', type: 'text/html' }, 'server_error')),
  told('CorsError', refused({ body: { token: 't' }, headers: [{ name: 'access-control-allow-origin', value: '*' }] })),
  told('ErrorIdToken', rejected({}, { providers: [1, 2].map(() => ({ configURL: CONFIG, clientId: 'c' })) })),
  told(
    'ErrorIdToken',
    rejected({ ...GOOD, assertion: { body: { continue_on: '/more' } } }, ACTIVE, { id: 'with-pop-up' }),
    {
      siblings: [rejected({}, {}, { api: 'IdentityProvider.close', parent: 'with-pop-up', startedAt: START + 3000 })],
    },
  ),
  told(
    'Canceled',
    rejected(GOOD, { options: { signal: { $type: 'AbortSignal' } } }, failing('TimeoutError', 'signal timed out')),
  ),
  told('SilentMediationFailure', rejected({}, { options: { mediation: 'silent' } })),
  told('NotSignedInWithIdp', rejected({}, {}, LATER), { earlier: [rejected({ ...GOOD, accounts: { status: 401 } })] }),
  told(
    'MissingTransientUserActivation',
    rejected({}, ACTIVE, { context: { userActivation: { isActive: false, hasBeenActive: false } } }),
  ),
  told('ReplacedByActiveMode', rejected(GOOD), { siblings: [rejected(GOOD, ACTIVE, { startedAt: START + 4990 })] }),
  told('RelyingPartyOriginIsOpaque', rejected({}, {}, { page: { url: `${RP}/`, origin: 'null' } })),
  told('TypeNotMatching', rejected({}, { provider: { configURL: 'any', type: 'x' } })),
  told(
    'PopupBlockedByConnectionAllowlist',
    rejected({ ...GOOD, assertion: { body: { continue_on: '/more' } } }, {}, { settledAt: START + 1020 }),
    {
      documentHeaders: [{ name: 'Connection-Allowlist', value: '("http://idp.localhost:9000/token")' }],
    },
  ),
  told(
    'TooManyRequests',
    rejected(
      {},
      {},
      failing('NotAllowedError', 'Only one navigator.credentials.get request may be outstanding at one time.'),
    ),
  ),
  told('DisabledInSettings', rejected({}, {}, LATER), { earlier: [rejected(GOOD)] }),
  told('UiDismissedNoEmbargo', rejected(GOOD, ACTIVE)),
];

/** What cannot be told: the reason is among at most four causes that fit. */
const OPEN: Case[] = [
  told('IdTokenNoResponse', refused({ error: 'net::ERR_FAILED' })),
  told('CorsError', refused({ error: 'net::ERR_FAILED' })),
  told('DisabledInSettings', rejected({})),
  told('NotSignedInWithIdp', rejected({})),
  told(
    'RpPageNotVisible',
    rejected(
      { wellKnown, config, accounts: { error: 'net::ERR_ABORTED' } },
      {},
      { outcome: { status: 'interrupted' } },
    ),
  ),
  told('RpPageNotVisible', rejected(GOOD)),
  told('UiDismissedNoEmbargo', rejected(GOOD)),
  told('ShouldEmbargo', rejected(GOOD)),
  told('UiDismissedNoEmbargo', rejected({ ...GOOD, assertion: { body: { continue_on: '/more' } } })),
  told(
    'PopupBlockedByConnectionAllowlist',
    rejected({ ...GOOD, assertion: { body: { continue_on: '/more' } } }, {}, { settledAt: START + 1020 }),
  ),
  told(
    'ErrorIdToken',
    rejected({ ...GOOD, assertion: { body: { continue_on: '/more' } } }, {}, { settledAt: START + 1120 }),
  ),
  told('SilentMediationFailure', rejected({}, { options: { mediation: ['silent'] } })),
  told('DisabledInFlags', rejected({}, ACTIVE)),
  told('AccountsListEmpty', rejected({ wellKnown, config, accounts: {} })),
  told('ConfigInvalidResponse', rejected({ wellKnown, config: {} })),
  told('IdTokenInvalidResponse', refused({})),
];

describe('what can be told from outside', () => {
  it.each(TOLD)('$reason', ({ reason, flow, context = { earlier: [] } }) => {
    const [first] = diagnose(flow, context);
    expect(first).toMatchObject({ code: reason, severity: 'error' });
    expect(first?.certainty).not.toBe('one-of');
    expect(first?.steps.length).toBeGreaterThan(0);
  });
});

describe('what cannot be told from outside', () => {
  it.each(OPEN)('$reason is among the causes that fit', ({ reason, flow, context = { earlier: [] } }) => {
    const [first] = diagnose(flow, context);
    const fitting = first?.causes?.filter(({ status }) => status === 'fits').map(({ code }) => code) ?? [];
    expect(first?.certainty).not.toBe('certain');
    expect(fitting).toContain(reason);
    expect(fitting.length).toBeLessThanOrEqual(4);
  });
});

/** As recorded where DevTools was opened after these answers: without their bodies. */
function without(roles: readonly string[], flow: Flow): Flow {
  const exchanges = flow.exchanges.map(exchange => {
    const { body, ...response } = exchange.response;
    if (body === undefined || !roles.includes(exchange.role)) return exchange;
    const length = { name: 'Content-Length', value: String(body.length) };
    return { ...exchange, response: { ...response, headers: [...response.headers, length], bodyMissing: 'too late' } };
  });
  return { ...flow, exchanges };
}

const FILES = ['well-known', 'config', 'accounts', 'id-assertion'];
const SOME_FILES = Array.from({ length: 2 ** FILES.length }, (_, set) => FILES.filter((_, i) => (set >> i) % 2 === 1));

describe('what cannot be told without a body', () => {
  it.each([...TOLD, ...OPEN])('$reason is named, or among the causes that fit', ({ reason, flow, context }) => {
    for (const roles of SOME_FILES) {
      const [first] = diagnose(without(roles, flow), context ?? { earlier: [] });
      const fitting = first?.causes?.filter(({ status }) => status === 'fits').map(({ code }) => code) ?? [];
      const said = { roles, code: first?.code, certainty: first?.certainty, fitting };
      // A page that was not visible needs a navigation, which usually leaves the call interrupted: four others come first.
      if (first?.code === reason || (reason === 'RpPageNotVisible' && roles.includes('accounts'))) continue;
      expect(fitting, JSON.stringify(said)).toContain(reason);
      expect(first?.certainty, JSON.stringify(said)).not.toBe('certain');
      expect(fitting.length).toBeLessThanOrEqual(4);
    }
  });

  it.each([
    ['passive', 'optional', ['AccountsInvalidResponse', 'AccountsListEmpty', 'UiDismissedNoEmbargo', 'ShouldEmbargo']],
    ['passive', 'silent', ['SilentMediationFailure', 'AccountsInvalidResponse', 'AccountsListEmpty']],
    ['active', 'optional', ['AccountsInvalidResponse', 'AccountsListEmpty', 'UiDismissedNoEmbargo', 'ErrorIdToken']],
  ])('of the accounts in a call that is %s and %s', (mode, mediation, expected) => {
    const flow = without(['accounts'], rejected(GOOD, { identity: { mode }, options: { mediation } }));
    const fits = diagnose(flow, { earlier: [] })[0]?.causes?.filter(({ status }) => status === 'fits');
    expect(fits?.map(({ code }) => code)).toEqual(expected);
  });

  it('names both files where neither was recorded, and what the one that was says', () => {
    const both = diagnose(without(['well-known', 'config'], rejected({ wellKnown, config })), { earlier: [] })[0];
    expect(both?.title).toContain('the well-known and the config');
    expect(both?.evidence.map(({ exchange }) => exchange)).toEqual(['well-known', 'config']);
    const listed = rejected({ wellKnown: { body: { provider_urls: ['/a', '/b'] } }, config });
    const one = diagnose(without(['config'], listed), { earlier: [] })[0];
    expect(one?.causes?.map(({ code }) => code)).toEqual([
      'WellKnownTooBig',
      'ConfigInvalidResponse',
      'RpPageNotVisible',
    ]);
  });
});

describe('the cause before the consequence', () => {
  const signedIn = rejected({ ...GOOD, assertion: { body: { token: 't' } } });

  it('names the accounts fault, then the dialog that it led to', () => {
    const flow = rejected({ ...GOOD, accounts: { status: 404 } }, {}, LATER);
    const findings = diagnose(flow, { earlier: [signedIn] });
    expect(findings.slice(0, 2)).toMatchObject([
      { code: 'AccountsHttpNotFound', certainty: 'certain', severity: 'error', owner: 'idp' },
      { code: 'UiDismissedNoEmbargo', severity: 'warning' },
    ]);
  });

  it('names the fault whose rejection was still being delayed when the page aborted', () => {
    const flow = rejected(
      { wellKnown: { status: 404 }, config },
      { options: { signal: {} } },
      failing('AbortError', 'aborted'),
    );
    expect(diagnose(flow, { earlier: [] }).slice(0, 2)).toMatchObject([
      { code: 'WellKnownHttpNotFound', certainty: 'likely' },
      { code: 'Canceled', severity: 'warning' },
    ]);
  });

  it('names what had not been answered when a timeout of the page ended the call', () => {
    const flow = rejected(
      { ...GOOD, accounts: { status: 0 } },
      { options: { signal: {} } },
      failing('TimeoutError', 'signal timed out'),
    );
    const [first, ...others] = diagnose(flow, { earlier: [] });
    const accounts = flow.exchanges.find(({ role }) => role === 'accounts');
    expect(first).toMatchObject({
      code: 'Canceled',
      severity: 'error',
      evidence: [{ exchange: accounts?.id, found: 'no answer' }, { path: 'outcome.error' }],
    });
    expect(first?.steps[0]).toContain(accounts?.request.url);
    expect(others.filter(({ severity }) => severity !== 'advice')).toEqual([]);
  });

  it('does not take a call that Chrome gave up for a page that was left, where a dialog was open', () => {
    const cutOff = { ...GOOD, accounts: { status: 0 } };
    expect(diagnose(rejected(cutOff, { identity: { mode: 'active' } }), { earlier: [] })[0]).toMatchObject({
      code: 'UiDismissedNoEmbargo',
      certainty: 'one-of',
      causes: [{ code: 'UiDismissedNoEmbargo' }, { code: 'RpPageNotVisible' }],
    });
    expect(diagnose(rejected(cutOff), { earlier: [] })[0]?.title).toContain('The page was left');
  });

  it.each([
    ['ConfigNoResponse', 1, 9],
    ['WellKnownHttpNotFound', 9, 1],
  ])('of two failed files names the one that ends last: %s', (code, wellKnownTook, configTook) => {
    const flow = rejected({
      wellKnown: { status: 404, duration: wellKnownTook * 10, at: 0 },
      config: { status: 500, duration: configTook * 10, at: 0 },
    });
    const [first, second] = diagnose(flow, { earlier: [] });
    expect(first).toMatchObject({ code, severity: 'error', certainty: 'certain' });
    expect(second?.severity).toBe('warning');
  });

  it('is not certain of the order where the two ended together', () => {
    const flow = rejected({ wellKnown: { status: 404, at: 0 }, config: { status: 500, at: 1 } });
    expect(diagnose(flow, { earlier: [] })[0]).toMatchObject({ code: 'ConfigNoResponse', certainty: 'likely' });
  });

  it('compares the endpoints only when both files are there', () => {
    const flow = rejected({ wellKnown: { status: 404 }, config: { body: { accounts_endpoint: '/accounts' } } });
    expect(diagnose(flow, { earlier: [] })[0]?.code).toBe('WellKnownHttpNotFound');
  });
});

describe('several identity providers', () => {
  const other = 'http://other.localhost:9100';
  const providers = [CONFIG, `${other}/config.json`].map(configURL => ({
    configURL,
    clientId: 'c',
    params: { nonce: 'n' },
  }));

  it('gives each failing one its own finding', () => {
    const flow = rejected({ wellKnown: { status: 404 }, config }, { providers });
    const both = { ...flow, exchanges: [...flow.exchanges, ...rejectedAt(other)] };
    const errors = diagnose(both, { earlier: [] }).filter(({ severity }) => severity === 'error');
    expect(errors.map(({ code }) => code)).toEqual(['WellKnownHttpNotFound', 'ConfigHttpNotFound']);
    expect(errors[1]?.explanation).toContain(other);
  });

  it('warns of the one that failed beside the one that succeeded', () => {
    const flow = fulfilled({}, { providers });
    const both = { ...flow, exchanges: [...flow.exchanges, ...rejectedAt(other)] };
    expect(diagnose(both, { earlier: [] })[0]).toMatchObject({ code: 'ConfigHttpNotFound', severity: 'warning' });
  });

  function rejectedAt(origin: string): Flow['exchanges'] {
    return rejected({
      wellKnown: { body: { provider_urls: [`${origin}/config.json`] } },
      config: { status: 404 },
    }).exchanges.map(exchange => ({
      ...exchange,
      configURL: `${origin}/config.json`,
      request: { ...exchange.request, url: exchange.request.url.replace(IDP, origin) },
    }));
  }
});

it('says nothing of calls that are not FedCM', () => {
  const passkey = rejected(
    {},
    {},
    { request: { publicKey: {} }, ...failing('NotAllowedError', 'The operation timed out.') },
  );
  expect(diagnose(passkey, { earlier: [] })).toEqual([]);
  const both = rejected(
    {},
    {},
    { request: { ...Object(request()), publicKey: {} }, ...failing('NotAllowedError', 'The operation timed out.') },
  );
  expect(diagnose(both, { earlier: [] })).toMatchObject([{ code: 'PublicKeyBesideIdentity', severity: 'error' }]);
  const none = { ...Object(request()), publicKey: { $type: 'undefined' } };
  expect(diagnose(rejected({ config: { status: 404 } }, {}, { request: none }), { earlier: [] })[0]?.code).toBe(
    'ConfigHttpNotFound',
  );
});
