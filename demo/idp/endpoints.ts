/** The endpoints that only the browser calls, and the one where a relying party's server redeems a code. */
import { randomUUID } from 'node:crypto';
import { type Answer, type DemoRequest, json } from '../exchange.ts';
import { readHost } from '../hosts.ts';
import { clientId } from '../rp/client.ts';
import type { Provider } from './identity-provider.ts';
import { cookieName, shortName, type User } from './sessions.ts';
import { type IdTokenClaims, lifetime, sealIdToken, wrapToken } from './token.ts';

const sessionUsers = (provider: Provider, request: DemoRequest) =>
  provider.sessions.find(request.cookies.get(cookieName));

export function accounts(provider: Provider, request: DemoRequest): Answer {
  const signedIn = sessionUsers(provider, request);
  if (signedIn.length === 0) return json({ error: 'No session.' }, 401);
  return json({
    accounts: signedIn.map(user => ({
      ...user,
      picture: `${provider.origin}/picture/${shortName(user)}.png`,
      approved_clients: provider.connections.has(`${clientId} ${user.id}`) ? [clientId] : [],
    })),
  });
}

export function clientMetadata(_provider: Provider, request: DemoRequest): Answer {
  const client = request.url.searchParams.get('client_id');
  if (client !== clientId) return json({ error: 'Unknown client.' }, 404);
  const { host } = new URL(request.headers.get('origin') ?? request.url);
  return json({ privacy_policy_url: `http://${host}/privacy`, terms_of_service_url: `http://${host}/terms` });
}

export async function assertion(provider: Provider, request: DemoRequest): Promise<Answer> {
  const form = new URLSearchParams(request.body);
  const cors = allowOrigin(request);
  if (!cors || form.get('client_id') !== clientId) return refuse('unauthorized_client', cors);
  const user = sessionUsers(provider, request).find(({ id }) => id === form.get('account_id'));
  if (!user) return refuse('access_denied', cors);
  const nonce = readNonce(form);
  const idToken = await sealIdToken(goodClaims(provider, user, nonce), provider.fault.token ?? {}, provider.keys);
  const token = wrapToken(idToken, provider.fault.token?.wrap ?? 'id-token', kept => {
    const code = `code-${randomUUID()}`;
    provider.codes.set(code, kept);
    return code;
  });
  provider.tokensIssued += 1;
  provider.connections.add(`${clientId} ${user.id}`);
  return json({ token }, 200, cors);
}

export function disconnect(provider: Provider, request: DemoRequest): Answer {
  const form = new URLSearchParams(request.body);
  const cors = allowOrigin(request);
  if (!cors || form.get('client_id') !== clientId) return refuse('unauthorized_client', cors);
  const hint = form.get('account_hint') ?? '';
  const user = sessionUsers(provider, request).find(({ id, login_hints }) => id === hint || login_hints.includes(hint));
  if (!user) return json({ error: { error: 'invalid_request' } }, 400, cors);
  provider.connections.delete(`${clientId} ${user.id}`);
  return json({ account_id: user.id }, 200, cors);
}

/** Each code works once. */
export function redeem(provider: Provider, request: DemoRequest): Answer {
  const code = new URLSearchParams(request.body).get('code') ?? '';
  const idToken = provider.codes.get(code);
  provider.codes.delete(code);
  return idToken === undefined ? json({ error: 'invalid_grant' }, 400) : json({ id_token: idToken });
}

/** Exactly the origin that called, and only one registered for the client; `*` is refused by the browser. */
function allowOrigin(request: DemoRequest): Record<string, string> | undefined {
  const origin = request.headers.get('origin') ?? '';
  if (!URL.canParse(origin) || !['rp', 'frame-rp'].includes(readHost(new URL(origin).hostname).kind)) return undefined;
  return { 'access-control-allow-origin': origin, 'access-control-allow-credentials': 'true', vary: 'Origin' };
}

function refuse(error: string, cors: Record<string, string> | undefined): Answer {
  return json({ error: { error } }, 403, cors ?? {});
}

/** `params.nonce` is where it belongs; the member `nonce` of old still arrives as a field of its own. */
function readNonce(form: URLSearchParams): string | undefined {
  const params: unknown = JSON.parse(form.get('params') ?? 'null');
  if (typeof params === 'object' && params !== null && 'nonce' in params && typeof params.nonce === 'string') {
    return params.nonce;
  }
  return form.get('nonce') ?? undefined;
}

function goodClaims(provider: Provider, user: User, nonce: string | undefined): IdTokenClaims {
  const iat = Math.floor(provider.now() / 1000);
  return {
    iss: provider.origin,
    aud: clientId,
    sub: user.id,
    iat,
    exp: iat + lifetime,
    ...(nonce === undefined ? {} : { nonce }),
    name: user.name,
    email: user.email,
  };
}
