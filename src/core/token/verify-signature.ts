/**
 * The one module that needs jose. Import it dynamically, when somebody asks for a signature to be verified.
 */
import { type CryptoKey, compactVerify, errors, flattenedVerify, importJWK } from 'jose';
import type { Decoded, DecodedJws } from './decoded.ts';
import { joseHeader } from './header-types.ts';
import { isObject, type JsonObject, textMember } from './json-object.ts';
import { readJson } from './json-text.ts';
import { fetchable, keyLocation } from './key-location.ts';
import { found, leakIn, missingMembers, publicHalf, readKeySet, refused, type Step, selectKeys } from './key-set.ts';
import { signedToken } from './signed-token.ts';
import type { KeySource, Research, Verification } from './verification.ts';

/** Keys tried where the token names none; issuers publish a handful. */
export const MOST_KEYS = 200;

/**
 * Verifies the signature of the token that the checks run on; of an SD-JWT, the issuer's. Fetches, where the keys are to
 * be discovered, the discovery document and then its `jwks_uri` through `source.fetch`, and lists both in the answer.
 * Never throws for anything in token, keys or answers.
 */
export async function verifySignature(decoded: Decoded, source: KeySource): Promise<Verification> {
  const research: Research = { fetched: [] };
  const outcome = await verify(decoded, source, research);
  return outcome.ok
    ? { verified: true, ...outcome.value, ...research }
    : { verified: false, code: outcome.code, message: outcome.message, ...research };
}

type Verdict = Step<{ algorithm: string; kid?: string; message: string }>;

async function verify(decoded: Decoded, source: KeySource, research: Research): Promise<Verdict> {
  const signed = signedToken(decoded);
  if (!signed.ok) return signed;
  const { token, algorithm } = signed.value;
  const keys =
    source.kind === 'pasted'
      ? readKeySet(source.text, 'What was pasted')
      : await discover(decoded, source.fetch, research);
  if (!keys.ok) return keys;
  const candidates = selectKeys(keys.value, algorithm, textMember(joseHeader(token), 'kid'));
  const whose = source.kind === 'pasted' ? 'the pasted key' : 'the issuer’s key';
  const verdict = candidates.ok ? await tryKeys(token, algorithm, candidates.value, whose) : candidates;
  // Who pastes a private key has one; who publishes it must hear of it.
  return source.kind === 'pasted' ? verdict : withRemark(verdict, leakIn(keys.value));
}

function withRemark(verdict: Verdict, remark: string | undefined): Verdict {
  if (remark === undefined) return verdict;
  return verdict.ok
    ? found({ ...verdict.value, message: `${verdict.value.message} ${remark}` })
    : refused(verdict.code, `${verdict.message} ${remark}`);
}

/** One verdict for all keys, whatever their order: a signature is wrong only where no key is left that may have made it. */
async function tryKeys(token: DecodedJws, alg: string, keys: readonly JsonObject[], whose: string): Promise<Verdict> {
  const tried = keys.slice(0, MOST_KEYS);
  const unusable: Verdict[] = [];
  for (const key of tried) {
    const verdict = await tryKey(token, alg, key, whose);
    if (verdict.ok) return verdict;
    if (verdict.code === 'bad-key') unusable.push(verdict);
    else if (verdict.code !== 'wrong-signature') return verdict;
  }
  const [bad] = unusable;
  if (bad && unusable.length === keys.length) return bad;
  if (tried.length < keys.length) {
    const message = `Only ${tried.length} of ${keys.length} keys were tried; none of them made the signature.`;
    return refused('too-many-keys', message);
  }
  const usable = tried.length - unusable.length;
  const which = usable === 1 ? 'not made with this key' : `made with none of these ${usable} keys`;
  const rest = unusable.length === 0 ? '' : ` Keys that cannot be used: ${unusable.length}.`;
  return refused('wrong-signature', `The signature was ${which} over this content.${rest}`);
}

type Fetch = (KeySource & { kind: 'discovery' })['fetch'];

