import { credentialedEndpoints } from '../core/cookies/endpoints.ts';
import { type CookieReading, type CookieResult, cookieDomains } from '../core/cookies/reading.ts';
import type { FlowLog } from '../core/flow/log.ts';
import type { SeenCookie } from '../core/model.ts';

/** Lets the log's reader look at the identity provider's cookies, once the user has granted the permission. */
export function offerCookies(log: FlowLog): void {
  log.cookieReading = new IdpCookies(log);
}

/** More than this of a site's cookies are not kept. */
const MAX_COOKIES = 200;

class IdpCookies implements CookieReading {
  readonly #log: FlowLog;

  constructor(log: FlowLog) {
    this.#log = log;
  }

  async read(flowId: string): Promise<CookieResult> {
    if (chrome.cookies === undefined) return { kind: 'forbidden' };
    const { flows } = this.#log;
    const at = flows.findIndex(({ id }) => id === flowId);
    const flow = flows[at];
    const domains = flow ? cookieDomains(credentialedEndpoints(flow, flows.slice(0, at))) : [];
    if (domains.length === 0) return { kind: 'nothing' };
    try {
      const storeId = await storeOfTab(chrome.devtools.inspectedWindow.tabId);
      const found = await Promise.all(domains.map(domain => namesAndAttributes(domain, storeId)));
      const cookies = { askedAt: Date.now(), cookies: found.flat().slice(0, MAX_COOKIES) };
      this.#log.amend(flowId, each => ({ ...each, cookies }));
      return { kind: 'read' };
    } catch (error) {
      return { kind: 'failed', message: error instanceof Error ? error.message : String(error) };
    }
  }
}

/** Incognito windows have a store of their own. */
async function storeOfTab(tabId: number): Promise<string | undefined> {
  const stores = await chrome.cookies.getAllCookieStores();
  return stores.find(({ tabIds }) => tabIds.includes(tabId))?.id;
}

/** Of all cookies of the domain and below it, partitioned ones too. The values are left in Chrome's answer, unread. */
async function namesAndAttributes(domain: string, storeId: string | undefined): Promise<SeenCookie[]> {
  const all = await chrome.cookies.getAll({ domain, partitionKey: {}, ...(storeId !== undefined && { storeId }) });
  return all.map(({ name, domain: of, hostOnly, path, secure, httpOnly, sameSite, partitionKey }) => ({
    name,
    domain: of.replace(/^\./, ''),
    hostOnly,
    path,
    secure,
    httpOnly,
    sameSite: sameSite === 'no_restriction' ? 'none' : sameSite,
    ...(partitionKey?.topLevelSite && {
      partition: { site: partitionKey.topLevelSite, crossSiteAncestor: partitionKey.hasCrossSiteAncestor === true },
    }),
  }));
}
