import { isLoopback, parseURL, sameSite } from '../diagnosis/site.ts';
import type { SeenCookie } from '../model.ts';

/** Whether Chrome sends a cookie with a credentialed FedCM request, and which of its rules keeps it back. */
export type Sending =
  | { sent: true }
  | {
      sent: false;
      rule: 'same-site' | 'partition' | 'path' | 'domain' | 'secure';
      /** What the cookie is, as a predicate: `is SameSite=Lax`. */
      is: string;
      /** `Lax`: the same in a word or two. */
      word: string;
    };

/**
 * Chrome's rules for the accounts, identity assertion and disconnect endpoints, as measured on Chromium 156: whether
 * the request is same-site goes by the document that calls, whatever page it is framed in; a partitioned cookie goes
 * along if it was set on the identity provider's own pages; on `http://localhost` and below `Secure` cookies are sent.
 *
 * @param caller The origin of the calling document.
 */
export function sending(cookie: SeenCookie, endpoint: URL, caller: string): Sending {
  if (!isForHost(cookie, endpoint.hostname))
    return held('domain', `is kept for ${cookie.domain}${cookie.hostOnly ? ' alone' : ''}`, 'another host');
  if (!isUnder(cookie.path, endpoint.pathname)) return held('path', `has Path=${cookie.path}`, `Path=${cookie.path}`);
  if (cookie.secure && endpoint.protocol !== 'https:' && !isLoopback(endpoint.hostname))
    return held('secure', 'is Secure, and the endpoint is plain http', 'Secure');
  const { partition } = cookie;
  const kept = partition && parseURL(partition.site);
  if (partition && (partition.crossSiteAncestor || kept === undefined || !sameSite(kept, endpoint)))
    return held('partition', `is partitioned under ${partition.site}`, `partitioned, ${partition.site}`);
  const from = parseURL(caller);
  const isSameSite = from !== undefined && sameSite(from, endpoint);
  return isSameSite || cookie.sameSite === 'none' ? { sent: true } : withheld(cookie.sameSite);
}

/** Whether the cookie is of the endpoint's site: those of another provider of the call have nothing to do with it. */
export function isOfSite({ domain }: SeenCookie, endpoint: URL): boolean {
  const own = parseURL(`${endpoint.protocol}//${domain}`);
  return own !== undefined && sameSite(own, endpoint);
}

const held = (rule: (Sending & { sent: false })['rule'], is: string, word: string): Sending => ({
  sent: false,
  rule,
  is,
  word,
});

function withheld(kind: 'lax' | 'strict' | 'unspecified'): Sending {
  switch (kind) {
    case 'lax':
      return held('same-site', 'is SameSite=Lax', 'Lax');
    case 'strict':
      return held('same-site', 'is SameSite=Strict', 'Strict');
    case 'unspecified':
      return held('same-site', 'has no SameSite, which counts as Lax', 'no SameSite');
  }
}

/** RFC 6265, 5.1.3. */
function isForHost({ domain, hostOnly }: SeenCookie, host: string): boolean {
  return host === domain || (!hostOnly && host.endsWith(`.${domain}`));
}

/** RFC 6265, 5.1.4. */
function isUnder(cookiePath: string, path: string): boolean {
  return path === cookiePath || path.startsWith(cookiePath.endsWith('/') ? cookiePath : `${cookiePath}/`);
}
