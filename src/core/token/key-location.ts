import type { Decoded } from './decoded.ts';
import { textMember } from './json-object.ts';
import { claimsOf, primaryToken } from './primary.ts';

export type KeyLocation =
  | { kind: 'discovery'; url: string; issuer: string }
  | { kind: 'nowhere'; code: 'no-issuer' | 'issuer-unusable'; reason: string };

/** Where the issuer says its keys are found (OpenID Connect Discovery 4): the URL that a click on *Verify* fetches. */
export function keyLocation(decoded: Decoded): KeyLocation {
  const primary = primaryToken(decoded);
  const iss = primary && textMember(claimsOf(primary.token), 'iss');
  if (iss === undefined) return { kind: 'nowhere', code: 'no-issuer', reason: 'The token names no issuer.' };
  const url = discoveryURL(iss);
  return url === undefined
    ? {
        kind: 'nowhere',
        code: 'issuer-unusable',
        reason: `“${iss}” is no plain https URL, so there is nowhere to look for keys.`,
      }
    : { kind: 'discovery', url, issuer: iss };
}

/** Where an issuer's discovery document is; `undefined` for what cannot be an issuer. */
export function discoveryURL(iss: string): string | undefined {
  // Google's other spelling has no scheme.
  const issuer = /^[a-z][a-z0-9+.-]*:/i.test(iss) ? iss : `https://${iss}`;
  if (!fetchable(issuer)) return undefined;
  const url = new URL(issuer);
  url.pathname = `${url.pathname.replace(/\/$/, '')}/.well-known/openid-configuration`;
  return url.href;
}

/** https, or http on this machine; no query, fragment or user name to smuggle anything out with. */
export function fetchable(url: string): boolean {
  if (!URL.canParse(url)) return false;
  const { protocol, hostname, search, hash, username, password } = new URL(url);
  if (search || hash || username || password) return false;
  // Not [::1]: a content security policy has no word for it.
  const local = hostname === 'localhost' || hostname.endsWith('.localhost') || hostname === '127.0.0.1';
  return protocol === 'https:' || (protocol === 'http:' && local);
}
