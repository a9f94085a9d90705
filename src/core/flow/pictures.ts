import { member, textMember } from '../token/json-object.ts';
import type { ObservedExchange } from './observed-exchange.ts';
import { accountsIn, jsonBody, type ProviderDirectory } from './provider-directory.ts';
import { fetchedUrl, parseUrl } from './urls.ts';

/** What is known of identity providers to whom tells the roles of a call's exchanges. */
export interface CallDirectory extends ProviderDirectory {
  /** URLs of account pictures and brand icons, wherever they are kept. */
  pictures(configURL: string): ReadonlySet<string>;
}

/**
 * The directory, with the pictures that the answers among these exchanges name. Those of one time are enough, since a
 * call asks for pictures right after it got the answers; and their URLs may differ with every answer.
 */
export function withPictures(directory: ProviderDirectory, exchanges: readonly ObservedExchange[]): CallDirectory {
  const named = new Map<string, string[]>();
  for (const exchange of exchanges) {
    const pictures = picturesNamed(exchange);
    const place = placeOf(exchange.request.url);
    const others = named.get(place);
    if (others !== undefined) others.push(...pictures);
    else if (pictures.length > 0) named.set(place, [...pictures]);
  }
  const cache = new Map<string, ReadonlySet<string>>();
  return {
    endpoints: configURL => directory.endpoints(configURL),
    pictures(configURL) {
      const cached = cache.get(configURL);
      if (cached !== undefined) return cached;
      const { accounts, clientMetadata } = named.size > 0 ? directory.endpoints(configURL) : NOWHERE;
      const places = new Set([configURL, ...accounts, ...clientMetadata].map(placeOf));
      const pictures = new Set([...places].flatMap(place => named.get(place) ?? []));
      cache.set(configURL, pictures);
      return pictures;
    },
  };
}

const NOWHERE = { accounts: [], clientMetadata: [] };

/** Chrome appends members to the query of the client metadata endpoint. */
const placeOf = (url: string): string => url.replace(/[?#].*$/s, '');

const known = new WeakMap<ObservedExchange, readonly string[]>();

/** Bodies are read once: a log asks again with every event. */
function picturesNamed(exchange: ObservedExchange): readonly string[] {
  const before = known.get(exchange);
  if (before !== undefined) return before;
  const pictures = readPictures(exchange);
  known.set(exchange, pictures);
  return pictures;
}

/**
 * `accounts[].picture` of an accounts answer, `branding.icons[].url` of a config, `icons[].url` of client metadata:
 * what Chrome fetches, from any origin (measured on Chromium 156).
 */
function readPictures(exchange: ObservedExchange): string[] {
  if (exchange.request.method !== 'GET') return [];
  const body = jsonBody(exchange);
  const icons = [member(member(body, 'branding'), 'icons'), member(body, 'icons')].flat();
  const texts = [
    ...accountsIn(exchange).map(account => textMember(account, 'picture')),
    ...icons.map(icon => textMember(icon, 'url')),
  ];
  return texts.flatMap(text => {
    const url = text === undefined ? undefined : parseUrl(text, exchange.request.url);
    return (url && fetchedUrl(url.href)) ?? [];
  });
}
