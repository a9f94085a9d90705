import { getDomain } from 'tldts';
import { isLoopback, parseUrl, remembering } from './urls.ts';

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
export const wellKnownUrl = remembering((configURL: string): string | undefined => {
  const config = parseUrl(configURL);
  if (config === undefined) return undefined;
  const path = '/.well-known/web-identity';
  if (isLoopback(config)) return config.origin + path;
  const domain = getDomain(config.hostname, { allowPrivateDomains: true });
  return domain === null ? undefined : `${config.protocol}//${domain}${path}`;
});
