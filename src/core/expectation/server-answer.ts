import { parseURL } from '../diagnosis/site.ts';
import type { Delivery, Finding, Flow } from '../model.ts';
import { isOfSite, ownDeliveries } from '../token/clocks.ts';
import { type RefusalCause, refusalCause } from './refusal-cause.ts';
import { neverJudged, type RefusalSign, refusalSign, signEvidence, signSentence } from './refusal-sign.ts';

/**
 * What the relying party's server said to a delivered token, joined with the token's checks.
 *
 * - `accepted`: nothing in the answer refuses; what it thought of the token beyond that, it alone knows.
 * - `unanswered`: no answer was seen.
 * - `unreachable`: the request failed, or its answer was kept from the page.
 * - `not-judged`: a refusal of the request, before anybody looked at the token.
 * - the others: a refusal, and what the checks make of it.
 */
export interface ServerAnswer {
  kind: 'accepted' | 'unanswered' | 'unreachable' | 'not-judged' | RefusalCause['kind'];
  /** A sentence, without its full stop. */
  title: string;
  because: string;
  owner: Finding['owner'];
  steps: string[];
  /** What of the answer refuses. */
  sign?: RefusalSign;
}

/** Judges one delivery of a flow's token by the token's checks. */
export function serverAnswer(delivery: Delivery, flow: Flow): ServerAnswer {
  const { response } = delivery;
  const server = { owner: 'rp-server', because: '', steps: [] as string[] } as const;
  const sign = response && refusalSign(response);
  if (response === undefined || sign === undefined) {
    const lost = unreachable(delivery, flow.page.origin);
    if (lost !== undefined) return lost;
    return response === undefined
      ? { ...server, kind: 'unanswered', title: 'The server’s answer was not seen' }
      : { ...server, kind: 'accepted', title: `The server answered ${response.status}` };
  }
  const request = neverJudged(response);
  if (request) return { ...server, ...request, kind: 'not-judged', because: NOT_JUDGED, sign };
  return { ...server, ...refusalCause(flow, response), sign };
}

const NOT_JUDGED = 'What the token holds was not looked at.';

/** The request was given up by the page, or with it. */
const GIVEN_UP = 'net::ERR_ABORTED';

/** CORS shows as a failure without a name, also where the answer itself arrived (measured on Chromium 156). */
function unreachable({ error, origin, response }: Delivery, page: string): ServerAnswer | undefined {
  if (error === undefined || error === GIVEN_UP) return undefined;
  const common = { kind: 'unreachable', owner: 'rp-server' } as const;
  if (error === 'net::ERR_FAILED' && origin !== page) {
    const what = response ? `The answer of ${origin} was kept from the page` : `The token did not get to ${origin}`;
    return {
      ...common,
      title: `${what}, probably by CORS`,
      because: response
        ? `It answered ${response.status}, and Chrome calls the request failed (${error}).`
        : `Chrome calls the request failed (${error}). A request with JSON is asked for in advance, with OPTIONS.`,
      steps: [
        `Answer with \`Access-Control-Allow-Origin: ${page}\`, and with \`Access-Control-Allow-Credentials: true\` where cookies are sent along.`,
        'Answer OPTIONS, too, with `Access-Control-Allow-Headers` for what the page sets, such as `content-type`.',
        'Or send the token to a server of the page’s own origin.',
      ],
    };
  }
  const isBlocked = error.startsWith('net::ERR_BLOCKED_BY');
  return {
    ...common,
    title: `The request that carried the token ${isBlocked ? 'was blocked' : 'failed'}: ${error}`,
    because: `No answer of ${origin} reached the page.`,
    steps: isBlocked
      ? ['Look for an extension, or a rule of DevTools or of the page’s own policy, that blocks the request.']
      : [`Look whether the server at ${origin} is up, and into its log whether the request came.`],
  };
}

const isRefusal = ({ kind }: ServerAnswer): boolean => kind !== 'accepted' && kind !== 'unanswered';

/**
 * The finding for a token that the relying party's server refused and never took, or that never got there; undefined where
 * the server did take it.
 */
export function refusalFinding(flow: Flow): Finding | undefined {
  const isRefused = (delivery: Delivery) => isRefusal(serverAnswer(delivery, flow));
  const refused = ownDeliveries(flow).findLast(isRefused) ?? flow.deliveries.findLast(isRefused);
  if (refused === undefined || flow.deliveries.some(each => isTakenInstead(each, refused, flow))) return undefined;
  const { kind, title, because, owner, steps, sign } = serverAnswer(refused, flow);
  const body = refused.response?.body;
  const saysMore = kind === 'fits' || kind === 'unchecked' || kind === 'not-judged';
  return {
    code: kind === 'unreachable' ? 'TokenNotDelivered' : 'ServerRefusedToken',
    // For Chrome the call succeeded.
    severity: 'warning',
    owner,
    certainty: 'likely',
    source: 'inference',
    title,
    explanation: `${because}${sign ? signSentence(sign, refused.response?.status ?? 0) : ''}`,
    evidence: [
      {
        ...(sign ? signEvidence(sign) : { path: 'deliveries.error', found: refused.error ?? '' }),
        ...(saysMore && body !== undefined && body !== '' && { note: `The server said: ${firstLine(body)}` }),
      },
    ],
    steps,
    links: [],
  };
}

/** Another site's answer, such as a beacon's 204, takes no refusal back. */
function isTakenInstead(delivery: Delivery, refused: Delivery, flow: Flow): boolean {
  if (serverAnswer(delivery, flow).kind !== 'accepted') return false;
  return isOfSite(delivery.url, flow.page.origin) || parseURL(delivery.url)?.origin === parseURL(refused.url)?.origin;
}

const SHOWN = 200;

const firstLine = (body: string): string => {
  const line = body.trim().split(/\r?\n/)[0] ?? '';
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
};
