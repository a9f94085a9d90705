import { parseURL } from '../diagnosis/site.ts';
import type { CheckId, Delivery, Finding, Flow, TokenCheck } from '../model.ts';
import { askedBy } from '../token/asked.ts';
import { nonceForms } from '../token/checks/nonce.ts';
import { clocksOf, describeSkew, isOfSite, ownDeliveries } from '../token/clocks.ts';
import { fitsCall } from '../token/fits-call.ts';

/**
 * What the relying party's server said to a delivered token, joined with the token's checks.
 *
 * - `accepted`: a status below 400; what it thought of the token beyond that, its answer alone tells.
 * - `unanswered`: no answer was seen.
 * - the others: a refusal, and what the checks make of it. `malformed`: its claims fit and its form has
 *   problems; `fits`: nothing is wrong with it.
 */
export interface ServerAnswer {
  kind:
    | 'accepted'
    | 'unanswered'
    | 'other-audience'
    | 'nonce-hashed'
    | 'clocks-apart'
    | 'expired'
    | 'failed-check'
    | 'unchecked'
    | 'malformed'
    | 'fits';
  /** A sentence, without its full stop. */
  title: string;
  because: string;
  owner: Finding['owner'];
  steps: string[];
}

type Refusal = Omit<ServerAnswer, 'owner'> & Partial<Pick<ServerAnswer, 'owner'>>;

/** Judges one delivery of a flow's token by the token's checks. */
export function serverAnswer(delivery: Delivery, flow: Flow): ServerAnswer {
  const { response } = delivery;
  const none = { owner: 'rp-server', steps: [] } as const;
  if (response === undefined) {
    return { ...none, kind: 'unanswered', title: 'The server’s answer was not seen', because: '', steps: [] };
  }
  if (response.status < 400) {
    return { ...none, kind: 'accepted', title: `The server answered ${response.status}`, because: '', steps: [] };
  }
  const checks = flow.token?.checks ?? [];
  const failed = checks.filter(({ status }) => status === 'fail');
  const refusal =
    ofAudience(failed) ??
    ofNonce(checks, flow, response.body) ??
    ofTime(failed, flow) ??
    ofRest(failed, checks, flow.token?.problems ?? []);
  return { owner: 'rp-server', ...refusal };
}

const detailOf = (failed: readonly TokenCheck[], ...ids: CheckId[]): string | undefined =>
  failed.find(({ id }) => ids.includes(id))?.detail;

function ofAudience(failed: readonly TokenCheck[]): Refusal | undefined {
  const because = detailOf(failed, 'audience', 'authorized-party');
  if (because === undefined) return undefined;
  return {
    kind: 'other-audience',
    title: 'The server refused the token: it was made for another client',
    because,
    steps: ['Use the same client id in the call, at the identity provider and on the server.'],
  };
}

function ofNonce(checks: readonly TokenCheck[], flow: Flow, body: string | undefined): Refusal | undefined {
  const nonce = checks.find(({ id }) => id === 'nonce');
  const because = nonce?.status === 'fail' ? nonce.detail : undefined;
  if (because !== undefined && !because.includes('SHA-256')) return undefined;
  if (because !== undefined) {
    return {
      kind: 'nonce-hashed',
      title: 'The server refused the token: its nonce is hashed on one side only',
      because,
      steps: ['Compare what was sent with what is in the token in the same form: both plain, or both hashed.'],
    };
  }
  // Of a token that nothing was compared in, nobody knows which nonce it holds.
  if (body === undefined || nonce?.status !== 'pass') return undefined;
  const quoted = askedBy(flow).nonces.find(({ value }) => {
    const { sha256Hex, sha256Base64url } = nonceForms(value);
    return body.toLowerCase().includes(sha256Hex) || body.includes(sha256Base64url);
  });
  if (quoted !== undefined) {
    return {
      kind: 'nonce-hashed',
      title: 'The server refused the token: it hashes the nonce, and the call sent it plain',
      because: `The token’s nonce is what the call sent as ${quoted.sentAs}; the server’s answer speaks of its SHA-256.`,
      steps: [
        'On the server, compare the token’s nonce with the plain one.',
        'Or put the hash into `params.nonce` in the call, and keep the plain one for the server.',
      ],
    };
  }
  if (!fitsCall(checks) || !/nonce/i.test(body)) return undefined;
  return {
    kind: 'fits',
    title: 'The token fits this call; the server expected another nonce, such as a hash of it',
    because: 'The token holds the nonce that the call sent, and the server’s answer speaks of the nonce.',
    steps: [
      'Look whether the server hashes the nonce that it compares: then put the hash into `params.nonce`, and keep the plain one for the server.',
      'Look which nonce the server kept for this session.',
      'Make the nonce for each page load, and use it in one call only.',
    ],
  };
}

