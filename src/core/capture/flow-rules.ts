import type {
  CallContext,
  ChromeWords,
  CookieCheck,
  DecodedToken,
  Delivery,
  Evidence,
  Exchange,
  FailedRequest,
  Finding,
  Flow,
  FrameRef,
  Header,
  Outcome,
  PageRef,
  Phase,
  SeenCookie,
  TokenCheck,
} from '../model.ts';
import { redactBody } from './redact-body.ts';
import { redactHeader } from './redact-header.ts';
import { redactKey } from './redact-key.ts';
import { redactMessage } from './redact-message.ts';
import { redactString } from './redact-string.ts';
import { redactQuote, redactText } from './redact-text.ts';
import { redactDisclosed } from './redact-token.ts';
import { isWebUrl, redactUrl } from './redact-url.ts';
import type { Redactor } from './redactor.ts';
import { data, fields, isRecord, list, measure, type Rule, text, unknownData } from './rules.ts';
import { isConstant, isKnownName, isPersonal } from './vocabulary.ts';

const isName = (text: string): boolean => isKnownName(text) && !isPersonal(text);

/** Our own numbering, as in `x12` and `flow-3`. A document's id, and a flow's that begins with it, is a random number of the browser's. */
const id = text((value, redactor) =>
  /^(?:(?:flow|exchange)-|x)\d{1,5}$/.test(value) || isName(value) ? value : redactor.replace(value, 'id'),
);

/** A word of ours, or of the platform: `credentials.get`, `AccountsNoResponse`, `not-applicable`. */
const term = text((value, redactor) =>
  value.split('.').every(isName) || isConstant(value) ? value : redactor.replace(value, 'text'),
);

const url = text((value, redactor) => {
  if (value === '' || value === 'null' || /^about:(?:blank|srcdoc)$/.test(value)) return value;
  return isWebUrl(value) || /^[/.?]/.test(value) ? redactUrl(value, redactor) : redactor.replace(value, 'text');
});

/** `$.accounts[0].id`, `identity.providers[0].mode`, `header:set-login`. */
const path = text((value, redactor) =>
  value.replace(/[^.[\]$:]+/g, (step, at: number) =>
    (value[at - 1] === '[' && isIndex(step, redactor)) || (redactor.names.has(step) && !redactor.quoted.has(step))
      ? step
      : redactKey(step, redactor),
  ),
);

const isIndex = (step: string, { quoted }: Redactor): boolean =>
  step === '*' || /^\d\d?$/.test(step) || (/^\d{3}$/.test(step) && !quoted.has(step));

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
  ancestors: list(fields<FrameRef>({ origin: url, allowsFedCM: measure })),
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
  value: unknownData,
  error: fields<NonNullable<Outcome['error']>>({
    name: term,
    message: text(redactMessage),
    error: text((value, redactor) => redactString(value, 'error', redactor)),
    url,
    value: unknownData,
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
  error: term,
  response: fields<NonNullable<Delivery['response']>>({ status: measure, date: prose, location: url, body }),
});

const chrome = fields<ChromeWords>({
  askedAt: measure,
  issues: list(term),
  log: list(fields({ at: measure, level: term, text: prose })),
  requests: list(fields<FailedRequest>({ url, error: term, corsError: term, corsFound: prose })),
  overlaps: list(id),
});

/** `/fedcm/accounts`; a step that is no known word may name a user or a tenant. */
const cookiePath = text((value, redactor) =>
  value.replace(/[^/]+/g, step => (isKnownName(step) ? step : redactor.replace(step, 'id'))),
);

const cookies = fields<CookieCheck>({
  askedAt: measure,
  cookies: list(
    fields<SeenCookie>({
      name: term,
      domain: text(
        (value, redactor) => hostOf(redactUrl(`https://${value}`, redactor)) ?? redactor.replace(value, 'host'),
      ),
      hostOnly: measure,
      path: cookiePath,
      secure: measure,
      httpOnly: measure,
      sameSite: term,
      partition: fields({ site: url, crossSiteAncestor: measure }),
    }),
  ),
});

const hostOf = (text: string): string | undefined => (URL.canParse(text) ? new URL(text).host : undefined);

/** What each member of a flow is. A member that the model gains has to be given a rule here before it compiles. */
export const flowRule = fields<Flow>({
  id,
  parent: id,
  imported: measure,
  api: term,
  page,
  startedAt: measure,
  settledAt: measure,
  request: unknownData,
  options: unknownData,
  context,
  outcome,
  waitingFor: prose,
  exchanges: list(exchange),
  phases: list(phase),
  findings: list(finding),
  token,
  deliveries: list(delivery),
  chrome,
  cookies,
  lost: measure,
  lastHeard: fields({ event: measure, at: measure }),
  cut: list(fields({ path, bytes: measure })),
});
