import type { Exchange, ExchangeRole, Flow, Header } from '../../../src/core/model.ts';

export const RP = 'http://rp.localhost:8000';
export const IDP = 'http://idp.localhost:9000';
export const CONFIG = `${IDP}/config.json`;

export const ENDPOINTS = { accounts_endpoint: '/accounts', id_assertion_endpoint: '/token', login_url: '/login' };
export const ANN = { id: '1', name: 'Ann', email: 'ann@example.test' };
export const CORS: Header[] = [
  { name: 'Access-Control-Allow-Origin', value: RP },
  { name: 'Access-Control-Allow-Credentials', value: 'true' },
];

/** How one exchange answers: the defaults are 200 and JSON. `body` is written as JSON unless it is text. */
export interface Answer {
  status?: number;
  body?: unknown;
  type?: string | undefined;
  error?: string;
  headers?: Header[];
  /** ms after the call. */
  at?: number;
  duration?: number;
  id?: string;
}

export interface Answers {
  wellKnown?: Answer;
  config?: Answer;
  accounts?: Answer;
  metadata?: Answer;
  assertion?: Answer;
  disconnect?: Answer;
}

export const START = Date.UTC(2026, 10, 23, 14, 3, 10);

const PLACES: readonly [keyof Answers, ExchangeRole, string, number][] = [
  ['wellKnown', 'well-known', '/.well-known/web-identity', 1],
  ['config', 'config', '/config.json', 2],
  ['accounts', 'accounts', '/accounts', 20],
  ['metadata', 'client-metadata', '/metadata', 30],
  ['assertion', 'id-assertion', '/token', 1000],
  ['disconnect', 'disconnect', '/disconnect', 50],
];

export function exchanges(answers: Answers, { idp = IDP, start = START, prefix = '' } = {}): Exchange[] {
  return PLACES.flatMap(([key, role, path, at]) => {
    const answer = answers[key];
    return answer
      ? [exchange(role, `${idp}${path}`, `${idp}/config.json`, answer, start + (answer.at ?? at), prefix + role)]
      : [];
  });
}

function exchange(
  role: ExchangeRole,
  url: string,
  configURL: string,
  answer: Answer,
  startedAt: number,
  id: string,
): Exchange {
  const status = answer.status ?? (answer.error ? 0 : 200);
  const type = 'type' in answer ? answer.type : 'application/json';
  const cors = role === 'id-assertion' || role === 'disconnect' ? CORS : [];
  const readable = status !== 0 && (status < 300 || role === 'id-assertion') && answer.body !== undefined;
  const text = typeof answer.body === 'string' ? answer.body : JSON.stringify(answer.body);
  return {
    id: answer.id ?? id,
    role,
    configURL,
    request: { method: role === 'id-assertion' ? 'POST' : 'GET', url, headers: [] },
    response: {
      status,
      statusText: '',
      headers:
        status === 0
          ? []
          : [
              ...(type ? [{ name: 'Content-Type', value: type }] : [{ name: 'Date', value: 'now' }]),
              ...(answer.headers ?? cors),
            ],
      ...(readable ? { body: text } : { bodyMissing: 'none' }),
      ...(answer.error && { error: answer.error }),
      ...(status >= 300 && role !== 'id-assertion' && { error: 'net::ERR_HTTP_RESPONSE_CODE_FAILURE' }),
    },
    startedAt,
    duration: answer.duration ?? 5,
  };
}

export const GOOD: Required<Pick<Answers, 'wellKnown' | 'config' | 'accounts'>> = {
  wellKnown: { body: { provider_urls: [CONFIG] } },
  config: { body: ENDPOINTS },
  accounts: { body: { accounts: [ANN] } },
};

export interface Call {
  provider?: Record<string, unknown>;
  providers?: unknown;
  identity?: Record<string, unknown>;
  options?: Record<string, unknown>;
}

export function request({ provider, providers, identity, options }: Call = {}): unknown {
  return {
    ...options,
    identity: {
      providers: providers ?? [{ configURL: CONFIG, clientId: 'client', params: { nonce: 'n' }, ...provider }],
      ...identity,
    },
  };
}

let count = 0;

/** A sign-in that was rejected with the message that nearly every failure gets, after 5 s. */
export function rejected(answers: Answers, call: Call = {}, rest: Partial<Flow> = {}): Flow {
  const startedAt = rest.startedAt ?? START;
  return {
    id: `flow-${++count}`,
    api: 'credentials.get',
    page: { url: `${RP}/`, origin: RP },
    startedAt,
    settledAt: startedAt + 5000,
    request: request(call),
    context: { userActivation: { isActive: true, hasBeenActive: true } },
    outcome: { status: 'rejected', error: { name: 'NetworkError', message: 'Error retrieving a token.' } },
    exchanges: exchanges(answers, { start: startedAt }),
    phases: [],
    findings: [],
    deliveries: [],
    ...rest,
  };
}

/** As {@link rejected}, at the token: with an `IdentityCredentialError`. */
export function refused(assertion: Answer, error = '', url = ''): Flow {
  const outcome: Flow['outcome'] = {
    status: 'rejected',
    error: { name: 'IdentityCredentialError', message: 'Error retrieving a token.', error, url },
  };
  return rejected({ ...GOOD, assertion }, {}, { outcome });
}

export function fulfilled(answers: Answers = {}, call: Call = {}, rest: Partial<Flow> = {}): Flow {
  const all = { ...GOOD, assertion: { body: { token: 't' } }, ...answers };
  const outcome: Flow['outcome'] = {
    status: 'fulfilled',
    credential: { type: 'identity', token: 't', configURL: CONFIG },
  };
  return rejected(all, call, { outcome, ...rest });
}

/** The outcome of a call that failed by name before it began. */
export const failing = (name: string, message: string): { outcome: Flow['outcome'] } => ({
  outcome: { status: 'rejected', error: { name, message } },
});
