import type { Delivery, Exchange, Flow } from '../../../src/core/model.ts';

export const CONFIG_URL = 'https://idp.example/fedcm.json';
export const STARTED_AT = Date.UTC(2026, 10, 20, 12, 0, 0);
export const SETTLED_AT = STARTED_AT + 5000;
export const SECONDS = STARTED_AT / 1000;

export const ACCOUNTS = {
  accounts: [
    { id: 'user-1', email: 'a@idp.example', name: 'Alice' },
    { id: 'user-2', email: 'b@idp.example', name: 'Bob' },
  ],
};

/** The claims that fit `flowWith()` in every respect. */
export const FITTING = {
  iss: 'https://idp.example',
  aud: 'client-1',
  sub: 'user-1',
  email: 'a@idp.example',
  name: 'Alice',
  nonce: 'n-0S6_WzA2Mj',
  iat: SECONDS + 2,
  exp: SECONDS + 3600,
};

export function exchange(role: Exchange['role'], body: string, date = STARTED_AT + 2500): Exchange {
  return {
    id: role,
    role,
    configURL: CONFIG_URL,
    request: {
      method: role === 'id-assertion' ? 'POST' : 'GET',
      url: `https://idp.example/${role}`,
      headers: [],
      ...(role === 'id-assertion' && {
        body: 'client_id=client-1&account_id=user-1&params=%7B%22nonce%22%3A%22n-0S6_WzA2Mj%22%7D',
      }),
    },
    response: { status: 200, statusText: '', headers: [{ name: 'Date', value: new Date(date).toUTCString() }], body },
    startedAt: STARTED_AT + 2400,
    duration: 200,
  };
}

/** The page handing the token on a second after the call settled; `date` is what the server's clock shows then. */
export function delivery(date: number, status = 200, body = ''): Delivery {
  return {
    url: 'https://rp.example/login',
    method: 'POST',
    where: 'body',
    origin: 'https://rp.example',
    startedAt: SETTLED_AT + 1000,
    duration: 100,
    response: { status, date: new Date(date).toUTCString(), body },
  };
}

/** A flow that ended with a token, as it looks when nothing is wrong. */
export function flowWith(token: unknown, changes: Partial<Flow> = {}): Flow {
  return {
    id: 'flow-1',
    api: 'credentials.get',
    page: { url: 'https://rp.example/login', origin: 'https://rp.example' },
    startedAt: STARTED_AT,
    settledAt: SETTLED_AT,
    request: requestWith({ params: { nonce: FITTING.nonce } }),
    context: {},
    outcome: { status: 'fulfilled', credential: { type: 'identity', token, configURL: CONFIG_URL } },
    exchanges: [exchange('accounts', JSON.stringify(ACCOUNTS)), exchange('id-assertion', '{}')],
    phases: [],
    findings: [],
    deliveries: [delivery(SETTLED_AT + 1000)],
    ...changes,
  };
}

export function requestWith(provider: object): unknown {
  return { identity: { providers: [{ configURL: CONFIG_URL, clientId: 'client-1', ...provider }] } };
}
