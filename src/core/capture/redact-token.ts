import { decodeText, encodeText } from './base64url-text.ts';
import { redactJson, redactValue } from './redact-json.ts';
import { redactKey } from './redact-key.ts';
import type { Redactor } from './redactor.ts';

const SHAPE = /^[\w-]+=*(?:\.[\w-]*=*){2,4}(?:~[\w.=-]*)*$/;

/** Text in the shape of a JWT, a JWE or an SD-JWT, whose first part is a JSON object. */
export function isToken(text: string): boolean {
  return SHAPE.test(text) && isObject(decodeText(text.slice(0, text.indexOf('.'))));
}

const isObject = (text: string | undefined): text is string => text !== undefined && /^\s*\{/.test(text);

/**
 * Keeps a token's shape: its parts, `alg` and `typ`, the names of claims, and times. Other values become pseudonyms,
 * and signatures and encrypted parts filler of the same length, so that it still decodes and no longer verifies.
 */
export function redactToken(token: string, redactor: Redactor): string {
  const [jwt = '', ...rest] = token.split('~');
  const parts = [redactParts(jwt, redactor), ...rest.map(part => redactDisclosure(part, redactor))];
  return redactor.rebuilt(parts.join('~'), 'token');
}

function redactParts(token: string, redactor: Redactor): string {
  const parts = token.split('.');
  const readable = parts.length === 3 ? 2 : 1;
  return parts.map((part, at) => (at < readable ? redactPart(part, redactor) : filler(part))).join('.');
}

function redactPart(part: string, redactor: Redactor): string {
  const text = decodeText(part);
  return text === undefined ? filler(part) : encodeText(redactJson(text, '', redactor, 'given'));
}

/**
 * A disclosure is `[salt, name, value]`, or `[salt, value]` for an element of a list. A key-binding JWT may come last.
 */
function redactDisclosure(part: string, redactor: Redactor): string {
  if (part === '') return part;
  if (part.includes('.')) return redactParts(part, redactor);
  const text = decodeText(part);
  if (text === undefined) return filler(part);
  const disclosure = parseList(text);
  if (disclosure === undefined) return encodeText(redactJson(text, '', redactor));
  return encodeText(JSON.stringify(redactDisclosed(disclosure, redactor)));
}

/** The disclosure as a list: salt, name (where it has one), value. */
export function redactDisclosed(disclosure: readonly unknown[], redactor: Redactor): unknown[] {
  const name = disclosure.length === 3 && typeof disclosure[1] === 'string' ? disclosure[1] : undefined;
  return disclosure.map((item, at) => {
    if (at === 1 && name !== undefined) return redactKey(name, redactor, 'given');
    return redactValue(item, at === 0 ? 'salt' : (name ?? ''), redactor);
  });
}

function parseList(text: string): unknown[] | undefined {
  try {
    const value: unknown = JSON.parse(text);
    return Array.isArray(value) ? value : undefined;
  } catch {
    return undefined;
  }
}

const filler = (part: string): string => 'A'.repeat(part.length);
