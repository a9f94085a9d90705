import { parse } from 'tldts';
import type { Flow } from '../model.ts';
import { flowRule } from './flow-rules.ts';
import { isPublicClientId } from './public-client-id.ts';
import { prepareBody } from './redact-body.ts';
import { partyHost } from './redact-url.ts';
import type { Redactor } from './redactor.ts';
import { isRecord } from './rules.ts';
import { finish, type Pausing } from './steps.ts';

/** Prose and paths quote values and names of the rest, and are read last, when those are known. */
const READ_LAST = ['context', 'cut', 'token', 'cookies', 'findings', 'chrome', 'waitingFor'];

/** A body of this length is redacted with pauses, UTF-16 units. */
const LONG = 16 * 1024;

/** The flow with every value replaced that is not known to be harmless. */
export const redactFlow = (source: Flow, redactor: Redactor): Flow => finish(redactFlowInSteps(source, redactor));

/** The same with pauses in bodies that are long. */
export function* redactFlowInSteps(source: Flow, redactor: Redactor): Pausing<Flow> {
  redactor.begin({ at: source.startedAt, hosts: partyHosts(source), clients: publicClients(source) });
  const late = new Map(Object.entries(source).sort(([a], [b]) => READ_LAST.indexOf(a) - READ_LAST.indexOf(b)));
  for (const { response } of source.exchanges) {
    if (response.body !== undefined && response.body.length > LONG) yield* prepareBody(response.body, redactor);
  }
  return inOrderOf(source, flowRule(Object.fromEntries(late), redactor));
}

function inOrderOf(source: Flow, redacted: unknown): Flow {
  if (!isRecord(redacted)) throw new TypeError('A redacted flow is a record.');
  const order = new Map(Object.keys(source).map((name, at) => [name, at]));
  const ordered = Object.entries(redacted).sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  return Object.fromEntries(ordered) as unknown as Flow;
}

/** Hosts of the relying party and of the identity providers it named, and the sites above them. */
function partyHosts(source: Flow): Set<string> {
  const { url, origin, topOrigin, ancestors = [] } = source.page;
  const frames = ancestors.map(frame => frame.origin);
  const urls = [url, origin, topOrigin, ...frames, ...configURLs(source.request)];
  const hosts = new Set<string>();
  for (const each of urls) {
    const host = partyHost(each);
    if (host === undefined) continue;
    hosts.add(host);
    const site = parse(host).domain;
    if (site) hosts.add(site);
  }
  return hosts;
}

function publicClients(source: Flow): Set<string> {
  return new Set(askedFor(source.request, 'clientId').filter(isPublicClientId));
}

const configURLs = (request: unknown): unknown[] => askedFor(request, 'configURL');

/** A member of each provider of the call, or of the call itself. */
function askedFor(request: unknown, member: 'configURL' | 'clientId'): unknown[] {
  if (!isRecord(request)) return [];
  const identity = request['identity'];
  const providers = isRecord(identity) ? identity['providers'] : [];
  const named = Array.isArray(providers) ? providers.filter(isRecord).map(provider => provider[member]) : [];
  return [...named, request[member]];
}
