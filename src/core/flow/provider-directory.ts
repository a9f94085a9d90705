import { isObject, member, textMember } from '../token/json-object.ts';
import type { ObservedExchange } from './observed-exchange.ts';
import { wellKnownUrl } from './sites.ts';
import { fetchedUrl, parseUrl } from './urls.ts';

/** The endpoints of one identity provider. Sets, since a config may change between two calls. */
export interface Endpoints {
  accounts: ReadonlySet<string>;
  clientMetadata: ReadonlySet<string>;
  idAssertion: ReadonlySet<string>;
  disconnect: ReadonlySet<string>;
  /** Equal for equal endpoints: tells whether anything was learnt. */
  signature: string;
}

/** What config and well-known bodies say about identity providers, whichever call they were fetched for. */
export interface ProviderDirectory {
  endpoints(configURL: string): Endpoints;
}

/** Members of a config or well-known body that lead to further requests, as absolute URLs. */
interface NamedEndpoints {
  accounts?: string;
  clientMetadata?: string;
  idAssertion?: string;
  disconnect?: string;
}

interface Source {
  url: string;
  named: NamedEndpoints;
  /** Equal for equal endpoints. */
  signature: string;
}

/** Bodies are read once: a log asks again with every event. */
const sources = new WeakMap<ObservedExchange, Source | null>();

/** Gathers every config and well-known body among the exchanges. The order of the exchanges does not matter. */
export function providerDirectory(observed: readonly ObservedExchange[]): ProviderDirectory {
  const byUrl = new Map<string, Map<string, NamedEndpoints>>();
  for (const exchange of observed) {
    const source = sourceOf(exchange);
    if (source === null) continue;
    const known = byUrl.get(source.url) ?? new Map<string, NamedEndpoints>();
    byUrl.set(source.url, known.set(source.signature, source.named));
  }
  const cache = new Map<string, Endpoints>();
  return {
    endpoints(configURL) {
      const cached = cache.get(configURL);
      if (cached !== undefined) return cached;
      const all = [fetchedUrl(configURL), wellKnownUrl(configURL)].flatMap(url => {
        const named = url === undefined ? undefined : byUrl.get(url);
        return named === undefined ? [] : [...named.values()];
      });
      const endpoints = merge(all);
      cache.set(configURL, endpoints);
      return endpoints;
    },
  };
}

function merge(bodies: readonly NamedEndpoints[]): Endpoints {
  const all = (key: keyof NamedEndpoints) => new Set(bodies.flatMap(body => body[key] ?? []).sort());
  const sets = {
    accounts: all('accounts'),
    clientMetadata: all('clientMetadata'),
    idAssertion: all('idAssertion'),
    disconnect: all('disconnect'),
  };
  return { ...sets, signature: JSON.stringify(Object.values(sets).map(set => [...set])) };
}

function sourceOf(exchange: ObservedExchange): Source | null {
  const known = sources.get(exchange);
  if (known !== undefined) return known;
  const named = namedEndpoints(exchange);
  const url = fetchedUrl(exchange.request.url);
  const source = named === undefined || url === undefined ? null : { url, named, signature: JSON.stringify(named) };
  sources.set(exchange, source);
  return source;
}

function namedEndpoints(exchange: ObservedExchange): NamedEndpoints | undefined {
  const body = exchange.request.method === 'GET' ? jsonBody(exchange) : undefined;
  const resolve = (name: string) => {
    const value = textMember(body, name);
    const url = value === undefined ? undefined : parseUrl(value, exchange.request.url);
    return url && fetchedUrl(url.href);
  };
  const named: NamedEndpoints = {};
  const accounts = resolve('accounts_endpoint');
  const clientMetadata = resolve('client_metadata_endpoint');
  const idAssertion = resolve('id_assertion_endpoint');
  const disconnect = resolve('disconnect_endpoint');
  if (accounts) named.accounts = accounts;
  if (clientMetadata) named.clientMetadata = clientMetadata;
  if (idAssertion) named.idAssertion = idAssertion;
  if (disconnect) named.disconnect = disconnect;
  return Object.keys(named).length > 0 ? named : undefined;
}

/** The answer's body as JSON; `undefined` where there is none, or it is none. */
export function jsonBody(exchange: Pick<ObservedExchange, 'response'>): unknown {
  const { body } = exchange.response;
  if (body === undefined) return undefined;
  try {
    const value: unknown = JSON.parse(body.replace(/^\uFEFF/, ''));
    return isObject(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

/** `$.accounts` of an accounts answer; empty where there is none. */
export function accountsIn(exchange: Pick<ObservedExchange, 'response'>): unknown[] {
  const accounts = member(jsonBody(exchange), 'accounts');
  return Array.isArray(accounts) ? accounts : [];
}
