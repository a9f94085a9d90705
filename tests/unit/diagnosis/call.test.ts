import { describe, expect, it } from 'vitest';
import { diagnose, loginStatus } from '../../../src/core/diagnosis/index.ts';
import type { Flow } from '../../../src/core/model.ts';
import { CONFIG, failing, fulfilled, GOOD, IDP, RP, rejected, request, START } from './flows.ts';

const first = (flow: Flow, earlier: Flow[] = []) => diagnose(flow, { earlier })[0];
const provider = { configURL: CONFIG, clientId: 'c' };

describe('options that Chrome refuses', () => {
  it.each([
    ['TypeError', 'identity.providers', request({ providers: [] })],
    ['TypeError', 'identity.providers', request({ providers: Array.from({ length: 11 }, () => provider) })],
    ['TypeError', 'identity.providers', { identity: {} }],
    ['TypeError', 'identity.providers[0].configURL', request({ providers: [{ clientId: 'c' }] })],
    ['TypeError', 'identity.providers[0].clientId', request({ providers: [{ configURL: CONFIG }] })],
    ['TypeError', 'identity.mode', request({ identity: { mode: 'button' } })],
    ['TypeError', 'identity.context', request({ identity: { context: 'login' } })],
    ['TypeError', 'mediation', request({ options: { mediation: 'immediate' } })],
    ['TypeError', 'identity.providers[0].params', request({ provider: { params: { $type: 'bigint' } } })],
    ['InvalidStateError', 'identity.providers[0].configURL', request({ provider: { configURL: '/config.json' } })],
    ['InvalidStateError', 'identity.providers[0].clientId', request({ provider: { clientId: '' } })],
    [
      'InvalidStateError',
      'identity.providers',
      request({ providers: [provider, provider], identity: { mode: 'active' } }),
    ],
    ['NotSupportedError', 'mediation', request({ identity: { mode: 'active' }, options: { mediation: 'silent' } })],
    ['NotSupportedError', 'mediation', request({ options: { mediation: 'conditional' } })],
  ])('%s at %s', (name, path, options) => {
    const finding = first(rejected({}, {}, { request: options, ...failing(name, 'x') }));
    expect(finding).toMatchObject({
      code: 'InvalidOptions',
      severity: 'error',
      certainty: 'certain',
      owner: 'rp-page',
    });
    expect(finding?.evidence[0]?.path).toBe(path);
  });

  it("keeps Chrome's words where no rule is broken", () => {
    const finding = first(rejected({}, {}, failing('TypeError', 'nothing we know')));
    expect(finding).toMatchObject({ code: 'InvalidOptions', certainty: 'likely' });
    expect(finding?.evidence[0]?.found).toContain('nothing we know');
  });

  it('names the feature that is off', () => {
    expect(first(rejected({}, {}, failing('NotSupportedError', 'FedCM is not supported.')))?.code).toBe(
      'FedCmUnavailable',
    );
  });
});

describe('policies', () => {
  const denied = failing('NotAllowedError', "The 'identity-credentials-get' feature is not enabled in this document.");

  it('names the ancestor whose iframe lacks allow', () => {
    const page = {
      url: 'https://widget.test/',
      origin: 'https://widget.test',
      topOrigin: 'https://shop.test',
      frameId: 4,
    };
    const finding = first(rejected({}, {}, { page, ...denied }));
    expect(finding).toMatchObject({
      code: 'PermissionsPolicyDisabled',
      title: 'The iframe in https://shop.test that embeds https://widget.test lacks `allow="identity-credentials-get"`',
    });
  });

  it.each([
    ['the first frame', [true, false, false], 'The iframe in https://shop.test that embeds https://ads.test lacks'],
    ['the second frame', [true, true, false], 'The iframe in https://ads.test that embeds https://box.test lacks'],
    ['the calling frame', [true, true, true], 'The iframe in https://box.test that embeds https://widget.test lacks'],
    ['the page at the top', [false, false, false], 'The `Permissions-Policy` header of https://shop.test forbids'],
    ['one of them, not known which', [true, undefined, false], 'An iframe above this frame lacks'],
  ])('of four levels names where the permission ends: %s', (_where, grants, title) => {
    const origins = ['https://shop.test', 'https://ads.test', 'https://box.test'];
    const ancestors = origins.map((origin, i) => {
      const allowsFedCM = grants[i];
      return { origin, ...(allowsFedCM !== undefined && { allowsFedCM }) };
    });
    const page = { url: 'https://widget.test/', origin: 'https://widget.test', frameId: 4, ancestors };
    const finding = first(rejected({}, {}, { page, ...denied }));
    expect(finding).toMatchObject({ code: 'PermissionsPolicyDisabled', severity: 'error', certainty: 'certain' });
    expect(finding?.title).toContain(title);
    expect(finding?.steps.length).toBeGreaterThan(0);
  });

  it("names the page's own header", () => {
    const documentHeaders = [{ name: 'Permissions-Policy', value: 'identity-credentials-get=()' }];
    const finding = diagnose(rejected({}, {}, denied), { earlier: [], documentHeaders })[0];
    expect(finding).toMatchObject({ code: 'PermissionsPolicyDisabled', owner: 'rp-server' });
    expect(finding?.evidence[0]?.found).toBe('identity-credentials-get=()');
  });

  it('tells a Content Security Policy by the URL in the message', () => {
    const message = `Refused to connect to '${CONFIG}' because it violates the document's Content Security Policy.`;
    const finding = first(rejected({}, {}, failing('NetworkError', message)));
    expect(finding).toMatchObject({ code: 'ConfigUrlBlockedByCsp', owner: 'rp-server' });
    expect(finding?.steps[0]).toContain(IDP);
  });
});