/** The claims that hold a moment, by the check that judges each. */
const MOMENTS: Partial<Record<CheckId, string>> = { 'issued-at': 'iat', 'not-before': 'nbf', expiry: 'exp' };

function ofTime(checks: readonly TokenCheck[], flow: Flow): Refusal | undefined {
  // A claim that is missing, or no number, has nothing to do with clocks: its check does not begin with a moment.
  const failed = checks.filter(({ id, detail }) => MOMENTS[id] !== undefined && /^-?\d/.test(detail));
  const [first] = failed;
  if (first === undefined) return undefined;
  const because = `\`${MOMENTS[first.id]}\` is ${first.detail}`;
  const clocks = clocksOf(flow, askedBy(flow).configURL);
  const skew = clocks.server && describeSkew(clocks);
  if (skew !== undefined) {
    return {
      kind: 'clocks-apart',
      title: `The server refused the token: ${lowerFirst(skew).replace(/\.$/, '')}`,
      because,
      steps: [
        'Set the server’s clock (NTP).',
        'Allow a minute or two of difference where the server checks `iat`, `nbf` and `exp`.',
      ],
    };
  }
  if (!failed.some(({ id }) => id === 'expiry')) return undefined;
  return {
    kind: 'expired',
    title: 'The server refused the token: it had expired when it arrived',
    because,
    owner: 'rp-page',
    steps: ['Send the token as soon as the call resolves.', 'IdP: let tokens last a few minutes.'],
  };
}

function ofRest(failed: readonly TokenCheck[], checks: readonly TokenCheck[], problems: readonly string[]): Refusal {
  const [first] = failed;
  if (first !== undefined) {
    return {
      kind: 'failed-check',
      title: 'The server refused the token, and a check of it fails here too',
      because: first.detail,
      steps: ['Look at the token’s checks.'],
    };
  }
  if (!fitsCall(checks)) {
    return {
      kind: 'unchecked',
      title: 'The server refused the token',
      because: 'The token makes no claims that could be held against the call.',
      steps: ['Look into the server’s log for what it made of the token.'],
    };
  }
  const [problem] = problems;
  if (problem !== undefined) {
    return {
      kind: 'malformed',
      title: 'The token’s claims fit this call; the server may have refused its form',
      because: problem,
      owner: 'idp',
      steps: [
        'Mend the problems of form that the token’s tab lists: strict libraries refuse such tokens.',
        'Look into the server’s log for what it made of the token.',
      ],
    };
  }
  return {
    kind: 'fits',
    title: 'The token fits this call; the server expected something else',
    because: 'Every check of the token that could be made passes.',
    steps: ['Look into the server’s log: which client id, issuer, nonce or key does it expect?'],
  };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);

/** The finding for a token that the relying party's server refused and never took; undefined where it did take it. */
export function refusalFinding(flow: Flow): Finding | undefined {
  const isRefused = ({ response }: Delivery) => response !== undefined && response.status >= 400;
  const refused = ownDeliveries(flow).findLast(isRefused) ?? flow.deliveries.findLast(isRefused);
  if (refused?.response === undefined || flow.deliveries.some(each => isTakenInstead(each, refused, flow)))
    return undefined;
  const { kind, title, because, owner, steps } = serverAnswer(refused, flow);
  const { status, body } = refused.response;
  return {
    code: 'ServerRefusedToken',
    // For Chrome the call succeeded.
    severity: 'warning',
    owner,
    certainty: 'likely',
    source: 'inference',
    title,
    explanation: because,
    evidence: [
      {
        path: 'deliveries.response.status',
        found: String(status),
        expected: 'below 400',
        ...(kind === 'fits' && body !== undefined && body !== '' && { note: `The server said: ${firstLine(body)}` }),
      },
    ],
    steps,
    links: [],
  };
}

/** Another site's answer, such as a beacon's 204, takes no refusal back. */
function isTakenInstead({ url, response }: Delivery, refused: Delivery, { page }: Flow): boolean {
  if (response === undefined || response.status >= 400) return false;
  return isOfSite(url, page.origin) || parseURL(url)?.origin === parseURL(refused.url)?.origin;
}

const SHOWN = 200;

const firstLine = (body: string): string => {
  const line = body.trim().split(/\r?\n/)[0] ?? '';
  return line.length > SHOWN ? `${line.slice(0, SHOWN)}…` : line;
};
