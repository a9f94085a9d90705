import { getDomain } from 'tldts';

/** `localhost`, `*.localhost` and the loopback addresses: what the browser trusts without TLS. */
export function isLoopback(url: URL): boolean {
  const host = url.hostname;
  return host === 'localhost' || host.endsWith('.localhost') || host === '[::1]' || /^127(\.\d+){3}$/.test(host);
}

/**
 * The registrable domain, private suffixes included, as Chrome counts sites; the host itself where it has none
 * (addresses, `localhost`).
 */
export function siteOf(url: URL): string {
  return getDomain(url.hostname, { allowPrivateDomains: true }) ?? url.hostname;
}

/**
 * Where Chrome looks for the well-known file: on the registrable domain, without the config URL's port; for loopback
 * hosts on the config URL's own origin. `undefined` where there is no registrable domain: Chrome then asks nobody.
 */
export function wellKnownUrl(configURL: string): string | undefined {
  const config = parseUrl(configURL);
  if (config === undefined) return undefined;
  const path = '/.well-known/web-identity';
  if (isLoopback(config)) return config.origin + path;
  const domain = getDomain(config.hostname, { allowPrivateDomains: true });
  return domain === null ? undefined : `${config.protocol}//${domain}${path}`;
}

export function parseUrl(text: string, base?: string): URL | undefined {
  return URL.canParse(text, base) ? new URL(text, base) : undefined;
}

/** The form in which URLs are compared: absolute, and without the fragment, which never reaches a server. */
export function fetchedUrl(text: string, base?: string): string | undefined {
  const url = parseUrl(text, base);
  if (url === undefined) return undefined;
  url.hash = '';
  return url.href;
}

/** Serialised origin; `undefined` for opaque ones and for what is no URL. */
export function originOf(url: string | undefined): string | undefined {
  const origin = url === undefined ? undefined : parseUrl(url)?.origin;
  return origin === 'null' ? undefined : origin;
}
