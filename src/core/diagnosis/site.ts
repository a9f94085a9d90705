import { getDomain } from 'tldts';

/** The URL, or `undefined` where the text is none. */
export function parseURL(text: unknown, base?: URL): URL | undefined {
  if (typeof text !== 'string') return undefined;
  try {
    return new URL(text, base);
  } catch {
    return undefined;
  }
}

/** `localhost`, every `*.localhost`, and the loopback addresses: where Chrome trusts plain http. */
export function isLoopback(host: string): boolean {
  return /^(?:.+\.)?localhost\.?$|^127(?:\.\d+){3}$|^\[::1\]$/i.test(host);
}

/** Chrome fetches a config from https, or from http on loopback, and from nowhere else. */
export function isTrustworthy(url: URL): boolean {
  return url.protocol === 'https:' || (url.protocol === 'http:' && isLoopback(url.hostname));
}

/** Registrable domain, private suffixes counted; a host without one stands for itself. A dot at the end makes another. */
function siteOf({ hostname }: URL): string {
  const domain = getDomain(hostname, { allowPrivateDomains: true });
  return domain === null ? hostname : `${domain}${hostname.endsWith('.') ? '.' : ''}`;
}

/** Same scheme and registrable domain; ports do not count. */
export function sameSite(one: URL, other: URL): boolean {
  const [a, b] = [innermost(one), innermost(other)];
  return a.protocol === b.protocol && a.hostname !== '' && siteOf(a) === siteOf(b);
}

/** `blob:` and `filesystem:` belong to the origin that stands in them. */
function innermost(url: URL): URL {
  return parseURL(/^(?:blob|filesystem):(.*)/.exec(url.href)?.[1]) ?? url;
}

/**
 * Where Chrome looks for the well-known of a config URL: on its registrable domain, with the port dropped; on loopback
 * hosts, on its own host and port (measured on Chromium 156). `undefined` for hosts without a registrable domain.
 */
export function wellKnownURL(config: URL): URL | undefined {
  if (isLoopback(config.hostname)) return new URL('/.well-known/web-identity', config);
  const domain = getDomain(config.hostname, { allowPrivateDomains: true });
  return domain ? parseURL(`${config.protocol}//${domain}/.well-known/web-identity`) : undefined;
}
