import { siteOf } from '../flow/sites.ts';
import type { Flow } from '../model.ts';
import { type CredentialedEndpoint, credentialedEndpoints } from './endpoints.ts';

/** How the identity provider's cookies are read, on a click alone. The panel sees it through the log. */
export interface CookieReading {
  /** Reads names and attributes, and lays them on the flow. Needs the optional `cookies` permission. */
  read(flowId: string): Promise<CookieResult>;
}

export type CookieResult =
  | { kind: 'read' }
  /** The extension lacks the permission. */
  | { kind: 'forbidden' }
  /** The flow is gone, or none of its endpoints is known. */
  | { kind: 'nothing' }
  /** Chrome's own words. */
  | { kind: 'failed'; message: string };

/** The site of each endpoint, as `chrome.cookies` takes it for a domain: the registrable domain, or the host. */
export const cookieDomains = (endpoints: readonly CredentialedEndpoint[]): string[] => [
  ...new Set(endpoints.map(({ url }) => siteOf(url))),
];

/** Codes of failures behind which there may be a session cookie that Chrome did not send. */
const MAY_BE_COOKIES: ReadonlySet<string> = new Set([
  'AccountsNoResponse',
  'AccountsInvalidResponse',
  'AccountsListEmpty',
  'AccountsInvalidContentType',
  'AccountsHttpNotFound',
  'IdTokenNoResponse',
  'IdTokenInvalidResponse',
  'IdTokenInvalidContentType',
  'IdTokenIdpErrorResponse',
  'IdTokenCrossSiteIdpErrorResponse',
  'NotSignedInWithIdp',
  'InvalidAccountsResponse',
  'NoReturningUserFromFetchedAccounts',
]);

/** Whether it helps to look at the cookies: they get to an endpoint that is known, and the call may have failed for one. */
export function mayBeCookies(flow: Flow, earlier: readonly Flow[]): boolean {
  if (flow.outcome.status === 'fulfilled' || flow.imported) return false;
  const isDisconnect = flow.api === 'IdentityCredential.disconnect' && flow.exchanges.length > 0;
  const isSuspect = isDisconnect || flow.findings.some(isAboutCookies);
  return isSuspect && credentialedEndpoints(flow, earlier).length > 0;
}

/** With these the accounts came, and so had the session: what else may be wrong with the list is no cookie's matter. */
const WITH_ACCOUNTS: ReadonlySet<string> = new Set(['UiDismissedNoEmbargo', 'SilentMediationFailure']);

const isAboutCookies = ({ code, causes = [] }: Flow['findings'][number]): boolean =>
  MAY_BE_COOKIES.has(code) ||
  (!WITH_ACCOUNTS.has(code) && causes.some(cause => cause.status !== 'ruled-out' && MAY_BE_COOKIES.has(cause.code)));