describe('the state of the browser', () => {
  const at = (minutes: number) => ({ startedAt: START + minutes * 60_000 });
  const dismissed = (minutes: number) => rejected(GOOD, {}, { ...at(minutes), settledAt: START + minutes * 60_000 });
  const end = (earlier: Flow[], minutes: number) =>
    first(rejected({}, {}, at(minutes)), earlier)?.evidence.find(({ path }) => path === 'earlier')?.expected;

  it('doubles out the pause after dismissals in a row: 2 hours, then 1 day', () => {
    expect(end([dismissed(0)], 1)).toBe('prompts again from 2026-11-23 16:03:10 UTC');
    expect(end([dismissed(0), dismissed(121)], 122)).toBe('prompts again from 2026-11-24 16:04:10 UTC');
    expect(end([dismissed(0)], 121)).toBeUndefined();
  });

  it('begins anew after an account was chosen', () => {
    const chosen = rejected({ ...GOOD, assertion: { body: { token: 't' } } }, { identity: { mode: 'active' } }, at(1));
    expect(end([dismissed(0), chosen, dismissed(2)], 3)).toBe('prompts again from 2026-11-23 16:05:10 UTC');
  });

  it('does not count a dismissal that Chrome says began no pause', () => {
    const chrome = { askedAt: START, issues: ['UiDismissedNoEmbargo'], log: [] };
    expect(end([{ ...dismissed(0), chrome }], 1)).toBeUndefined();
  });

  it.each([
    ['logged-out', 'NotSignedInWithIdp', 'likely'],
    ['"logged-out"', 'NotSignedInWithIdp', 'one-of'],
    ['logged-out;x=1', 'NotSignedInWithIdp', 'likely'],
  ])('reads `Set-Login: %s`', (value, code, certainty) => {
    const sentStatuses = [{ origin: IDP, value, at: START }];
    const [finding] = diagnose(rejected({}, {}, { ...at(200) }), { earlier: [], sentStatuses });
    if (certainty === 'likely') expect(finding).toMatchObject({ code, certainty, source: 'earlier' });
    else expect(finding?.certainty).toBe('one-of');
  });

  it.each([
    [200, 'logged-out', 'logged-in'],
    [401, 'logged-in', 'logged-out'],
  ])('does not hear `Set-Login` on FedCM’s own answers: accounts %i, %s', (status, value, expected) => {
    const headers = [{ name: 'Set-Login', value }];
    const flow = rejected({ ...GOOD, accounts: { ...GOOD.accounts, status, headers } });
    expect(loginStatus(IDP, [flow], START + 60_000)?.status).toBe(expected);
    const config = rejected({ wellKnown: { ...GOOD.wellKnown, headers }, config: { status: 404, headers } });
    expect(loginStatus(IDP, [config], START + 60_000)).toBeUndefined();
  });

  it('takes accounts that match no hint for a sign-in, and an empty list for none', () => {
    const hinted = rejected(GOOD, { provider: { loginHint: 'carol' } });
    expect(loginStatus(IDP, [hinted], START + 60_000)?.status).toBe('logged-in');
    const empty = rejected({ ...GOOD, accounts: { body: { accounts: [] } } });
    expect(loginStatus(IDP, [empty], START + 60_000)?.status).toBe('logged-out');
  });

  it('takes the last word on the login status', () => {
    const status = (value: string, minutes: number): Flow =>
      rejected(
        {},
        {},
        {
          api: 'login.setStatus',
          request: value,
          page: { url: IDP, origin: IDP },
          outcome: { status: 'fulfilled' },
          ...at(minutes),
        },
      );
    const cause = (earlier: Flow[]) =>
      first(rejected({}, {}, at(9)), earlier)?.causes?.find(({ code }) => code === 'NotSignedInWithIdp')?.status;
    expect(cause([status('logged-out', 1), status('logged-in', 2)])).toBe('ruled-out');
    expect(first(rejected({}, {}, at(9)), [status('logged-in', 1), status('logged-out', 2)])).toMatchObject({
      code: 'NotSignedInWithIdp',
      certainty: 'likely',
    });
  });

  it('puts silent mediation before the login status, as Chrome does', () => {
    const earlier = [rejected({ ...GOOD, accounts: { status: 401 } })];
    expect(first(rejected({}, { options: { mediation: 'silent' } }, at(1)), earlier)?.code).toBe(
      'SilentMediationFailure',
    );
  });
});

