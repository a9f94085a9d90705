import { isPicture, type ObservedExchange } from '../flow/observed-exchange.ts';
import type { Exchange, Finding, Flow, Outcome } from '../model.ts';
import { isRecord } from './rules.ts';

/**
 * A pause after which discovery begins another call, ms: Chrome asks for all well-knowns and configs of a call at once, and
 * a proxy may hear of them one after the other.
 */
const PAUSE = 1000;

/** What is sent at once is written down in any order, by so many ms. */
const AT_ONCE = 5;

/**
 * Puts the exchanges of a HAR file together into flows, from what they show alone: the page's call, its outcome and the
 * phases are not in a HAR. Each flow says so in a finding.
 */
export function rebuildFlows(observed: readonly ObservedExchange[]): Flow[] {
  const named = new Map<string, Named>();
  const calls: Exchange[][] = [];
  let call: Exchange[] = [];
  let origin = new Map<string, string>();
  for (const each of [...observed].sort((a, b) => turnOf(a) - turnOf(b))) {
    const exchange = withRole(each, named, call);
    if (call.length === 0 || beginsAnother(call, exchange)) {
      call = [];
      calls.push(call);
    }
    call.push(exchange);
    if (each.initiatorUrl !== undefined) origin = new Map(origin).set(exchange.id, each.initiatorUrl);
  }
  return calls.map((exchanges, at) => rebuilt(exchanges.sort(byStart), `flow-${at + 1}`, origin));
}

const byStart = (a: Exchange, b: Exchange): number => a.startedAt - b.startedAt;

/** A well-known goes before the config that is asked for with it: it is known by its URL, and begins the call. */
const turnOf = ({ request, startedAt }: ObservedExchange): number =>
  isWellKnown(request.url) ? startedAt - AT_ONCE : startedAt;

const isWellKnown = (url: string): boolean =>
  URL.canParse(url) && new URL(url).pathname === '/.well-known/web-identity';

function beginsAnother(call: readonly Exchange[], next: Exchange): boolean {
  const roles = new Set(call.map(exchange => exchange.role));
  if (next.role === 'disconnect' || roles.has('disconnect')) return !call.every(isDiscovery);
  if (isDiscovery(next)) {
    if (call.some(each => !isDiscovery(each) && each.role !== 'other')) return true;
    const isAgain = call.some(each => each.request.url === next.request.url && endOf(each) < next.startedAt);
    return isAgain || next.startedAt - Math.max(...call.map(endOf)) > PAUSE;
  }
  if (next.role !== 'accounts') return false;
  return call.some(exchange => exchange.role === 'id-assertion' || exchange.request.url === next.request.url);
}

const endOf = ({ startedAt, duration }: Exchange): number => startedAt + duration;

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
function withRole(observed: ObservedExchange, named: Map<string, Named>, call: readonly Exchange[]): Exchange {
  const { initiatorUrl: _, ...exchange } = observed;
  const { url } = observed.request;
  const known = named.get(url) ?? named.get(url.replace(/[?#].*$/s, ''));
  const role = roleOf(observed, known?.role, call);
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

/** So far a call asked for a well-known alone: next comes the config, whose answer may say nothing, as that of a wrong URL. */
const lacksConfig = (call: readonly Exchange[]): boolean =>
  call.length > 0 &&
  call.every(isDiscovery) &&
  call.filter(({ role }) => role === 'config').length < call.filter(({ role }) => role === 'well-known').length;

function roleOf(
  { request, response, initiatorUrl }: ObservedExchange,
  named: Exchange['role'] | undefined,
  call: readonly Exchange[],
): Exchange['role'] {
  if (request.method === 'POST') {
    const form = new URLSearchParams(request.body);
    if (form.has('account_hint')) return 'disconnect';
    return form.has('account_id') ? 'id-assertion' : (named ?? 'other');
  }
  if (isWellKnown(request.url)) return 'well-known';
  if (named !== undefined) return named;
  const body = jsonOf(response.body);
  if (isRecord(body) && 'accounts_endpoint' in body) return 'config';
  if (isRecord(body) && 'accounts' in body) return 'accounts';
  // Of what is asked for without a form, Chrome names the caller for the accounts alone.
  if (initiatorUrl !== undefined) return 'accounts';
  if (/[?&]client_id=/.test(request.url)) return 'client-metadata';
  return lacksConfig(call) && !isPicture(response) ? 'config' : 'other';
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
    severity: 'warning',
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
