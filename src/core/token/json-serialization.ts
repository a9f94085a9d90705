import type { Decoded } from './decoded.ts';
import { isObject, type JsonObject, member, textMember } from './json-object.ts';
import { pathTo } from './json-path.ts';
import { readJwe } from './jwe.ts';
import { readJws } from './jws.ts';
import { beginsObject } from './looks.ts';
import { ProblemLog } from './problem.ts';
import { decodeSdJwt } from './sd-jwt.ts';
import type { Piece } from './split.ts';

/** Signatures of one payload, or recipients of one content, that are listed; real ones have two or three. */
export const MOST_SIGNATURES = 10;

/** Whether an object is a JWS or a JWE in JSON serialization (RFC 7515 section 7.2, RFC 7516 section 7.2), whole or not. */
export function looksSerialized(value: JsonObject): boolean {
  if (isSigned(value)) return entriesOf(value, 'signatures').some(namesAlgorithm);
  if (typeof member(value, 'ciphertext') !== 'string') return false;
  return [value, ...entriesOf(value, 'recipients')].some(namesAlgorithm);
}

/** With a payload, or with signatures of one that travels apart (RFC 7515 appendix F). */
function isSigned(value: JsonObject): boolean {
  const payload = member(value, 'payload');
  if (payload !== undefined) return typeof payload === 'string';
  return entriesOf(value, 'signatures').some(entry => typeof member(entry, 'signature') === 'string');
}

function namesAlgorithm(entry: JsonObject): boolean {
  if (beginsObject(textMember(entry, 'protected') ?? '')) return true;
  return ['header', 'unprotected'].some(name => typeof member(member(entry, name), 'alg') === 'string');
}

/** The general form has a list; the flattened one is its own only entry. */
function entriesOf(value: JsonObject, list: 'signatures' | 'recipients'): JsonObject[] {
  const entries = member(value, list);
  return Array.isArray(entries) ? entries.filter(isObject) : [value];
}

/**
 * Decodes a JWS or JWE in JSON serialization as what it would be in compact serialization: one token for each signature,
 * or recipient. Offsets count within the member that holds the part.
 */
export function decodeSerialized(value: JsonObject, path: string, depth: number): { path: string; token: Decoded }[] {
  const list = isSigned(value) ? 'signatures' : 'recipients';
  const general = Array.isArray(member(value, list));
  const entries = entriesOf(value, list);
  return entries.slice(0, MOST_SIGNATURES).map((entry, index) => {
    const log = new ProblemLog();
    if (index === 0 && entries.length > MOST_SIGNATURES) {
      const message = `${entries.length - MOST_SIGNATURES} ${list} past the first ${MOST_SIGNATURES} were not decoded.`;
      log.add('too-many-tokens', message, AT_START);
    }
    const token = list === 'signatures' ? decodeSigned(value, entry, log, depth) : decodeEncrypted(value, entry, log);
    // What they share is told once.
    const problems = index === 0 ? token.problems : token.problems.filter(({ at }) => at.part !== 'payload');
    return { path: general ? pathTo(pathTo(path, list), index) : path, token: { ...token, problems } };
  });
}

function decodeSigned(value: JsonObject, entry: JsonObject, log: ProblemLog, depth: number): Decoded {
  const { disclosures, kb_jwt, ...unprotected } = headerIn(entry, 'header');
  const header = piece(entry, 'protected');
  const payload = piece(value, 'payload');
  const signature = piece(entry, 'signature');
  const compact = [header, payload, signature].map(({ text }) => text).join('.');
  if (Array.isArray(disclosures)) {
    // RFC 9901 section 8: here too the key binding is over the compact form.
    const shown = disclosures.filter(each => typeof each === 'string');
    const token = decodeSdJwt([compact, ...shown, typeof kb_jwt === 'string' ? kb_jwt : ''].join('~'), 0, depth);
    return { ...token, issuerSigned: { ...token.issuerSigned, unprotected } };
  }
  if (typeof member(entry, 'signature') !== 'string') log.add('missing-part', 'The signature is missing.', AT_START);
  return readJws(compact, { header, payload, signature, unprotected }, log, depth);
}

function decodeEncrypted(value: JsonObject, entry: JsonObject, log: ProblemLog): Decoded {
  const header = piece(value, 'protected');
  const key = piece(entry, 'encrypted_key');
  const vector = piece(value, 'iv');
  const content = piece(value, 'ciphertext');
  const tag = piece(value, 'tag');
  const compact = [header, key, vector, content, tag].map(({ text }) => text).join('.');
  const unprotected = { ...headerIn(value, 'unprotected'), ...headerIn(entry, 'header') };
  return readJwe(compact, { header, key, vector, content, tag, unprotected }, log);
}

const AT_START = { part: 'token', layer: 'source', offset: 0 } as const;

const piece = (holder: JsonObject, name: string): Piece => ({ text: textMember(holder, name) ?? '', start: 0 });

function headerIn(entry: JsonObject, name: 'header' | 'unprotected'): JsonObject {
  const header = member(entry, name);
  return isObject(header) ? header : {};
}
