import { decodeBase64url } from './base64url.ts';
import { member, textMember } from './json-object.ts';
import { readJson } from './json-text.ts';
import { countDots } from './split.ts';
import { decodeUtf8 } from './utf8.ts';

/** Enough of a part to see whether a JSON object begins there. */
const GLANCE = 64;

const SIGNATURE_ALGORITHM = /^(?:none|EdDSA|Ed25519|Ed448|ES256K|(?:HS|RS|PS|ES)(?:256|384|512))$/;

/**
 * Whether a text is, or was meant to be, a JWS or JWE in compact serialization: one of its first parts holds an object.
 */
export function looksCompact(text: string): boolean {
  const dot = text.indexOf('.');
  if (dot < 0) return beginsObject(text) && typeof member(readHeader(text), 'alg') === 'string';
  return beginsObject(text.slice(0, dot)) || beginsObject(text.slice(dot + 1, dot + 1 + GLANCE).replace(/\..*$/s, ''));
}

/** Whether a compact serialization is an encrypted one. */
export function looksEncrypted(text: string): boolean {
  const dot = text.indexOf('.');
  const header = readHeader(dot < 0 ? text : text.slice(0, dot));
  if (textMember(header, 'enc') !== undefined) return true;
  return countDots(text, 5) === 4 && !SIGNATURE_ALGORITHM.test(textMember(header, 'alg') ?? '');
}

/** Whether a base64url part begins a JSON object. A brace alone is not enough: so does “example”. */
export function beginsObject(part: string): boolean {
  const { bytes } = decodeBase64url(part.slice(0, GLANCE));
  return /^[\uFEFF\s]*\{\s*(?:["}]|$)/.test(decodeUtf8(bytes).text);
}

function readHeader(part: string): unknown {
  return readJson(decodeUtf8(decodeBase64url(part).bytes).text).value;
}
