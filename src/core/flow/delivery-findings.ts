import { isLoopback } from '../diagnosis/site.ts';
import type { Delivery, Finding, Flow } from '../model.ts';
import { watchToken } from './deliveries.ts';
import { requestedProviders } from './requested-providers.ts';
import { siteOf } from './sites.ts';
import { parseUrl } from './urls.ts';

/** A token that was not handed on within this time counts as never sent; ms. */
export const DELIVERY_TIME = 10_000;

/** No connection was made, or Chrome held the request back: nobody got the token. */
const NEVER_LEFT =
  /^net::ERR_(?:BLOCKED_BY_(?!RESPONSE|ORB)|CONNECTION_(?:REFUSED|FAILED|TIMED_OUT)|NAME_|ADDRESS_|INTERNET_|UNSAFE_|CERT_|SSL_|PROXY_)/;

type DeliveredFlow = Pick<Flow, 'id' | 'api' | 'page' | 'request' | 'outcome' | 'settledAt' | 'deliveries'>;

/**
 * What is wrong with the way the page handed a token on. One finding for each fault, with the first request that shows
 * it.
 *
 * @param now epoch ms: decides alone whether the time for a delivery has passed.
 * @param watchedSince epoch ms: what was sent before was not seen.
 */
export function deliveryFindings(flow: DeliveredFlow, now: number, watchedSince = -Infinity): Finding[] {
  const { deliveries, settledAt } = flow;
  const findings: Finding[] = [];
  const sent = deliveries.filter(({ error = '', response }) => response !== undefined || !NEVER_LEFT.test(error));
  const inUrl = sent.find(({ where }) => where === 'query' || where === 'path');
  if (inUrl !== undefined) findings.push(tokenInUrl(inUrl));
  const stranger = sent.find(delivery => distance(delivery, flow) === 'stranger');
  if (stranger !== undefined) findings.push(tokenSentElsewhere(stranger, flow));
  const another = sent.find(delivery => distance(delivery, flow) === 'another');
  if (another !== undefined) findings.push(tokenSentToAnotherOrigin(another, flow));
  const open = sent.find(isPlain);
  if (open !== undefined) findings.push(tokenInPlainText(open));
  const late = settledAt !== undefined && settledAt >= watchedSince && now - settledAt >= DELIVERY_TIME;
  const inTime = deliveries.some(({ startedAt }) => settledAt === undefined || startedAt - settledAt < DELIVERY_TIME);
  if (late && !inTime && watchToken(flow) !== undefined) findings.push(tokenNotSent(deliveries[0], settledAt));
  return findings;
}

/**
 * How far a request's target is from the relying party and the identity providers of the call: one of their origins,
 * another origin of their sites (`another`), or neither.
 */
function distance({ url }: Delivery, flow: DeliveredFlow): 'own' | 'another' | 'stranger' {
  const target = webUrl(url);
  if (target === undefined) return 'own';
  const known = [flow.page.origin, flow.page.topOrigin ?? '', ...requestedProviders(flow).map(p => p.configURL)]
    .map(webUrl)
    .filter(found => found !== undefined);
  if (known.some(({ origin }) => origin === target.origin)) return 'own';
  return known.some(each => siteOf(each) === siteOf(target)) ? 'another' : 'stranger';
}

/** A WebSocket goes to the server of the page that has its host and port. */
const webUrl = (text: string): URL | undefined => parseUrl(text.replace(/^ws(?=s?:)/i, 'http'));

function isPlain(delivery: Delivery): boolean {
  const url = parseUrl(delivery.url);
  return url !== undefined && (url.protocol === 'http:' || url.protocol === 'ws:') && !isLoopback(url.hostname);
}

function tokenInUrl(delivery: Delivery): Finding {
  return {
    ...common(delivery),
    code: 'TokenInUrl',
    severity: 'warning',
    title: 'The token was sent in a URL',
    explanation: `The page put the token into the ${delivery.where} of a request. URLs end up in server logs, in the history and in Referer headers, where others can read them.`,
    steps: ['Send the token in the body of a POST request.'],
  };
}

function tokenSentElsewhere(delivery: Delivery, flow: DeliveredFlow): Finding {
  return {
    ...common(delivery),
    code: 'TokenSentToThirdParty',
    severity: 'warning',
    title: `The token was sent to ${delivery.origin}`,
    explanation: `${delivery.origin} belongs neither to the site of the relying party, ${flow.page.origin}, nor to that of the identity provider. Whoever holds the token may be able to sign in as the user.`,
    steps: [
      'If this host is yours or works on your behalf, nothing is wrong.',
      'Otherwise find the script that sends it (an error reporter, an analytics tag) and keep the token from it.',
    ],
  };
}

function tokenSentToAnotherOrigin(delivery: Delivery, flow: DeliveredFlow): Finding {
  return {
    ...common(delivery),
    code: 'TokenSentToAnotherOrigin',
    severity: 'advice',
    title: `The token was sent to ${delivery.origin}, another origin of the same site`,
    explanation: `It is neither the origin of the relying party, ${flow.page.origin}, nor that of the identity provider, but one of their site. Often that is a backend of the same people.`,
    steps: ['If the server that checks the token is there, nothing is wrong.'],
  };
}

function tokenInPlainText(delivery: Delivery): Finding {
  return {
    ...common(delivery),
    code: 'TokenSentOverHttp',
    severity: 'warning',
    title: 'The token was sent without encryption',
    explanation: `The request to ${delivery.origin} used plain http: everyone on the way can read the token.`,
    steps: ['Send the token over https.'],
  };
}

function tokenNotSent(first: Delivery | undefined, settledAt: number): Finding {
  const found =
    first === undefined ? 'no request with the token' : `${Math.round((first.startedAt - settledAt) / 1000)} s later`;
  return {
    code: 'TokenNotSent',
    severity: 'advice',
    owner: 'rp-page',
    certainty: 'likely',
    source: 'inference',
    title: 'The page did not send the token within 10 s',
    explanation:
      'A token proves something only after a server has checked it. None of the tab’s requests in the first 10 s held it. A request by a worker or a WebSocket, or one in another encoding, would not be seen.',
    evidence: [{ found, expected: 'within 10 s' }],
    steps: ['Send the token to your server as soon as the call resolves, and let the server check it.'],
    links: [],
  };
}

function common(delivery: Delivery): Pick<Finding, 'owner' | 'certainty' | 'source' | 'evidence' | 'links'> {
  return {
    owner: 'rp-page',
    certainty: 'certain',
    source: 'inference',
    evidence: [{ path: delivery.where, found: `${delivery.method} ${withoutSecrets(delivery.url)}` }],
    links: [],
  };
}

/** The origin alone: path and query may hold the token. */
function withoutSecrets(url: string): string {
  return parseUrl(url)?.origin ?? 'a request';
}
