import type { CredentialedEndpoint } from '../../src/core/cookies/endpoints.ts';
import type { CookieResult } from '../../src/core/cookies/reading.ts';
import { isOfSite, type Sending, sending } from '../../src/core/cookies/sending.ts';
import { sessionLike } from '../../src/core/cookies/session-like.ts';
import { endpointWords } from '../../src/core/expectation/withheld-cookie.ts';
import type { SeenCookie } from '../../src/core/model.ts';
import { visibleText } from '../flow/visible-text.ts';

/** What came of reading, in a sentence; nothing where the list itself tells it. */
export function resultWords(result: CookieResult): string {
  switch (result.kind) {
    case 'read':
      return '';
    case 'forbidden':
      return deniedWords('');
    case 'nothing':
      return 'No endpoint of this call is known, so there is nothing to look for.';
    case 'failed':
      return `Chrome did not give the cookies: “${result.message}”`;
  }
}

/** The user, or a policy, did not grant the permission. @param message Chrome's own words, where it has any */
export function deniedWords(message: string): string {
  const why = message === '' ? '' : ` Chrome: “${message}”`;
  return `Not allowed: without your permission no cookie is read, and none was.${why} To be asked again, click Check cookies.`;
}

/** One cookie: what it is, and where it goes. */
export interface CookieRow {
  name: string;
  /** `Lax, not sent`, or where it goes differently: a part for each endpoint. */
  verdict: string;
  sent: boolean;
  attributes: string;
}

const SAME_SITE: Record<SeenCookie['sameSite'], string> = {
  none: 'None',
  lax: 'Lax',
  strict: 'Strict',
  unspecified: 'no SameSite',
};

/** Those that are not sent first, and of them those that look like a session. */
export function cookieRows(
  cookies: readonly SeenCookie[],
  endpoints: readonly CredentialedEndpoint[],
  caller: string,
): CookieRow[] {
  return cookies
    .toSorted((a, b) => sessionLike(b) - sessionLike(a) || a.name.localeCompare(b.name))
    .map(cookie => {
      const own = endpoints.filter(({ url }) => isOfSite(cookie, url));
      const ways = own.map(endpoint => ({ endpoint, way: sending(cookie, endpoint.url, caller) }));
      return {
        name: visibleText(cookie.name),
        verdict: verdictWords(cookie, ways),
        sent: ways.some(({ way }) => way.sent),
        attributes: attributeWords(cookie),
      };
    })
    .sort((a, b) => Number(a.sent) - Number(b.sent));
}

interface Way {
  endpoint: CredentialedEndpoint;
  way: Sending;
}

function verdictWords(cookie: SeenCookie, ways: readonly Way[]): string {
  const each = ways.map(({ endpoint, way }) => ({ role: endpoint.role, words: wayWords(cookie, way) }));
  const all = [...new Set(each.map(({ words }) => words))];
  if (all.length <= 1) return all[0] ?? SAME_SITE[cookie.sameSite];
  return each.map(({ role, words }) => `${words} to the ${endpointWords(role)}`).join('; ');
}

const wayWords = (cookie: SeenCookie, way: Sending): string =>
  way.sent ? `${SAME_SITE[cookie.sameSite]}, sent` : `${way.word}, not sent`;

function attributeWords({ domain, hostOnly, path, secure, httpOnly, sameSite, partition }: SeenCookie): string {
  return [
    `${hostOnly ? '' : '*.'}${domain}`,
    `Path=${path}`,
    sameSite === 'unspecified' ? 'no SameSite' : `SameSite=${SAME_SITE[sameSite]}`,
    secure ? 'Secure' : 'not Secure',
    httpOnly && 'HttpOnly',
    partition && `partitioned under ${partition.site}`,
  ]
    .filter(Boolean)
    .map(part => visibleText(String(part)))
    .join(' · ');
}
