import { type CredentialedEndpoint, credentialedEndpoints } from '../cookies/endpoints.ts';
import { isOfSite, type Sending, sending } from '../cookies/sending.ts';
import { sessionLike } from '../cookies/session-like.ts';
import { clock, loginStatus } from '../diagnosis/memory.ts';
import type { Evidence, Finding, Flow, SeenCookie } from '../model.ts';
import type { Surroundings } from './surroundings.ts';

const ENDPOINTS: Record<CredentialedEndpoint['role'], string> = {
  accounts: 'accounts endpoint',
  'id-assertion': 'identity assertion endpoint',
  disconnect: 'disconnect endpoint',
};

export const endpointWords = (role: CredentialedEndpoint['role']): string => ENDPOINTS[role];

interface Withheld {
  cookie: SeenCookie;
  sending: Sending & { sent: false };
}

/**
 * Where the identity provider's cookies were looked at: a session cookie that Chrome did not send to the endpoint whose
 * answer failed explains that answer, and stands first. Everything else is unchanged.
 */
export function explainByCookies(flow: Flow, findings: Finding[], around: Surroundings): Finding[] {
  if (flow.cookies === undefined || flow.outcome.status === 'fulfilled') return findings;
  const endpoints = credentialedEndpoints(flow, around.earlier);
  for (const finding of findings) {
    const endpoint = endpoints.find(each => isSuspect(finding, each, flow, around));
    const explained = endpoint && byCookie(finding, endpoint, flow);
    if (explained) return [explained, ...findings.filter(other => other !== finding)];
  }
  return findings;
}

/** Whether the finding speaks of an answer of this endpoint that fits a request without a session. */
function isSuspect({ code, evidence }: Finding, endpoint: CredentialedEndpoint, flow: Flow, around: Surroundings) {
  const { role, url, exchange } = endpoint;
  const ofThis = exchange !== undefined && evidence.every(each => !isOther(each, exchange.id, flow));
  const status = exchange?.response.status ?? 0;
  switch (code) {
    case 'AccountsNoResponse':
      return role === 'accounts' && ofThis && (status === 401 || status === 403 || isRedirect(endpoint));
    case 'AccountsInvalidContentType':
    case 'AccountsHttpNotFound':
      return role === 'accounts' && ofThis;
    case 'AccountsListEmpty':
      return (
        role === 'accounts' && ofThis && evidence.some(({ path, found }) => path === '$.accounts' && found === '[]')
      );
    case 'InvalidAccountsResponse':
      return role === 'accounts' && exchange !== undefined;
    case 'NotSignedInWithIdp':
      return role === 'accounts' && isSignedOutByAnswer(url.origin, flow, around);
    case 'IdTokenIdpErrorResponse':
    case 'IdTokenCrossSiteIdpErrorResponse':
      return role === 'id-assertion' && ofThis;
    case 'IdTokenNoResponse':
    case 'IdTokenInvalidResponse':
    case 'IdTokenInvalidContentType':
      return role === 'id-assertion' && ofThis && (status === 401 || status === 403 || isRedirect(endpoint));
    default:
      return false;
  }
}

const isOther = ({ exchange }: Evidence, id: string, flow: Flow): boolean =>
  exchange !== undefined && exchange !== id && flow.exchanges.some(each => each.id === exchange);

/** A redirect to a login page, which Chrome does not follow, comes as a failure without status. */
const isRedirect = ({ exchange }: CredentialedEndpoint): boolean =>
  exchange?.response.status === 0 && exchange.response.error === 'net::ERR_FAILED';

function isSignedOutByAnswer(idp: string, flow: Flow, { earlier, sentStatuses }: Surroundings): boolean {
  const status = loginStatus(idp, earlier, flow.startedAt, sentStatuses);
  return status?.status === 'logged-out' && status.exchange !== undefined;
}

