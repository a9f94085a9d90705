import type { CheckId, Finding, Flow, TokenCheck } from '../model.ts';
import { askedBy } from '../token/asked.ts';
import { nonceForms } from '../token/checks/nonce.ts';
import { type Clock, type Clocks, clocksOf, describeSkew, showDuration } from '../token/clocks.ts';
import { fitsCall } from '../token/fits-call.ts';
import { spokenOf, TOKEN_FAULTS } from './token-faults.ts';

/**
 * What the token's checks make of a refusal. `malformed`: its claims fit, and its form has problems; `fits`: nothing is
 * wrong with it.
 */
export interface RefusalCause {
  kind:
    | 'other-audience'
    | 'nonce-hashed'
    | 'clocks-apart'
    | 'expired'
    | 'not-yet-valid'
    | 'failed-check'
    | 'unchecked'
    | 'malformed'
    | 'fits';
  /** A sentence, without its full stop. */
  title: string;
  because: string;
  /** The relying party's server, where it is not said. */
  owner?: Finding['owner'];
  steps: string[];
}

/** The likeliest cause for which a server refuses the flow's token with this answer. */
export function refusalCause(flow: Flow, { status, body }: { status: number; body?: string }): RefusalCause {
  const checks = flow.token?.checks ?? [];
  const failed = checks.filter(check => check.status === 'fail');
  return (
    ofAudience(failed) ??
    ofNonce(checks, flow, body) ??
    ofTime(failed, flow) ??
    ofRest(failed, checks, flow.token?.problems ?? [], status, body)
  );
}

const detailOf = (failed: readonly TokenCheck[], ...ids: CheckId[]): string | undefined =>
  failed.find(({ id }) => ids.includes(id))?.detail;

function ofAudience(failed: readonly TokenCheck[]): RefusalCause | undefined {
  const because = detailOf(failed, 'audience', 'authorized-party');
  if (because === undefined) return undefined;
  return {
    kind: 'other-audience',
    title: 'The server refused the token: it was made for another client',
    because,
    steps: ['Use the same client id in the call, at the identity provider and on the server.'],
  };
}

function ofNonce(checks: readonly TokenCheck[], flow: Flow, body: string | undefined): RefusalCause | undefined {
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
    return body.toLowerCase().includes(sha256Hex) || asBase64url(body).includes(sha256Base64url);
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

/** A body may quote base64 in its other alphabet; JSON may write its slashes with a backslash. */
const asBase64url = (text: string): string => text.replaceAll('\\/', '/').replaceAll('+', '-').replaceAll('/', '_');

/** The claims that hold a moment, by the check that judges each. */
const MOMENTS: Partial<Record<CheckId, string>> = { 'issued-at': 'iat', 'not-before': 'nbf', expiry: 'exp' };

const ALLOW = 'Allow a minute or two of difference where the server checks `iat`, `nbf` and `exp`.';

function ofTime(checks: readonly TokenCheck[], flow: Flow): RefusalCause | undefined {
  // A claim that is missing, or no number, has nothing to do with clocks: its check does not begin with a moment.
  const failed = checks.filter(({ id, detail }) => MOMENTS[id] !== undefined && /^-?\d/.test(detail));
  const [first] = failed;
  if (first === undefined) return undefined;
  const because = `\`${MOMENTS[first.id]}\` is ${first.detail}`;
  const clocks = clocksOf(flow, askedBy(flow).configURL);
  const skew = clocks.server && describeSkew(clocks);
  const ofIdp = idpAlone(clocks);
  if (ofIdp !== undefined) {
    return {
      kind: 'clocks-apart',
      title: `The server refused the token: the identity provider’s clock is ${ofIdp}`,
      because,
      owner: 'idp',
      steps: ['IdP: set the clock of the machines that make tokens (NTP).', ALLOW],
    };
  }
  if (skew !== undefined) {
    return {
      kind: 'clocks-apart',
      title: `The server refused the token: ${lowerFirst(skew).replace(/\.$/, '')}`,
      because,
      steps: ['Set the server’s clock (NTP).', ALLOW],
    };
  }
  if (!failed.some(({ id }) => id === 'expiry')) {
    return {
      kind: 'not-yet-valid',
      title: `The server refused the token: its \`${MOMENTS[first.id]}\` lies in the future`,
      because,
      owner: 'idp',
      steps: ['IdP: look at the clock of the machines that make tokens, and at the unit of the claim: seconds.', ALLOW],
    };
  }
  return {
    kind: 'expired',
    title: 'The server refused the token: it had expired when it arrived',
    because,
    owner: 'rp-page',
    steps: ['Send the token as soon as the call resolves.', 'IdP: let tokens last a few minutes.'],
  };
}

/** `10 min behind your server’s and this computer’s`: two clocks that agree, and the identity provider’s does not. */
function idpAlone({ idp, server }: Clocks): string | undefined {
  if (idp === undefined || server === undefined) return undefined;
  const isOff = (clock: Clock) => Math.abs(clock.ahead) > clock.give;
  if (isOff(server) || !isOff(idp)) return undefined;
  return `${showDuration(idp.ahead)} ${idp.ahead < 0 ? 'behind' : 'ahead of'} your server’s and this computer’s`;
}

function ofRest(
  failed: readonly TokenCheck[],
  checks: readonly TokenCheck[],
  problems: readonly string[],
  status: number,
  body = '',
): RefusalCause {
  const [first] = failed;
  if (first !== undefined) {
    const { what, step } = TOKEN_FAULTS[first.id];
    return {
      kind: 'failed-check',
      title: `The server refused the token: ${what}`,
      because: first.detail,
      steps: [step, 'Look at the token’s checks.'],
    };
  }
  const isBroken = status >= 500;
  const { of, step } = spokenOf(body) ?? {};
  if (!fitsCall(checks)) {
    return {
      kind: 'unchecked',
      title: isBroken ? `The server failed at the token: it answered ${status}` : 'The server refused the token',
      because: 'The token makes no claims that could be held against the call.',
      steps: ['Look into the server’s log for what it made of the token.'],
    };
  }
  if (isBroken) {
    return {
      kind: 'fits',
      title: `The token fits this call; the server itself failed, with ${status}`,
      because:
        'Every check of the token that could be made passes. A status of 500 and above is no verdict on a token.',
      steps: ['Look into the server’s log for the error that it met, and whether the request reached it at all.'],
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
    because: `Every check of the token that could be made passes.${of === undefined ? '' : ` The server’s answer speaks of ${of}.`}`,
    steps: [
      ...(step === undefined ? [] : [step]),
      'Look into the server’s log: which client id, issuer, nonce or key does it expect?',
    ],
  };
}

const lowerFirst = (text: string): string => text.charAt(0).toLowerCase() + text.slice(1);