async function discover(decoded: Decoded, fetch: Fetch, research: Research): Promise<Step<JsonObject[]>> {
  const location = keyLocation(decoded);
  if (location.kind === 'nowhere') return refused(location.code, location.reason);
  const document = await fetchText(location.url, fetch, research.fetched);
  if (!document.ok) return document;
  const { value, faults } = readJson(document.value);
  const fault = faults.find(({ code }) => code === 'json-syntax' || code === 'too-deep');
  if (fault && isObject(value)) {
    return refused('not-json', `${location.url} is no JSON. Character ${fault.offset}: ${fault.message}`);
  }
  if (!isObject(value)) return refused('not-json', `${location.url} answered with something that is no JSON object.`);
  research.discovery = value;
  const issuer = textMember(value, 'issuer');
  if (issuer !== location.issuer && issuer !== `https://${location.issuer}`) {
    return refused(
      'issuer-differs',
      `The token’s iss is “${location.issuer}”; the discovery document says ${issuer === undefined ? 'none' : `“${issuer}”`}.`,
    );
  }
  const uri = textMember(value, 'jwks_uri');
  if (uri === undefined) return refused('no-jwks-uri', `${location.url} names no jwks_uri.`);
  if (!URL.canParse(uri) || !fetchable(withoutQuery(uri))) {
    return refused('no-jwks-uri', `${location.url} names “${uri}” as jwks_uri, which is no plain https URL.`);
  }
  const keys = await fetchText(uri, fetch, research.fetched);
  return keys.ok ? readKeySet(keys.value, uri) : keys;
}

function withoutQuery(url: string): string {
  const bare = new URL(url);
  bare.search = '';
  return bare.href;
}

async function fetchText(url: string, fetch: Fetch, fetched: string[]): Promise<Step<string>> {
  fetched.push(url);
  const answer = await fetch(url).catch(reason => ({
    kind: 'failed' as const,
    reason: 'network' as const,
    message: messageOf(reason),
  }));
  if (answer.kind === 'failed') return refused(answer.reason, `${url}: ${answer.message}`);
  if (answer.status < 200 || answer.status > 299) return refused('http-status', `${url} answered ${answer.status}.`);
  return found(answer.text);
}

async function tryKey(token: DecodedJws, alg: string, key: JsonObject, whose: string): Promise<Verdict> {
  const missing = missingMembers(key);
  if (missing.length > 0) return refused('bad-key', `The key cannot be used: it lacks ${missing.join(' and ')}.`);
  try {
    const imported = await importJWK(publicHalf(key), alg);
    try {
      await verifyWith(token, imported, alg);
    } catch (reason) {
      return explain(reason);
    }
  } catch (reason) {
    return refused('bad-key', `The key cannot be used: ${messageOf(reason)}`);
  }
  const kid = textMember(key, 'kid');
  const by = kid === undefined ? whose : `${whose} “${kid}”`;
  return found({ algorithm: alg, ...(kid !== undefined && { kid }), message: `Verified: ${alg}, with ${by}.` });
}

function verifyWith(
  { source, header, unprotected, payload, signature }: DecodedJws,
  key: CryptoKey | Uint8Array,
  alg: string,
) {
  const options = { algorithms: [alg] };
  if (unprotected === undefined) return compactVerify(source, key, options);
  const parts = { payload: payload.source, signature: signature.source, header: unprotected };
  return flattenedVerify(header.source === '' ? parts : { ...parts, protected: header.source }, key, options);
}

function explain(reason: unknown): Verdict {
  if (reason instanceof errors.JWSSignatureVerificationFailed) {
    return refused('wrong-signature', 'The signature was not made with this key over this content.');
  }
  if (reason instanceof errors.JWSInvalid) return refused('broken-token', `The token is malformed: ${reason.message}`);
  if (reason instanceof errors.JOSENotSupported) return refused('unknown-critical', reason.message);
  return refused('bad-key', `The key cannot be used: ${messageOf(reason)}`);
}

function messageOf(reason: unknown): string {
  return reason instanceof Error ? reason.message : String(reason);
}
