import { parse } from 'tldts';
import type {
  CallContext,
  ChromeWords,
  DecodedToken,
  Delivery,
  Evidence,
  Exchange,
  Finding,
  Flow,
  Header,
  Outcome,
  PageRef,
  Phase,
  TokenCheck,
} from '../model.ts';
import { redactBody } from './redact-body.ts';
import { redactHeader } from './redact-header.ts';
import { redactKey } from './redact-key.ts';
import { redactMessage } from './redact-message.ts';
import { redactQuote, redactText } from './redact-text.ts';
import { redactDisclosed } from './redact-token.ts';
import { isWebUrl, partyHost, redactUrl } from './redact-url.ts';
import type { Redactor } from './redactor.ts';
import { data, fields, isRecord, list, measure, type Rule, text, unknownData } from './rules.ts';
import { isConstant, isKnownName } from './vocabulary.ts';

/** Made of known words and short numbers, as our own numbering is; a document's id is a random number of the browser's. */
const id = text((value, redactor) =>
  value.split(/[-.:/#]/).every(part => /^\d{1,6}$/.test(part) || /^[a-z]?\d{0,6}$/.test(part) || isKnownName(part))
    ? value
    : redactor.replace(value, 'id'),
);

/** A word of ours, or of the platform: `credentials.get`, `AccountsNoResponse`, `not-applicable`. */
const term = text((value, redactor) =>
  value.split('.').every(part => isKnownName(part)) || isConstant(value) ? value : redactor.replace(value, 'text'),
);

const url = text((value, redactor) => {
  if (value === '' || value === 'null' || /^about:(?:blank|srcdoc)$/.test(value)) return value;
  return isWebUrl(value) || /^[/.?]/.test(value) ? redactUrl(value, redactor) : redactor.replace(value, 'text');
});

/** `$.accounts[0].id`, `identity.providers[0].mode`, `header:set-login`. */
const path = text((value, redactor) =>
  value.replace(/[^.[\]$:]+/g, step =>
    /^\d{1,6}$/.test(step) || redactor.names.has(step) ? step : redactKey(step, redactor),
  ),
);

const prose = text(redactText);
const quote = text(redactQuote);
const body = text(redactBody);

const header: Rule = (value, redactor) =>
  isHeader(value) ? { ...value, ...redactHeader(value, redactor) } : unknownData(value, redactor);

const isHeader = (value: unknown): value is Header =>
  isRecord(value) &&
  Object.keys(value).length === 2 &&
  typeof value['name'] === 'string' &&
  typeof value['value'] === 'string';

const page = fields<PageRef>({
  url,
  origin: url,
  topOrigin: url,
  tabId: measure,
  frameId: measure,
  documentId: id,
});

const context = fields<CallContext>({
  userActivation: fields({ isActive: measure, hasBeenActive: measure }),
  visibility: term,
  stack: list(prose),
  abortStack: list(prose),
  unread: list(path),
});

const outcome = fields<Outcome>({
  status: term,
  credential: fields<NonNullable<Outcome['credential']>>({
    type: term,
    token: data('token'),
    isAutoSelected: measure,
    configURL: url,
  }),
  value: data(''),
  error: fields<NonNullable<Outcome['error']>>({
    name: term,
    message: text(redactMessage),
    error: term,
    url,
    value: data(''),
  }),
});

const exchange = fields<Exchange>({
  id,
  role: term,
  configURL: url,
  candidates: list(id),
  fromCache: measure,
  request: fields<Exchange['request']>({ method: term, url, headers: list(header), body }),
  response: fields<Exchange['response']>({
    status: measure,
    statusText: prose,
    headers: list(header),
    mimeType: prose,
    body,
    bodyBytes: measure,
    bodyCut: measure,
    bodyMissing: prose,
    error: prose,
  }),
  startedAt: measure,
  duration: measure,
});

const phase = fields<Phase>({ name: term, basis: term, configURL: url, startedAt: measure, duration: measure });

const finding = fields<Finding>({
  code: term,
  severity: term,
  owner: term,
  certainty: term,
  source: term,
  causes: list(fields({ code: term, status: term, because: prose })),
  title: prose,
  explanation: prose,
  evidence: list(fields<Evidence>({ exchange: id, path, found: quote, expected: quote, note: prose })),
  steps: list(prose),
  links: list(url),
});

const token = fields<DecodedToken>({
  kind: term,
  header: data(''),
  payload: data('token'),
  disclosures: list((value, redactor) =>
    Array.isArray(value) ? redactDisclosed(value, redactor) : data('')(value, redactor),
  ),
  problems: list(prose),
  checks: list(fields<TokenCheck>({ id: term, status: term, detail: prose })),
});

const delivery = fields<Delivery>({
  url,
  method: term,
  where: term,
  origin: url,
  startedAt: measure,
  duration: measure,
  response: fields<NonNullable<Delivery['response']>>({ status: measure, date: prose, body }),
});

const chrome = fields<ChromeWords>({
  askedAt: measure,
  issues: list(term),
  log: list(fields({ at: measure, level: term, text: prose })),
});

const flow = fields<Flow>({
  id,
  parent: id,
  imported: measure,
  api: term,
  page,
  startedAt: measure,
  settledAt: measure,
  request: data(''),
  options: data(''),
  context,
  outcome,
  waitingFor: prose,
  exchanges: list(exchange),
  phases: list(phase),
  findings: list(finding),
  token,
  deliveries: list(delivery),
  chrome,
  lost: measure,
  cut: list(fields({ path, bytes: measure })),
});

/** Prose and paths quote values and names of the rest, and are read last, when those are known. */
const READ_LAST = ['context', 'cut', 'token', 'findings', 'chrome', 'waitingFor'];

/** The flow with every value replaced that is not known to be harmless. Its place in the file is `flows[index]`. */
export function redactFlow(source: Flow, index: number, redactor: Redactor): Flow {
  redactor.begin(partyHosts(source));
  const late = new Map(Object.entries(source).sort(([a], [b]) => READ_LAST.indexOf(a) - READ_LAST.indexOf(b)));
  const redacted = redactor.within('flows', () =>
    redactor.within(index, () => flow(Object.fromEntries(late), redactor)),
  );
  return inOrderOf(source, redacted);
}

function inOrderOf(source: Flow, redacted: unknown): Flow {
  if (!isRecord(redacted)) throw new TypeError('A redacted flow is a record.');
  const order = new Map(Object.keys(source).map((name, at) => [name, at]));
  const ordered = Object.entries(redacted).sort(([a], [b]) => (order.get(a) ?? 0) - (order.get(b) ?? 0));
  return Object.fromEntries(ordered) as unknown as Flow;
}

/** Hosts of the relying party and of the identity providers it named, and the sites above them. */
function partyHosts(source: Flow): Set<string> {
  const urls = [source.page.url, source.page.origin, source.page.topOrigin, ...configURLs(source.request)];
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

function configURLs(request: unknown): unknown[] {
  if (!isRecord(request)) return [];
  const identity = request['identity'];
  const providers = isRecord(identity) ? identity['providers'] : [];
  const named = Array.isArray(providers) ? providers.filter(isRecord).map(provider => provider['configURL']) : [];
  return [...named, request['configURL']];
}