describe('a silent call whose accounts answer fails', () => {
  const silent = { options: { mediation: 'silent' } };
  const flow = rejected({ ...GOOD, accounts: { status: 401 } }, silent, { startedAt: START + 60_000 });
  const failures = (failed: Flow, earlier: Flow[]) =>
    diagnose(failed, { earlier }).filter(({ severity }) => severity !== 'advice');
  const names = (failed: Flow, earlier: Flow[] = [fulfilled()]) =>
    failures(failed, earlier).map(({ code, severity, certainty }) => `${severity} ${code} ${certainty}`);

  it('ends without a dialog, whatever the login status was', () => {
    const expected = ['error AccountsNoResponse certain', 'warning SilentMediationFailure likely'];
    expect(names(flow)).toEqual(expected);
    expect(names(flow, [])).toEqual(expected);
    const texts = failures(flow, []).map(({ explanation, title }) => `${title} ${explanation}`);
    expect(texts.join()).not.toMatch(/sign-in dialog|was closed/);
  });

  it('keeps the cause before what Chrome names, with and without its console', () => {
    const text = "The provider's accounts list fetch resulted in an error response code.";
    const line = { at: flow.startedAt + 50, level: 'error', text };
    for (const log of [[], [line]]) {
      const chrome = { askedAt: START + 90_000, issues: ['SilentMediationFailure'], log };
      const expected = ['error AccountsNoResponse certain', 'warning SilentMediationFailure certain'];
      expect(names({ ...flow, chrome })).toEqual(expected);
    }
  });

  it('has no other cause where the accounts were in order', () => {
    const chrome = { askedAt: START + 90_000, issues: ['SilentMediationFailure'], log: [] };
    expect(names({ ...rejected(GOOD, silent), chrome })).toEqual(['error SilentMediationFailure certain']);
  });

  it('is known to fail while Chrome delays the rejection', () => {
    const pending = failures({ ...flow, outcome: { status: 'pending' } }, [])[0];
    expect(pending).toMatchObject({ code: 'AccountsNoResponse', severity: 'error' });
    expect(pending?.explanation).not.toContain('sign-in dialog');
  });
});

describe('calls that overlap', () => {
  it('explains the call in the way, whose rejection was being delayed', () => {
    const failed = rejected({ wellKnown: { status: 404 }, config: GOOD.config });
    const pending: Flow = { ...failed, settledAt: START + 30_000, findings: diagnose(failed, { earlier: [] }) };
    const message = 'Only one navigator.credentials.get request may be outstanding at one time.';
    const finding = first(rejected({}, {}, { startedAt: START + 4000, ...failing('NotAllowedError', message) }), [
      pending,
    ]);
    expect(finding?.explanation).toContain('WellKnownHttpNotFound');
    expect(finding?.evidence[0]?.note).toContain(pending.id);
  });

  it('tells the reason while the promise still waits', () => {
    const { settledAt: _, ...pending } = rejected(
      { wellKnown: { status: 404 }, config: GOOD.config },
      {},
      { outcome: { status: 'pending' } },
    );
    expect(first(pending)).toMatchObject({ code: 'WellKnownHttpNotFound', certainty: 'certain' });
    expect(first(pending)?.explanation).toContain('delays');
  });
});

