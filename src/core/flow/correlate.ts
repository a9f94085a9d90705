import type { Exchange } from '../model.ts';
import { byStart, type CallWindow, CLOCK_TOLERANCE, callWindows } from './call-window.ts';
import { roleByShape } from './exchange-role.ts';
import type { FlowCore } from './flow-core.ts';
import { cachedAnswers } from './http-cache.ts';
import type { ObservedExchange } from './observed-exchange.ts';
import { decideOwnership, type Ownership } from './ownership.ts';
import { withPictures } from './pictures.ts';
import { type ProviderDirectory, providerDirectory } from './provider-directory.ts';
import { withRedirectedWellKnown } from './redirected-well-known.ts';
import { requestedProviders } from './requested-providers.ts';
import { sameList } from './same-list.ts';

/** Every observed exchange, in exactly one place. */
export interface Correlated {
  /** For every flow given, by flow id: its own exchanges by start. Empty where it has none. */
  exchanges: ReadonlyMap<string, readonly Exchange[]>;
  /**
   * In no flow, by start. With `candidates` where several flows could own it and nothing decides; without, where it
   * fits none (a call made before the page was watched).
   */
  leftovers: readonly Exchange[];
}

/**
 * Ties the browser's exchanges to the flows that caused them: by the URL graph (config URL → its well-known file →
 * the endpoints named in the config), then by time, then by the frame that Chrome names as the initiator.
 *
 * The result depends on the flows and exchanges alone, never on their order. An exchange stands in one flow, or in
 * `leftovers`; several flows that could own it are its `candidates`.
 */
export function correlate(flows: readonly FlowCore[], observed: readonly ObservedExchange[]): Correlated {
  return createCorrelator()(flows, observed);
}

/**
 * {@link correlate} with a memory, for a log that grows: call it with *all* flows and exchanges after each batch of
 * events. Flows that overlap in time form a cluster; only clusters in which a flow, an exchange or the knowledge about
 * a provider changed are worked out again, and the `Exchange[]` of all others are the same objects as before. Flows
 * and exchanges are recognised by identity: replace an object that changes, and keep those that do not.
 *
 * An unsettled flow overlaps everything after it, up to the next `get()`: give interrupted flows a `settledAt`.
 */
export function createCorrelator(): typeof correlate {
  let memory = new Map<string, Remembered>();
  return (flows, observed) => {
    const directory = providerDirectory(observed);
    const isCached = cachedAnswers(observed);
    const exchanges = new Map<string, readonly Exchange[]>(flows.map(flow => [flow.id, NONE]));
    const leftovers: Exchange[] = [];
    const remembered: typeof memory = new Map();
    for (const cluster of clusters(callWindows(flows), observed)) {
      const inputs = inputsOf(cluster, directory, isCached);
      const before = memory.get(cluster.key);
      const result =
        before !== undefined && sameList(before.inputs, inputs)
          ? before.result
          : assign(owners(cluster, directory), isCached);
      remembered.set(cluster.key, { inputs, result });
      for (const [id, own] of result.exchanges) exchanges.set(id, own);
      leftovers.push(...result.leftovers);
    }
    memory = remembered;
    return { exchanges, leftovers: leftovers.sort(byStart) };
  };
}

const owners = ({ exchanges, windows }: Cluster, directory: ProviderDirectory): Ownership[] =>
  withRedirectedWellKnown(decideOwnership(exchanges, windows, withPictures(directory, exchanges)), windows);

const NONE: readonly Exchange[] = [];

interface Remembered {
  inputs: readonly unknown[];
  result: Correlated;
}

/** Calls that overlap in time, and the exchanges of that time; or one exchange outside of any call. */
interface Cluster {
  key: string;
  windows: CallWindow[];
  exchanges: ObservedExchange[];
}

