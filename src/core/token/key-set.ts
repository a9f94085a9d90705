import { isObject, type JsonObject, member, textMember } from './json-object.ts';
import { readJson } from './json-text.ts';
import { looksCompact } from './looks.ts';
import type { VerificationFault } from './verification.ts';

/** A step towards a verdict: what it found, or why there is none. */
export type Step<T> = { ok: true; value: T } | { ok: false; code: VerificationFault; message: string };

export function found<T>(value: T): Step<T> {
  return { ok: true, value };
}

export function refused(
  code: VerificationFault,
  message: string,
): { ok: false; code: VerificationFault; message: string } {
  return { ok: false, code, message };
}

/** What stands in place of a JWK, by how it begins. */
const OTHER_TEXTS: readonly [RegExp, string][] = [
  [/^-----BEGIN [A-Z ]*PRIVATE/, 'a private key, which belongs on the issuer’s server alone'],
  [/^-----BEGIN CERT/, 'a certificate in PEM'],
  [/^-----BEGIN/, 'PEM'],
  [/^(?:ssh|ecdsa)-/, 'an SSH key'],
  [/^https?:/i, 'a URL: open it, and paste what it answers'],
  [/^</, 'markup, such as an error page'],
  [/^MII[\w+/=\s-]+$/, 'DER in base64'],
  [/^[^\s{["]+$/, 'a word; a shared secret verifies nothing here'],
];

/** Reads a JWK Set, a list of JWKs, or a single JWK (RFC 7517). `from` names the source in messages. */
export function readKeySet(text: string, from: string): Step<JsonObject[]> {
  const begun = text.trimStart();
  const other = looksCompact(begun) ? 'a token' : OTHER_TEXTS.find(([pattern]) => pattern.test(begun))?.[1];
  if (other) return refused('not-json', `${from} is no JSON but ${other}. The public key is wanted as a JWK.`);
  const { value, faults } = readJson(text);
  const fault = faults.find(({ code }) => code === 'json-syntax' || code === 'too-deep');
  if (fault) return refused('not-json', `${from} is no JSON. Character ${fault.offset}: ${fault.message}`);
  const keys = Array.isArray(value) ? value : member(value, 'keys');
  if (Array.isArray(keys) && keys.some(isObject)) return found(keys.filter(isObject));
  if (isObject(value) && typeof value['kty'] === 'string') return found([value]);
  return refused(
    'no-keys',
    `${from} holds no key${insteadOfKeys(value)}: expected {"keys": […]} or a single key with kty.`,
  );
}

function insteadOfKeys(value: unknown): string {
  if (member(value, 'jwks_uri') !== undefined) return ', but the address of keys (jwks_uri)';
  const texts = isObject(value) ? Object.values(value) : [value];
  return texts.some(text => typeof text === 'string' && text.startsWith('-----BEGIN')) ? ', but PEM' : '';
}

/** What is wrong with a set of keys that others may read, whatever they verify; `undefined` where nothing is. */
export function leakIn(keys: readonly JsonObject[]): string | undefined {
  const leaked = keys.filter(key => ['d', 'k'].some(name => member(key, name) !== undefined));
  if (leaked.length === 0) return undefined;
  const kids = leaked.flatMap(key => textMember(key, 'kid') ?? []).map(kid => `“${kid}”`);
  const which = kids.length === 0 ? '' : ` (${kids.slice(0, 5).join(', ')})`;
  return `The key set holds a private key${which}: whoever reads it can sign tokens.`;
}

/** What a key must be to fit an algorithm (RFC 7518 section 3.1, RFC 8037 section 3.1). */
const FITTING: ReadonlyMap<string, { kty: string; crv?: string }> = new Map<string, { kty: string; crv?: string }>([
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'].map(alg => [alg, { kty: 'RSA' }] as const),
  ['ES256', { kty: 'EC', crv: 'P-256' }],
  ['ES384', { kty: 'EC', crv: 'P-384' }],
  ['ES512', { kty: 'EC', crv: 'P-521' }],
  ['EdDSA', { kty: 'OKP', crv: 'Ed25519' }],
  ['Ed25519', { kty: 'OKP', crv: 'Ed25519' }],
]);

export function knowsAlgorithm(alg: string): boolean {
  return FITTING.has(alg);
}

/** Keys that may have made the signature: by `kid`, then by type, then by what they are for. Says at which step none was left. */
export function selectKeys(keys: readonly JsonObject[], alg: string, kid: string | undefined): Step<JsonObject[]> {
  const ofThatName = keys.filter(key => key['kid'] === kid);
  // A key without a kid may be the one; there is nothing to compare.
  const named =
    kid === undefined ? keys : ofThatName.length > 0 ? ofThatName : keys.filter(key => key['kid'] === undefined);
  if (named.length === 0) {
    const kids = keys.map(key => String(key['kid'] ?? '(none)')).slice(0, 20);
    return refused('no-such-kid', `The token names the key “${kid}”; the key set has ${kids.join(', ')}.`);
  }
  const wanted = FITTING.get(alg);
  const fitting = named.filter(
    key => key['kty'] === wanted?.kty && (wanted?.crv === undefined || key['crv'] === wanted.crv),
  );
  if (fitting.length === 0) {
    const has = named.map(key => [key['kty'], key['crv']].filter(Boolean).join(' ')).join(', ');
    return refused(
      'wrong-key-type',
      `${alg} needs a key of type ${wanted?.kty} ${wanted?.crv ?? ''}; the key set has ${has}.`.replace(' ;', ';'),
    );
  }
  const usable = fitting.filter(
    key => (key['use'] ?? 'sig') === 'sig' && mayVerify(key) && sameAlgorithm(key['alg'] ?? alg, alg),
  );
  if (usable.length > 0) return found(usable);
  const [key] = fitting;
  const says = ['use', 'key_ops', 'alg'].filter(name => member(key, name) !== undefined);
  const shown = says.map(name => `${name} ${JSON.stringify(member(key, name))}`).join(', ');
  return refused('wrong-use', `The key is not for this: it says ${shown}, and the token is signed with ${alg}.`);
}

/** “EdDSA” is the older name of what Ed25519 keys do (RFC 9864). */
function sameAlgorithm(one: unknown, other: string): boolean {
  const today = (alg: unknown) => (alg === 'EdDSA' ? 'Ed25519' : alg);
  return today(one) === today(other);
}

function mayVerify(key: JsonObject): boolean {
  const operations = key['key_ops'];
  // Of a private key the public half verifies what it signs.
  const wanted = key['d'] === undefined ? ['verify'] : ['verify', 'sign'];
  return operations === undefined || (Array.isArray(operations) && wanted.some(each => operations.includes(each)));
}

/** Members that a key of its type lacks (RFC 7518 section 6, RFC 8037 section 2). */
export function missingMembers(key: JsonObject): string[] {
  const needed = { RSA: ['n', 'e'], EC: ['x', 'y'], OKP: ['x'] }[String(key['kty'])] ?? [];
  return needed.filter(name => textMember(key, name) === undefined);
}

/** The public half of a key, whatever was pasted. */
export function publicHalf(key: JsonObject): Record<string, string> {
  const half: Record<string, string> = {};
  for (const name of ['kty', 'crv', 'n', 'e', 'x', 'y']) {
    const value = textMember(key, name);
    if (value !== undefined) half[name] = value;
  }
  return half;
}