describe('the other entry points', () => {
  const disconnect = (answers: Parameters<typeof rejected>[0], rest: Partial<Flow> = {}) =>
    rejected(
      answers,
      {},
      {
        api: 'IdentityCredential.disconnect',
        request: { configURL: CONFIG, clientId: 'c', accountHint: '1' },
        ...failing('NetworkError', 'Error disconnecting account.'),
        ...rest,
      },
    );
  const config = { body: { ...(GOOD.config.body as object), disconnect_endpoint: '/disconnect' } };

  it.each([
    ['DisconnectNotConnected', disconnect({})],
    ['DisconnectNoEndpoint', disconnect(GOOD)],
    ['ConfigHttpNotFound', disconnect({ ...GOOD, config: { status: 404 } })],
    ['DisconnectHttpNotFound', disconnect({ ...GOOD, config, disconnect: { status: 404 } })],
    ['DisconnectNoResponse', disconnect({ ...GOOD, config, disconnect: { error: 'net::ERR_FAILED' } })],
    ['DisconnectInvalidContentType', disconnect({ ...GOOD, config, disconnect: { body: 'x', type: 'text/plain' } })],
    ['DisconnectInvalidResponse', disconnect({ ...GOOD, config, disconnect: { body: { account_id: '' } } })],
    ['InvalidOptions', disconnect({}, { request: { configURL: CONFIG }, ...failing('TypeError', 'x') })],
  ])('disconnect: %s', (code, flow) => expect(first(flow)).toMatchObject({ code, severity: 'error' }));

  const page = { url: `${IDP}/frame`, origin: IDP, topOrigin: RP, frameId: 7 };
  const userInfo = (answers: Parameters<typeof rejected>[0], rest: Partial<Flow> = {}) =>
    rejected(
      answers,
      {},
      {
        api: 'IdentityProvider.getUserInfo',
        page,
        request: provider,
        ...failing('NetworkError', 'Error retrieving user info.'),
        ...rest,
      },
    );

  it.each([
    ['NotIframe', userInfo({}, { page: { ...page, frameId: 0 } }), []],
    ['NotSameOrigin', userInfo({}, { page: { ...page, origin: RP }, ...failing('InvalidStateError', 'x') }), []],
    [
      'NotSignedInWithIdp',
      userInfo({}, { startedAt: START + 9000 }),
      [rejected({ ...GOOD, accounts: { status: 401 } })],
    ],
    ['InvalidConfigOrWellKnown', userInfo({ ...GOOD, accounts: undefined as never, config: { status: 404 } }), []],
    ['InvalidAccountsResponse', userInfo({ ...GOOD, accounts: { status: 500 } }), []],
    ['NoReturningUserFromFetchedAccounts', userInfo(GOOD), []],
    ['NoAccountSharingPermission', userInfo({}, { startedAt: START + 9000 }), [rejected(GOOD)]],
  ])('getUserInfo: %s', (code, flow, earlier) =>
    expect(first(flow, earlier)).toMatchObject({ code, severity: 'error' }),
  );

  it('says that a status set in a cross-site frame is ignored', () => {
    const flow = rejected(
      {},
      {},
      { api: 'login.setStatus', request: 'logged-in', page, outcome: { status: 'fulfilled' } },
    );
    expect(first(flow)).toMatchObject({ code: 'StatusIgnored', severity: 'warning' });
  });

  it('says where resolve() works', () => {
    const flow = rejected(
      {},
      {},
      { api: 'IdentityProvider.resolve', request: 't', ...failing('NotAllowedError', 'x') },
    );
    expect(first(flow)?.code).toBe('ResolveOutsidePopup');
  });
});

it('tells a page that was left from a frame that was', () => {
  const left = rejected(GOOD, {}, { outcome: { status: 'interrupted' } });
  expect(first(left)?.title).toBe('The page was left before the sign-in was complete');
  const inFrame = first({ ...left, page: { ...left.page, frameId: 3 } });
  expect(inFrame?.title).toMatch(/^The frame that called was removed/);
  expect(inFrame?.steps[0]).toContain('iframe');
});
