import type { ObservedExchange } from '../flow/observed-exchange.ts';
import type { Exchange, Finding, Flow, Outcome } from '../model.ts';
import { isRecord } from './rules.ts';

/** A pause after which discovery begins another call: no exchange of a call waits so long for the one before it. */
const ANOTHER_CALL = 60_000;

/**
 * Puts the exchanges of a HAR file together into flows, from what they show alone: the page's call, its outcome and the
 * phases are not in a HAR. Each flow says so in a finding.
 */
export function rebuildFlows(observed: readonly ObservedExchange[]): Flow[] {
  const named = new Map<string, Named>();
  const calls: Exchange[][] = [];
  let call: Exchange[] = [];
  let origin = new Map<string, string>();
  for (const each of [...observed].sort((a, b) => a.startedAt - b.startedAt)) {
    const exchange = withRole(each, named);
    if (call.length === 0 || beginsAnother(call, exchange)) {
      call = [];
      calls.push(call);
    }
    call.push(exchange);
    if (each.initiatorUrl !== undefined) origin = new Map(origin).set(exchange.id, each.initiatorUrl);
  }
  return calls.map((exchanges, at) => rebuilt(exchanges, `flow-${at + 1}`, origin));
}

function beginsAnother(call: readonly Exchange[], next: Exchange): boolean {
  const last = call.at(-1);
  const roles = new Set(call.map(exchange => exchange.role));
  if (next.role === 'disconnect' || roles.has('disconnect')) return !call.every(isDiscovery);
  if (last !== undefined && next.startedAt - last.startedAt > ANOTHER_CALL && isDiscovery(next)) return true;
  if (isDiscovery(next)) return call.some(exchange => !isDiscovery(exchange) && exchange.role !== 'other');
  if (next.role !== 'accounts') return false;
  return call.some(exchange => exchange.role === 'id-assertion' || exchange.request.url === next.request.url);
}

const isDiscovery = ({ role }: Exchange): boolean => role === 'well-known' || role === 'config';

/** What earlier answers said of a URL. */
interface Named {
  role: Exchange['role'];
  configURL: string;
}

const ENDPOINTS: readonly [member: string, role: Exchange['role']][] = [
  ['accounts_endpoint', 'accounts'],
  ['client_metadata_endpoint', 'client-metadata'],
  ['id_assertion_endpoint', 'id-assertion'],
  ['disconnect_endpoint', 'disconnect'],
];

/** The exchange with its role; `named` learns what its answer names, so that endpoints which fail are known, too. */
function withRole(observed: ObservedExchange, named: Map<string, Named>): Exchange {
  const { initiatorUrl: _, ...exchange } = observed;
  const { url } = observed.request;
  const known = named.get(url) ?? named.get(url.replace(/[?#].*$/s, ''));
  const role = roleOf(observed, known?.role);
  const body = jsonOf(observed.response.body);
  const learn = (address: unknown, of: Omit<Named, 'configURL'>, configURL?: string) => {
    if (typeof address !== 'string' || !URL.canParse(address, url)) return;
    const { href } = new URL(address, url);
    named.set(href, { ...of, configURL: configURL ?? href });
  };
  if (isRecord(body) && role === 'config') {
    for (const [member, endpointRole] of ENDPOINTS) learn(body[member], { role: endpointRole }, url);
  }
  if (isRecord(body) && role === 'well-known' && Array.isArray(body['provider_urls'])) {
    for (const address of body['provider_urls']) learn(address, { role: 'config' });
  }
  const configURL = role === 'config' ? url : known?.configURL;
  return { ...exchange, role, ...(configURL === undefined ? {} : { configURL }) };
}

function roleOf({ request, response }: ObservedExchange, named: Exchange['role'] | undefined): Exchange['role'] {
  const url = URL.canParse(request.url) ? new URL(request.url) : undefined;
  if (request.method === 'POST') {
    const form = new URLSearchParams(request.body);
    if (form.has('account_hint')) return 'disconnect';
    return form.has('account_id') ? 'id-assertion' : (named ?? 'other');
  }
  if (url?.pathname === '/.well-known/web-identity') return 'well-known';
  if (named !== undefined) return named;
  const body = jsonOf(response.body);
  if (isRecord(body) && 'accounts_endpoint' in body) return 'config';
  if (isRecord(body) && 'accounts' in body) return 'accounts';
  return url?.searchParams.has('client_id') ? 'client-metadata' : 'other';
}

function jsonOf(body: string | undefined): unknown {
  try {
    return JSON.parse(body ?? '');
  } catch {
    return undefined;
  }
}

function rebuilt(exchanges: Exchange[], id: string, initiators: ReadonlyMap<string, string>): Flow {
  const initiator = exchanges.flatMap(exchange => initiators.get(exchange.id) ?? [])[0] ?? '';
  const origin = URL.canParse(initiator) ? new URL(initiator).origin : (originHeader(exchanges) ?? '');
  const disconnect = exchanges.some(exchange => exchange.role === 'disconnect');
  const configURLs = new Set(exchanges.flatMap(exchange => exchange.configURL ?? []));
  const outcome = outcomeOf(exchanges);
  return {
    id,
    api: disconnect ? 'IdentityCredential.disconnect' : 'credentials.get',
    page: { url: initiator || origin, origin },
    startedAt: exchanges[0]?.startedAt ?? 0,
    request: disconnect
      ? { configURL: [...configURLs][0] }
      : { identity: { providers: [...configURLs].map(configURL => ({ configURL })) } },
    context: {},
    outcome,
    exchanges,
    phases: [],
    findings: [whatIsMissing(exchanges)],
    deliveries: [],
  };
}

function originHeader(exchanges: readonly Exchange[]): string | undefined {
  const headers = exchanges.flatMap(exchange => exchange.request.headers);
  return headers.find(({ name }) => name.toLowerCase() === 'origin')?.value;
}

/** Only a good answer, with a token or of a disconnect, tells how the call ended; otherwise that was not recorded. */
function outcomeOf(exchanges: readonly Exchange[]): Outcome {
  const last = exchanges.find(({ role }) => role === 'id-assertion' || role === 'disconnect');
  const { status = 0 } = last?.response ?? {};
  const body = jsonOf(last?.response.body);
  if (status < 200 || status > 299 || !isRecord(body)) return { status: 'interrupted' };
  if (last?.role === 'disconnect') return { status: body['account_id'] ? 'fulfilled' : 'interrupted' };
  if (!('token' in body) || 'error' in body) return { status: 'interrupted' };
  const { configURL } = last ?? {};
  const credential = { type: 'identity', token: body['token'], ...(configURL === undefined ? {} : { configURL }) };
  return { status: 'fulfilled', credential };
}

function whatIsMissing(exchanges: readonly Exchange[]): Finding {
  const unread = exchanges.filter(exchange => exchange.response.body === undefined).length;
  return {
    code: 'RebuiltFromHar',
    severity: 'advice',
    owner: 'rp-page',
    certainty: 'certain',
    source: 'inference',
    title: 'Rebuilt from the exchanges of a HAR file',
    explanation:
      'The file holds no call: its options, its outcome or error, the stack, the phases, and where the token went are missing. ' +
      'Exchanges were grouped by role and time, so one flow may hold two calls, or half of one.',
    evidence: unread === 0 ? [] : [{ note: `${unread} of ${exchanges.length} answers have no body in the file.` }],
    steps: ['For a full flow, record the sign-in with this panel open and save it as JSON.'],
    links: [],
  };
}
