import type { Decoded, DecodedOpaque } from './decoded.ts';
import { decodeJsonText, decodeJsonValue } from './json-token.ts';
import { decodeJwe } from './jwe.ts';
import { decodeJws } from './jws.ts';
import { looksCompact, looksEncrypted } from './looks.ts';
import { readOpaque } from './opaque.ts';
import type { Problem, ProblemCode } from './problem.ts';
import { decodeSdJwt } from './sd-jwt.ts';
import { unwrap } from './unwrap.ts';

/** Tokens in tokens in tokens: past this many layers the innermost stays a string. */
const MOST_LAYERS = 8;

const STRINGIFIED = new Set(['null', 'undefined', 'NaN', 'true', 'false', '[object Object]']);

/**
 * Decodes whatever an identity provider handed out as its token: any JSON value, however broken. Never throws, takes time
 * linear in the size of the value, and lists every problem with its position. Nothing is verified here.
 */
export function decodeToken(value: unknown, layer = 0): Decoded {
  if (typeof value === 'string') return decodeText(value, layer);
  if (value === undefined) return opaque('', 'There is no token.', problem('no-token', 'There is no token.'));
  return decodeJsonValue(value, layer);
}

function decodeText(source: string, layer: number, offset = 0): Decoded {
  const text = source.trim();
  const start = offset + source.length - source.trimStart().length;
  const decoded = decodeTrimmed(text, start, layer);
  if (text.length === source.length || text === '') return decoded;
  const spaces = source.length - text.length;
  const message = `${spaces} ${spaces === 1 ? 'character' : 'characters'} of white space around the token; strict parsers refuse it.`;
  return { ...decoded, problems: [problem('surrounding-space', message), ...decoded.problems] };
}

function decodeTrimmed(text: string, start: number, layer: number): Decoded {
  if (text === '') return opaque(text, 'There is no token.', problem('empty-token', 'The token is an empty string.'));
  if (STRINGIFIED.has(text)) {
    const message = `The token is the text “${text}”: a value that was no string was made into one.`;
    return opaque(text, message, problem('stringified', message));
  }
  if (layer > MOST_LAYERS) {
    const message = `More than ${MOST_LAYERS} tokens inside each other: not followed further.`;
    return opaque(text, message, problem('too-deep', message));
  }
  if (/^[{["]/.test(text)) return decodeJsonText(text, start, layer);
  const wrapped = unwrap(text);
  if (wrapped) {
    const inner = decodeText(wrapped.inner, layer + 1, wrapped.before === undefined ? 0 : start + wrapped.before);
    return { ...inner, problems: [problem('wrapped', wrapped.message), ...inner.problems] };
  }
  const tilde = text.indexOf('~');
  if (!looksCompact(tilde < 0 ? text : text.slice(0, tilde))) return readOpaque(text);
  if (tilde >= 0) return decodeSdJwt(text, start, layer);
  if (looksEncrypted(text)) return decodeJwe(text, start);
  const token = decodeJws(text, start, layer);
  const discloses = token.claims && (Object.hasOwn(token.claims, '_sd') || Object.hasOwn(token.claims, '_sd_alg'));
  return discloses ? decodeSdJwt(text, start, layer) : token;
}

/** A string that is no token of any kind, for a reason. */
function opaque(source: string, note: string, ...problems: Problem[]): DecodedOpaque {
  return { kind: 'opaque', source, note, foreign: true, problems };
}

function problem(code: ProblemCode, message: string): Problem {
  return { code, message, at: { part: 'token', layer: 'source', offset: 0 } };
}
