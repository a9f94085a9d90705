import { finerTime } from '../claim-types.ts';
import { showTime } from '../clocks.ts';
import { textMember } from '../json-object.ts';
import type { ProblemCode } from '../problem.ts';
import { type Check, result, show } from './subject.ts';

/** Problems of form that say nothing of digests. */
const ASIDE: ReadonlySet<ProblemCode> = new Set([
  'wrapped',
  'surrounding-space',
  'claim-type',
  'claim-in-milliseconds',
]);

/** A key binding older than this when the call began, in ms, was not made for the call. */
const STALE = 300_000;

/** Whether every disclosure has its digest in the token and every digest is used once (RFC 9901 section 7.1). */
export const checkDigests: Check = ({ token }) => {
  if (token.kind !== 'sd-jwt') return result('digests', 'not-applicable', 'The token discloses nothing selectively.');
  const { disclosures, undisclosed, problems } = token;
  const matched = disclosures.filter(({ path }) => path !== undefined).length;
  const closed = undisclosed.length === 1 ? '1 digest stays' : `${undisclosed.length} digests stay`;
  const counts = `${matched} of ${disclosures.length} disclosures match a digest; ${closed} closed (withheld claims or decoys).`;
  if (problems.some(({ code }) => code === 'digest-algorithm'))
    return result('digests', 'unknown', 'The digest algorithm is not known here.');
  const faulty = problems.some(({ code }) => !ASIDE.has(code));
  if (matched < disclosures.length) return result('digests', 'fail', counts);
  return faulty ? result('digests', 'fail', `${counts} See the problems of form.`) : result('digests', 'pass', counts);
};

/**
 * The key-binding JWT against this call (RFC 9901 section 7.3): audience, nonce, time and `sd_hash`. Its signature is not
 * verified, so this never passes.
 */
export const checkKeyBinding: Check = ({ token, flow, asked, judgement }) => {
  if (token.kind !== 'sd-jwt') return result('key-binding', 'not-applicable', 'Only SD-JWTs are bound to a key.');
  const { keyBinding } = token;
  if (!keyBinding) return result('key-binding', 'not-applicable', 'The token has no key binding.');
  const { claims = {}, header } = keyBinding.token;
  const typ = textMember(header.value, 'typ');
  const iat = claims['iat'];
  const nonces = asked.nonces.map(({ value }) => value);
  const alg = textMember(header.value, 'alg');
  const faults = [
    (alg === undefined || /^(?:none$|hs)/i.test(alg)) && `alg is ${show(alg)}: no key of the holder made this.`,
    token.claims !== undefined &&
      !Object.hasOwn(token.claims, 'cnf') &&
      'The token has no cnf, so no key is there to verify this with.',
    typ !== 'kb+jwt' && `typ is ${show(typ)}, not “kb+jwt”.`,
    claims['aud'] !== flow.page.origin &&
      `aud is ${show(claims['aud'])}; the page’s origin is ${show(flow.page.origin)}.`,
    asked.known &&
      !nonces.some(nonce => nonce === claims['nonce']) &&
      `nonce is ${show(claims['nonce'])}; the call sent ${nonces.length === 0 ? 'none' : nonces.map(show).join(' and ')}.`,
    timeFault(iat, flow.startedAt, judgement.at),
    keyBinding.expectedHash !== undefined &&
      claims['sd_hash'] !== keyBinding.expectedHash &&
      `sd_hash is ${show(claims['sd_hash'])}; the token hashes to ${show(keyBinding.expectedHash)}.`,
  ].filter(fault => typeof fault === 'string');
  if (faults.length > 0) return result('key-binding', 'fail', faults.join(' '));
  return result(
    'key-binding',
    'unknown',
    'Audience, nonce, time and sd_hash fit this call. The holder’s signature was not verified.',
  );
};

function timeFault(iat: unknown, startedAt: number, now: number): string | undefined {
  if (typeof iat !== 'number') return `iat is ${show(iat)}.`;
  const finer = finerTime(iat);
  if (finer) return `iat is ${show(iat)}: written in ${finer.unit}.`;
  const at = iat * 1000;
  if (at > now + 1000) return `iat is ${showTime(at)}; the token was judged at ${showTime(now)}.`;
  if (at < startedAt - STALE) return `iat is ${showTime(at)}, before the call at ${showTime(startedAt)}.`;
  return undefined;
}
