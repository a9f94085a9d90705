import type { CheckId, Flow, TokenCheck } from '../model.ts';
import { askedBy } from './asked.ts';
import { checkAccount, checkSubject } from './checks/account.ts';
import { checkAlgorithm, checkSignature } from './checks/algorithm.ts';
import { checkAudience, checkAuthorizedParty } from './checks/audience.ts';
import { checkDigests, checkKeyBinding } from './checks/disclosed.ts';
import { checkIssuer } from './checks/issuer.ts';
import { checkNonce } from './checks/nonce.ts';
import { checkReplay } from './checks/replay.ts';
import { type Check, result } from './checks/subject.ts';
import { checkAge, checkExpiry, checkIssuedAt, checkNotBefore } from './checks/time.ts';
import { clocksOf, judgementOf, ownDeliveries } from './clocks.ts';
import type { Decoded } from './decoded.ts';
import { fitsCall, WITHOUT_CLAIMS } from './fits-call.ts';
import { claimsOf, headerOf, primaryToken } from './primary.ts';
import { profileFor } from './profiles/index.ts';

export interface CheckContext {
  /** Flows that came before this one; those that did not are passed over. */
  earlier: readonly Flow[];
  /** The issuer's discovery document (`/.well-known/openid-configuration`), where it was fetched. */
  discovery?: unknown;
  /** What verifying the signature came to, where somebody asked for it. */
  signature?: TokenCheck;
}

const CHECKS: readonly [CheckId, Check][] = [
  ['issuer', checkIssuer],
  ['audience', checkAudience],
  ['authorized-party', checkAuthorizedParty],
  ['nonce', checkNonce],
  ['subject', checkSubject],
  ['account', checkAccount],
  ['expiry', checkExpiry],
  ['not-before', checkNotBefore],
  ['issued-at', checkIssuedAt],
  ['age', checkAge],
  ['algorithm', checkAlgorithm],
  ['signature', checkSignature],
  ['digests', checkDigests],
  ['key-binding', checkKeyBinding],
];

/**
 * Holds a token against the call that asked for it: one check of each kind, both values in its detail. The moment that
 * counts is the flow's, so a capture gives the same answer on any day.
 */
export function checkToken(decoded: Decoded, flow: Flow, context: CheckContext): TokenCheck[] {
  const asked = askedBy(flow);
  const replay = checkReplay(flow, asked, context.earlier);
  const primary = primaryToken(decoded);
  if (!primary) {
    const why =
      decoded.kind === 'opaque'
        ? 'The token is opaque: it makes no claims.'
        : 'There is no token inside that makes claims.';
    return [...CHECKS.map(([id]) => result(id, 'not-applicable', why)), replay];
  }
  const { token } = primary;
  const claims = claimsOf(token);
  const clocks = clocksOf(flow, asked.configURL);
  const subject = {
    decoded,
    token,
    claims: claims ?? {},
    header: headerOf(token),
    flow,
    asked,
    clocks,
    judgement: judgementOf(flow, clocks),
    profile: profileFor(decoded, asked.configURL),
    earlier: context.earlier,
    discovery: context.discovery,
    ...(context.signature && { signature: context.signature }),
  };
  const unread = token.kind === 'jwe' ? 'The token is encrypted.' : 'The claims could not be read.';
  const checks = CHECKS.map(([id, check]) =>
    claims || WITHOUT_CLAIMS.includes(id) ? check(subject) : result(id, 'unknown', unread),
  );
  return [...checks, replay];
}

/**
 * What is left to say when the relying party's server refused a token that fits the call: `undefined` where a check
 * failed or none passed, where nothing was delivered, and where the server took it in some delivery.
 */
export function serverDisagrees(
  { checks, problems }: Readonly<{ checks: readonly TokenCheck[]; problems: readonly string[] }>,
  flow: Flow,
): string | undefined {
  const answers = ownDeliveries(flow).flatMap(({ response }) => response ?? []);
  const refusal = answers.at(-1);
  if (refusal === undefined || answers.some(({ status }) => status < 400) || !fitsCall(checks)) return undefined;
  const { status, body } = refusal;
  const answer = body ? ` It answered ${status}: ${body}` : ` It answered ${status}.`;
  if (problems.length > 0) {
    return `The claims fit this call; the server may have refused the token for its problems of form.${answer}`;
  }
  return `The token fits this call; the server expected something else.${answer}`;
}
