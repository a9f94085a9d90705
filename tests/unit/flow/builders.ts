import type { FlowCore } from '../../../src/core/flow/flow-core.ts';
import type { ObservedExchange } from '../../../src/core/flow/observed-exchange.ts';
import type { Exchange, Flow, Header, Outcome } from '../../../src/core/model.ts';

/** A moment of 2026, so that the arithmetic is that of real epoch times. */
export const T = 1_795_000_000_000;

export const RP = 'https://rp.example';

/** A made identity provider: answers as a small real one would. */
export function idp(host: string, clientId = 'client-1') {
  const origin = `https://${host}`;
  const site = host.split('.').slice(-2).join('.');
  return {
    origin,
    clientId,
    configURL: `${origin}/fedcm.json`,
    wellKnown: `https://${site}/.well-known/web-identity`,
    accounts: `${origin}/accounts`,
    metadata: `${origin}/metadata`,
    assertion: `${origin}/assertion`,
    disconnect: `${origin}/disconnect`,
    options: { configURL: `${origin}/fedcm.json`, clientId },
    config: {
      accounts_endpoint: '/accounts',
      client_metadata_endpoint: '/metadata',
      id_assertion_endpoint: '/assertion',
      disconnect_endpoint: '/disconnect',
      login_url: '/login',
    },
  };
}

export type Idp = ReturnType<typeof idp>;

export const fulfilled = (token: unknown = 'header.payload.signature'): Outcome => ({
  status: 'fulfilled',
  credential: { type: 'identity', token },
});

export const rejected = (name: string): Outcome => ({ status: 'rejected', error: { name } });

export const pending: Outcome = { status: 'pending' };

interface GetOptions {
  at?: number;
  /** ms after `at`; without: unsettled. */
  took?: number;
  outcome?: Outcome;
  mode?: 'active' | 'passive';
  page?: Partial<FlowCore['page']>;
  providers?: object[];
}

export function get(id: string, idps: Idp[], options: GetOptions = {}): FlowCore {
  const { at = 0, took, outcome = fulfilled(), mode, page, providers } = options;
  return {
    id,
    api: 'credentials.get',
    page: { url: `${RP}/login`, origin: RP, tabId: 1, frameId: 0, documentId: 'doc', ...page },
    startedAt: T + at,
    ...(took !== undefined && { settledAt: T + at + took }),
    request: { identity: { ...(mode && { mode }), providers: providers ?? idps.map(({ options }) => options) } },
    outcome,
  };
}

export function call(id: string, api: Flow['api'], request: unknown, options: GetOptions = {}): FlowCore {
  return { ...get(id, [], options), api, request };
}

interface AnswerOptions {
  took?: number;
  status?: number;
  body?: unknown;
  headers?: Header[];
  error?: string;
  initiatorUrl?: string;
}

let serial = 0;

export function exchange(
  method: string,
  url: string,
  at: number,
  options: AnswerOptions & { form?: Record<string, string>; requestHeaders?: Header[] } = {},
): ObservedExchange {
  const { took = 20, status = 200, body, headers = [], error, initiatorUrl, form, requestHeaders = [] } = options;
  return {
    id: `x${++serial}`,
    request: { method, url, headers: requestHeaders, ...(form && { body: new URLSearchParams(form).toString() }) },
    response: {
      status,
      statusText: '',
      headers,
      ...(body !== undefined && { body: JSON.stringify(body) }),
      ...(error !== undefined && { error }),
    },
    startedAt: T + at,
    duration: took,
    ...(initiatorUrl !== undefined && { initiatorUrl }),
  };
}

export const wellKnown = (p: Idp, at: number, options: AnswerOptions = {}) =>
  exchange('GET', p.wellKnown, at, { body: { provider_urls: [p.configURL] }, ...options });

export const config = (p: Idp, at: number, options: AnswerOptions = {}) =>
  exchange('GET', p.configURL, at, { body: p.config, ...options });

export const ACCOUNTS = [{ id: 'u1', name: 'Ada', email: 'ada@idp.example', login_hints: ['ada'], domain_hints: [] }];

export const accounts = (p: Idp, at: number, options: AnswerOptions = {}) =>
  exchange('GET', p.accounts, at, { body: { accounts: ACCOUNTS }, initiatorUrl: RP, ...options });

export const metadata = (p: Idp, at: number, options: AnswerOptions = {}) =>
  exchange('GET', `${p.metadata}?client_id=${p.clientId}`, at, {
    body: { privacy_policy_url: `${RP}/privacy` },
    requestHeaders: [{ name: 'Origin', value: RP }],
    ...options,
  });

export const assertion = (p: Idp, at: number, options: AnswerOptions & { form?: Record<string, string> } = {}) =>
  exchange('POST', p.assertion, at, {
    body: { token: 'header.payload.signature' },
    initiatorUrl: RP,
    ...options,
    form: { client_id: p.clientId, account_id: 'u1', mode: 'passive', ...options.form },
  });

export const disconnect = (p: Idp, at: number, options: AnswerOptions = {}) =>
  exchange('POST', p.disconnect, at, {
    body: { account_id: 'u1' },
    initiatorUrl: RP,
    ...options,
    form: { client_id: p.clientId, account_hint: 'ada' },
  });

/** Discovery, accounts, metadata and assertion, as one sign-in makes them from `at` on. */
export function signIn(p: Idp, at: number, options: AnswerOptions = {}): ObservedExchange[] {
  return [
    wellKnown(p, at + 1),
    config(p, at + 1.5),
    accounts(p, at + 30, options),
    metadata(p, at + 60),
    assertion(p, at + 600, options),
  ];
}

/** A whole flow, with the exchanges as correlation would have placed them. */
export function flowOf(core: FlowCore, exchanges: readonly Exchange[] = []): Flow {
  return { context: {}, phases: [], findings: [], deliveries: [], ...core, exchanges: [...exchanges] };
}