function byCookie(finding: Finding, { role, url, exchange }: CredentialedEndpoint, flow: Flow): Finding | undefined {
  const { cookies = [], askedAt = 0 } = flow.cookies ?? {};
  const own = cookies.filter(cookie => isOfSite(cookie, url));
  const judged = own.map(cookie => ({ cookie, sending: sending(cookie, url, flow.page.origin) }));
  const sent = judged.filter(each => each.sending.sent).map(({ cookie }) => cookie);
  const withheld = judged.filter(isWithheld).toSorted(bySuspicion);
  const [first] = withheld;
  if (first === undefined || (sent.length > 0 && sessionLike(first.cookie) <= Math.max(...sent.map(sessionLike))))
    return undefined;
  const others = sent.length === 0 ? '' : ` It did send ${listed(sent)}.`;
  const isSession = sessionLike(first.cookie) > 0;
  const answered = exchange?.response.status ? ` and answered ${exchange.response.status}` : '';
  return {
    ...finding,
    severity: flow.outcome.status === 'rejected' ? 'error' : finding.severity,
    owner: 'idp',
    certainty: 'likely',
    source: 'inference',
    title: `\`${first.cookie.name}\` ${first.sending.is}, so Chrome did not send it to the ${ENDPOINTS[role]}`,
    explanation: `${RULES[first.sending.rule]} ${isSession ? 'Without its session cookie the' : 'Whether it holds the session, its name does not tell: if so, the'} identity provider took nobody to be signed in${answered}.${others} The cookies are those that Chrome held at ${clock(askedAt)}.`,
    evidence: [...withheld.slice(0, MOST).map(each => evidenceOf(each, url, exchange?.id)), ...finding.evidence],
    steps: stepsFor(first, url),
  };
}

const isWithheld = (each: { cookie: SeenCookie; sending: Sending }): each is Withheld => !each.sending.sent;

const MOST = 5;

const ORDER: readonly Withheld['sending']['rule'][] = ['same-site', 'partition', 'path', 'domain', 'secure'];

const bySuspicion = (a: Withheld, b: Withheld): number =>
  sessionLike(b.cookie) - sessionLike(a.cookie) || ORDER.indexOf(a.sending.rule) - ORDER.indexOf(b.sending.rule);

const RULES: Record<Withheld['sending']['rule'], string> = {
  'same-site': 'For a relying party of another site Chrome sends only cookies with `SameSite=None; Secure`.',
  partition: 'A partitioned cookie goes along only where it was set on the identity provider’s own pages.',
  path: 'A cookie goes along only to addresses under its path.',
  domain: 'A cookie goes along only to the host that set it, or to those under its `Domain`.',
  secure: 'A `Secure` cookie goes over https alone.',
};

function stepsFor({ cookie, sending: { rule } }: Withheld, url: URL): string[] {
  return [
    stepFor(cookie, rule, url),
    'Sign in again at the identity provider, so that the cookie is set anew, and answer with `Set-Login: logged-in`.',
    'IdP: at the FedCM endpoints require `Sec-Fetch-Dest: webidentity`, which keeps other sites from using the cookie.',
  ];
}

function stepFor({ name, domain }: SeenCookie, rule: Withheld['sending']['rule'], url: URL): string {
  switch (rule) {
    case 'same-site':
      return `Set \`${name}\` with \`SameSite=None; Secure\`.`;
    case 'partition':
      return `Set \`${name}\` without \`Partitioned\`, on a page of ${url.origin}.`;
    case 'path':
      return `Set \`${name}\` with \`Path=/\`, or serve the endpoint under its path.`;
    case 'domain':
      return name.startsWith('__Host-')
        ? `Give \`${name}\` another name, such as \`${name.replace('__Host-', '__Secure-')}\`: \`__Host-\` admits no \`Domain\`. Then set it with one that holds both ${domain} and ${url.hostname}.`
        : `Set \`${name}\` with a \`Domain\` that holds both ${domain} and ${url.hostname}.`;
    case 'secure':
      return 'Serve the endpoint over https.';
  }
}

function evidenceOf({ cookie, sending: { is, rule } }: Withheld, url: URL, exchange: string | undefined): Evidence {
  return {
    ...(exchange !== undefined && { exchange }),
    path: 'cookies',
    found: `${cookie.name} ${is}`,
    expected: EXPECTED[rule](url),
  };
}

const EXPECTED: Record<Withheld['sending']['rule'], (url: URL) => string> = {
  'same-site': () => 'SameSite=None; Secure',
  partition: ({ origin }) => `unpartitioned, or set on a page of ${origin}`,
  path: ({ pathname }) => `a Path that holds ${pathname}`,
  domain: ({ hostname }) => `a Domain that holds ${hostname}`,
  secure: () => 'an endpoint over https',
};

function listed(cookies: readonly SeenCookie[]): string {
  const names = cookies.slice(0, MOST).map(({ name }) => `\`${name}\``);
  const more = cookies.length - names.length;
  return `${names.join(', ')}${more > 0 ? ` and ${more} more` : ''}`;
}
