import { getDomain } from 'tldts';
import { wellKnownURL } from '../diagnosis/site.ts';
import { parseUrl, remembering } from './urls.ts';

/**
 * The registrable domain, private suffixes included, as Chrome counts sites; the host itself where it has none
 * (addresses, `localhost`).
 */
export function siteOf(url: URL): string {
  return getDomain(url.hostname, { allowPrivateDomains: true }) ?? url.hostname;
}

/** Where Chrome looks for the well-known file of a config URL; `undefined` where it asks nobody. */
export const wellKnownUrl = remembering((configURL: string): string | undefined => {
  const config = parseUrl(configURL);
  return config && wellKnownURL(config)?.href;
});
