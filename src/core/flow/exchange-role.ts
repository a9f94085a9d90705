import type { Api, ExchangeRole } from '../model.ts';
import type { ObservedExchange } from './observed-exchange.ts';
import type { CallDirectory } from './pictures.ts';
import type { RequestedProvider } from './requested-providers.ts';
import { wellKnownUrl } from './sites.ts';
import { fetchedUrl, originOf, parseUrl } from './urls.ts';

/**
 * How the role of an exchange is known:
 * - `graph`: its URL is the one that the call, the well-known, the config or another answer names.
 * - `shape`: no config body names it, but it is at the provider's origin and has the form of such a request.
 */
export interface Role {
  role: ExchangeRole;
  evidence: 'graph' | 'shape';
}

/** The role that an exchange would have in a call to this provider; `undefined` where it can have none. */
export function roleFor(
  exchange: ObservedExchange,
  api: Api,
  provider: RequestedProvider,
  directory: CallDirectory,
): Role | undefined {
  const named = roleByGraph(exchange, provider, directory);
  const found: Role | undefined =
    named !== undefined
      ? { role: named, evidence: 'graph' }
      : originOf(exchange.request.url) === originOf(provider.configURL)
        ? { role: roleByShape(exchange), evidence: 'shape' }
        : undefined;
  if (found === undefined || !rolesOf(api).includes(found.role)) return undefined;
  return clientFits(exchange, found.role, provider) ? found : undefined;
}

function rolesOf(api: Api): readonly ExchangeRole[] {
  switch (api) {
    case 'credentials.get':
      return ['well-known', 'config', 'accounts', 'client-metadata', 'id-assertion', 'other'];
    case 'IdentityProvider.getUserInfo':
      return ['well-known', 'config', 'accounts'];
    case 'IdentityCredential.disconnect':
      return ['well-known', 'config', 'disconnect'];
    case 'credentials.preventSilentAccess':
    case 'IdentityProvider.resolve':
    case 'IdentityProvider.close':
    case 'IdentityProvider.register':
    case 'IdentityProvider.unregister':
    case 'login.setStatus':
      return [];
  }
}

function roleByGraph(
  { request, initiatorUrl }: ObservedExchange,
  { configURL }: RequestedProvider,
  directory: CallDirectory,
): ExchangeRole | undefined {
  const url = fetchedUrl(request.url);
  if (url === undefined) return undefined;
  const endpoints = directory.endpoints(configURL);
  if (request.method === 'POST') {
    const form = formOf(request.body);
    const isAssertion = endpoints.idAssertion.has(url);
    const isDisconnect = endpoints.disconnect.has(url);
    if (isAssertion && isDisconnect) return form.has('account_hint') ? 'disconnect' : 'id-assertion';
    if (isAssertion) return 'id-assertion';
    return isDisconnect ? 'disconnect' : undefined;
  }
  if (url === wellKnownUrl(configURL)) return 'well-known';
  const accounts = endpoints.accounts.has(url);
  // A config may name itself: Chrome gives an initiator for the accounts request, and for the config's none.
  if (url === fetchedUrl(configURL)) return accounts && initiatorUrl !== undefined ? 'accounts' : 'config';
  if (accounts) return 'accounts';
  if ([...endpoints.clientMetadata].some(endpoint => extendsQuery(url, endpoint))) return 'client-metadata';
  return directory.pictures(configURL).has(url) ? 'other' : undefined;
}

/** Chrome appends `client_id`, and from a cross-site frame `top_frame_origin`, to the client metadata endpoint. */
function extendsQuery(url: string, endpoint: string): boolean {
  const asked = new URL(url);
  const named = new URL(endpoint);
  const same = asked.origin === named.origin && asked.pathname === named.pathname;
  return same && [...named.searchParams].every(([name, value]) => asked.searchParams.getAll(name).includes(value));
}

/** The role that an exchange has by its own form, whatever provider it went to. */
export function roleByShape({ request, initiatorUrl }: ObservedExchange): ExchangeRole {
  if (request.method === 'POST') {
    const form = formOf(request.body);
    if (form.has('account_hint')) return 'disconnect';
    return form.has('account_id') ? 'id-assertion' : 'other';
  }
  const url = parseUrl(request.url);
  if (url?.pathname === '/.well-known/web-identity') return 'well-known';
  if (url?.searchParams.has('client_id')) return 'client-metadata';
  return initiatorUrl === undefined ? 'other' : 'accounts';
}

function clientFits({ request }: ObservedExchange, role: ExchangeRole, { clientId }: RequestedProvider): boolean {
  if (clientId === undefined) return true;
  const sent =
    role === 'client-metadata'
      ? parseUrl(request.url)?.searchParams.getAll('client_id')
      : role === 'id-assertion' || role === 'disconnect'
        ? formOf(request.body).getAll('client_id')
        : undefined;
  return sent === undefined || sent.length === 0 || sent.includes(clientId);
}

/** The members of an urlencoded body. */
export function formOf(body: string | undefined): URLSearchParams {
  return new URLSearchParams(body ?? '');
}