function clusters(windows: readonly CallWindow[], observed: readonly ObservedExchange[]): Cluster[] {
  const found: (Cluster & { from: number; to: number })[] = [];
  for (const window of windows) {
    const last = found.at(-1);
    if (last !== undefined && window.from - CLOCK_TOLERANCE <= last.to) {
      last.windows.push(window);
      last.to = Math.max(last.to, window.to + CLOCK_TOLERANCE);
    } else {
      const from = window.from - CLOCK_TOLERANCE;
      const to = window.to + CLOCK_TOLERANCE;
      found.push({ key: `flow ${window.flow.id}`, windows: [window], exchanges: [], from, to });
    }
  }
  const outside: Cluster[] = [];
  let at = 0;
  for (const exchange of observed.toSorted(inTime)) {
    while (at < found.length && (found[at]?.to ?? Infinity) < exchange.startedAt) at++;
    const cluster = found[at];
    if (cluster !== undefined && cluster.from <= exchange.startedAt) cluster.exchanges.push(exchange);
    else outside.push({ key: `exchange ${exchange.id}`, windows: [], exchanges: [exchange] });
  }
  return [...found, ...outside].sort((a, b) => startOf(a) - startOf(b));
}

/** By start; those of one moment by what they ask, for ids may tell no more than the order of arrival. */
function inTime(a: ObservedExchange, b: ObservedExchange): number {
  const order = a.startedAt - b.startedAt || a.duration - b.duration;
  return order || a.request.url.localeCompare(b.request.url) || byStart(a, b);
}

function startOf({ windows, exchanges }: Cluster): number {
  return windows[0]?.from ?? exchanges[0]?.startedAt ?? 0;
}

/** All that the result of a cluster depends on, comparable by identity. */
function inputsOf(
  cluster: Cluster,
  directory: ProviderDirectory,
  isCached: (exchange: ObservedExchange) => boolean,
): unknown[] {
  const providers = cluster.windows.flatMap(({ flow }) => requestedProviders(flow));
  return [
    ...cluster.windows.flatMap(({ flow, to }) => [flow, to]),
    ...providers.map(({ configURL }) => directory.endpoints(configURL).signature),
    ...cluster.exchanges.flatMap(exchange => [exchange, isCached(exchange)]),
  ];
}

function assign(ownerships: readonly Ownership[], isCached: (exchange: ObservedExchange) => boolean): Correlated {
  const exchanges = new Map<string, Exchange[]>();
  const leftovers: Exchange[] = [];
  const turns = new Map<string, number>();
  for (const ownership of ownerships) {
    const { exchange: observed, claims } = ownership;
    const [first, ...others] = claims;
    const exchange = {
      ...named(ownership, turns),
      ...plain(observed),
      ...(isCached(observed) && { fromCache: true }),
    };
    if (first === undefined) leftovers.push(exchange);
    else if (others.length > 0) leftovers.push({ ...exchange, candidates: claims.map(({ flow }) => flow.id).sort() });
    else {
      const own = exchanges.get(first.flow.id);
      if (own === undefined) exchanges.set(first.flow.id, [exchange]);
      else own.push(exchange);
    }
  }
  return { exchanges, leftovers };
}

function plain({ id, request, response, startedAt, duration }: ObservedExchange): Omit<Exchange, 'role'> {
  return { id, request, response, startedAt, duration };
}

/**
 * The role and provider on which all claims agree. Where one URL serves several providers of a call (a well-known file
 * shared by a site, one accounts endpoint for two configs), Chrome asks once for each: they take turns, in call order.
 */
function named(ownership: Ownership, turns: Map<string, number>): Pick<Exchange, 'role' | 'configURL'> {
  const { exchange, claims } = ownership;
  const roles = claims.flatMap(claim => claim.roles);
  const [first] = roles;
  if (first === undefined) return { role: roleByShape(exchange) };
  const role = roles.every(other => other.role.role === first.role.role) ? first.role.role : 'other';
  const providers = [...new Set(roles.map(({ provider }) => provider.configURL))];
  const [configURL, ...others] = providers;
  if (configURL !== undefined && others.length === 0) return { role, configURL };
  if (claims.length > 1 || first.role.evidence === 'shape') return { role };
  const key = `${claims[0]?.flow.id} ${exchange.request.method} ${exchange.request.url}`;
  const turn = turns.get(key) ?? 0;
  turns.set(key, turn + 1);
  const taken = providers[turn % providers.length];
  return { role, ...(taken !== undefined && { configURL: taken }) };
}
