import { type CallWindow, CLOCK_TOLERANCE } from './call-window.ts';
import { type Claim, claimsOn } from './claims.ts';
import type { FlowCore } from './flow-core.ts';
import type { ObservedExchange } from './observed-exchange.ts';
import type { CallDirectory } from './pictures.ts';
import { requestedMode } from './requested-providers.ts';
import { wellKnownUrl } from './sites.ts';

/** An exchange, and the flows that may own it: one where it is decided, none where no flow fits. */
export interface Ownership {
  exchange: ObservedExchange;
  claims: readonly Claim[];
}

/** A call sends its first requests at once; a second round needs answers, and the user, before it. */
const FIRST_ROUND = 1000;

/**
 * Decides who owns what, among calls that overlap and the exchanges of their time. Where several calls remain, each of
 * these must follow from how the browser works, never from likelihood:
 * - a call that had its file and can need it only once does not fetch it again;
 * - a call that got further must have fetched its well-known and config: where just one fits, that is it;
 * - calls of one document send their first requests in the order in which they were made.
 *
 * @param exchanges by start, as are the windows.
 */
export function decideOwnership(
  exchanges: readonly ObservedExchange[],
  windows: readonly CallWindow[],
  directory: CallDirectory,
): Ownership[] {
  let all = claimAll(exchanges, windows, directory);
  for (let open = undecided(all).length; open > 0; ) {
    all = inOrderOfCalls(onlyOneFits(withoutServed(all)));
    const left = undecided(all).length;
    if (left === open) break;
    open = left;
  }
  return all;
}

/** One pass over time, so that a long row of calls costs no more than its overlaps. */
function claimAll(
  exchanges: readonly ObservedExchange[],
  windows: readonly CallWindow[],
  directory: CallDirectory,
): Ownership[] {
  let begun = 0;
  let open: CallWindow[] = [];
  return exchanges.map(exchange => {
    const now = exchange.startedAt;
    open = open.filter(({ to }) => to + CLOCK_TOLERANCE >= now);
    for (let next = windows[begun]; next !== undefined && next.from - CLOCK_TOLERANCE <= now; next = windows[++begun]) {
      open.push(next);
    }
    return { exchange, claims: claimsOn(exchange, open, directory) };
  });
}

function undecided(all: readonly Ownership[]): Ownership[] {
  return all.filter(({ claims }) => claims.length > 1);
}

/** What each flow is known to own, by flow id. */
function owned(all: readonly Ownership[]): Map<string, Ownership[]> {
  const map = new Map<string, Ownership[]>();
  for (const ownership of all) {
    const [claim, ...others] = ownership.claims;
    if (claim === undefined || others.length > 0) continue;
    add(map, claim.flow.id, ownership);
  }
  return map;
}

function add(map: Map<string, Ownership[]>, key: string, ownership: Ownership): void {
  const list = map.get(key);
  if (list === undefined) map.set(key, [ownership]);
  else list.push(ownership);
}

function give(ownership: Ownership, flow: FlowCore): Ownership {
  return { ...ownership, claims: ownership.claims.filter(claim => claim.flow === flow) };
}

function withoutServed(all: Ownership[]): Ownership[] {
  if (undecided(all).length === 0) return all;
  const own = owned(all);
  return all.map(ownership => {
    if (ownership.claims.length < 2) return ownership;
    const { exchange } = ownership;
    const hungry = ownership.claims.filter(({ flow, to }) => {
      const before = (own.get(flow.id) ?? []).filter(other => other.exchange !== exchange);
      const served = before.some(
        other => other.exchange.request.url === exchange.request.url && other.exchange.startedAt <= exchange.startedAt,
      );
      const isOver = exchange.startedAt >= to - CLOCK_TOLERANCE;
      return !served || (!isOver && mayFetchAgain(flow, before));
    });
    return hungry.length > 0 ? { ...ownership, claims: hungry } : ownership;
  });
}

/** After a sign-in in a pop-up Chrome fetches everything once more; no pop-up opens over a passive chooser. */
function mayFetchAgain(flow: FlowCore, own: readonly Ownership[]): boolean {
  if (flow.api !== 'credentials.get') return false;
  if (requestedMode(flow) === 'active') return true;
  const accounts = own.filter(({ claims }) => claims.some(claim => claim.roles[0]?.role.role === 'accounts'));
  return !accounts.some(({ exchange }) => exchange.response.status >= 200 && exchange.response.status < 300);
}

function onlyOneFits(all: Ownership[]): Ownership[] {
  const open = undecided(all);
  if (open.length === 0) return all;
  const given = new Map<Ownership, Set<FlowCore>>();
  const claimed = new Map<string, Ownership[]>();
  for (const ownership of open) {
    for (const { flow } of ownership.claims) add(claimed, `${flow.id} ${ownership.exchange.request.url}`, ownership);
  }
  for (const own of owned(all).values()) {
    const flow = own[0]?.claims[0]?.flow;
    if (flow === undefined) continue;
    for (const url of filesNeeded(own)) {
      if (own.some(({ exchange }) => exchange.request.url === url)) continue;
      const [only, ...others] = claimed.get(`${flow.id} ${url}`) ?? [];
      if (only !== undefined && others.length === 0) given.set(only, (given.get(only) ?? new Set()).add(flow));
    }
  }
  return all.map(ownership => {
    // Two calls that both must have made one request contradict each other: something was not seen. Then it stays open.
    const [flow, ...others] = given.get(ownership) ?? [];
    return flow === undefined || others.length > 0 ? ownership : give(ownership, flow);
  });
}

/** The well-known and config files that a call must have fetched, since it got further than them. */
function filesNeeded(own: readonly Ownership[]): Set<string> {
  const urls = new Set<string>();
  for (const { claims } of own) {
    for (const { provider, role } of claims[0]?.roles ?? []) {
      if (role.role === 'well-known' || role.role === 'config' || role.role === 'other') continue;
      const wellKnown = wellKnownUrl(provider.configURL);
      if (wellKnown !== undefined) urls.add(wellKnown);
      urls.add(provider.configURL.replace(/#.*$/, ''));
    }
  }
  return urls;
}

function inOrderOfCalls(all: Ownership[]): Ownership[] {
  const groups = new Map<string, Ownership[]>();
  for (const ownership of undecided(all)) {
    const { request } = ownership.exchange;
    const key = JSON.stringify([request.method, request.url, ...ownership.claims.map(claim => claim.flow.id)]);
    add(groups, key, ownership);
  }
  const own = owned(all);
  const given = new Map<Ownership, FlowCore>();
  for (const group of groups.values()) {
    const flows = (group[0]?.claims ?? []).map(claim => claim.flow).sort((a, b) => a.startedAt - b.startedAt);
    const latest = flows.at(-1);
    if (latest === undefined || flows.length !== group.length || !inOneDocument(flows)) continue;
    const url = group[0]?.exchange.request.url;
    const served = flows.some(flow => own.get(flow.id)?.some(({ exchange }) => exchange.request.url === url));
    const firstRound = group.every(({ exchange }) => exchange.startedAt <= latest.startedAt + FIRST_ROUND);
    if (served || !firstRound) continue;
    group.forEach((ownership, index) => {
      const flow = flows[index];
      if (flow !== undefined) given.set(ownership, flow);
    });
  }
  return all.map(ownership => {
    const flow = given.get(ownership);
    return flow === undefined ? ownership : give(ownership, flow);
  });
}

function inOneDocument(flows: readonly FlowCore[]): boolean {
  const documents = new Set(flows.map(({ page }) => page.documentId ?? `${page.tabId} ${page.frameId} ${page.url}`));
  return documents.size === 1;
}
