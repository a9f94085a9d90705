import type { CheckId, TokenCheck } from '../../model.ts';
import { finerTime } from '../claim-types.ts';
import { describeSkew, ownDeliveries, showDuration, showTime } from '../clocks.ts';
import { type Check, result, type Subject, show } from './subject.ts';

/** A clock that ticks in whole seconds may seem this far ahead, in ms. */
const TICK = 1000;

/** A token older than this when the call began, in ms, was not made for the call. */
const STALE = 300_000;

/** `exp`: the moment from which the token must be refused (RFC 7519 section 4.1.4). */
export const checkExpiry: Check = subject => {
  const exp = subject.claims['exp'];
  if (exp === undefined) {
    const required = subject.token.kind === 'jwt';
    return result('expiry', required ? 'fail' : 'not-applicable', 'No exp: the token never expires.');
  }
  return judge(
    'expiry',
    exp,
    subject,
    (at, now) => at > now,
    (at, now) =>
      at > now ? `valid for another ${showDuration(at - now)}` : `expired ${showDuration(now - at)} before`,
  );
};

/** `nbf`: the moment before which the token must be refused (RFC 7519 section 4.1.5). */
export const checkNotBefore: Check = subject => {
  const nbf = subject.claims['nbf'];
  if (nbf === undefined) return result('not-before', 'not-applicable', 'No nbf.');
  return judge('not-before', nbf, subject, started, sinceOrUntil);
};

/** `iat`: when the token was made; many libraries refuse one from the future. */
export const checkIssuedAt: Check = subject => {
  const iat = subject.claims['iat'];
  if (iat === undefined) {
    const required = subject.token.kind === 'jwt';
    return result(
      'issued-at',
      required ? 'fail' : 'not-applicable',
      'No iat: the token does not say when it was made.',
    );
  }
  return judge('issued-at', iat, subject, started, sinceOrUntil);
};

/** How old the token was when the page handed it on, and whether it was made for this call at all. */
export const checkAge: Check = ({ claims, flow, clocks }) => {
  const { iat } = claims;
  if (typeof iat !== 'number' || !Number.isFinite(iat) || finerTime(iat)) {
    return result('age', 'unknown', `iat is ${show(iat)}, so the age is not known.`);
  }
  // iat is the IdP's time; everything else here is this computer's.
  const madeAt = iat * 1000 - (clocks.idp?.ahead ?? 0);
  if (madeAt < flow.startedAt - STALE) {
    const early = showDuration(flow.startedAt - madeAt);
    return result(
      'age',
      'fail',
      `Made at ${showTime(iat * 1000)}, ${early} before the call at ${showTime(flow.startedAt)}: an old token handed out again.`,
    );
  }
  const [delivery] = ownDeliveries(flow);
  if (!delivery)
    return result('age', 'unknown', `Made at ${showTime(iat * 1000)}; the page was not seen handing it on.`);
  const age = Math.max(0, delivery.startedAt - madeAt);
  return result(
    'age',
    age > STALE ? 'fail' : 'pass',
    `${showDuration(age)} old when the page handed it on at ${showTime(delivery.startedAt)}.`,
  );
};

function judge(
  id: CheckId,
  claim: unknown,
  { judgement, clocks }: Subject,
  holds: (at: number, now: number) => boolean,
  describe: (at: number, now: number) => string,
): TokenCheck {
  if (typeof claim !== 'number' || !Number.isFinite(claim)) {
    return result(id, 'fail', `${show(claim)} is not a number of seconds.`);
  }
  const finer = finerTime(claim);
  if (finer) {
    const meant = showTime(finer.seconds * 1000);
    const detail = `${show(claim)} is written in ${finer.unit}, which verifiers read as seconds; in seconds it would be ${meant}`;
    return result(id, 'fail', `It is no time: ${detail}, ${describe(finer.seconds * 1000, judgement.at)}.`);
  }
  const at = claim * 1000;
  const skew = describeSkew(clocks);
  const fits = holds(at, judgement.at);
  // Where this computer's clock is known to be wrong, and no server's is known, it is no judge.
  const open = skew !== undefined && !clocks.server && holds(at, judgement.at + (clocks.idp?.ahead ?? 0));
  const detail = [
    `${showTime(at)}; ${describe(at, judgement.at)} at ${showTime(judgement.at)} by ${judgement.by}.`,
    skew,
    !fits && open && 'What your server’s clock shows is not known.',
    !fits && !open && id !== 'expiry' && at - judgement.at < TOLERANCE && TOLERANT,
  ];
  return result(id, fits ? 'pass' : open ? 'unknown' : 'fail', detail.filter(Boolean).join(' '));
}

/** Verifiers that can be told to tolerate clocks that differ are rarely told to tolerate more, in ms. */
const TOLERANCE = 60_000;

const TOLERANT = 'A verifier that allows for clocks that differ takes it, others refuse it.';

function started(at: number, now: number): boolean {
  return at <= now + TICK;
}

function sinceOrUntil(at: number, now: number): string {
  return at <= now ? `${showDuration(now - at)} past` : `still ${showDuration(at - now)} ahead`;
}
