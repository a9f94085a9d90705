import { checkClaimTypes } from './claim-types.ts';
import { decodeToken } from './decode.ts';
import type { Decoded, DecodedJws } from './decoded.ts';
import { checkJwsHeader, joseHeader, readHeader } from './header-types.ts';
import { isObject, type JsonObject, member, textMember } from './json-object.ts';
import { looksSerialized } from './json-serialization.ts';
import { looksCompact } from './looks.ts';
import { type JsonPart, type Part, readJsonText, readPart, readText } from './part.ts';
import { ProblemLog } from './problem.ts';
import { checkSignatureForm } from './signature-form.ts';
import { type Piece, splitParts } from './split.ts';

/** Decodes a JWS in compact serialization, signed or not, complete or not. `start` is its place in a larger token. */
export function decodeJws(source: string, start = 0, depth = 0): DecodedJws {
  const log = new ProblemLog();
  const [header, payload, signature] = splitParts(source, start, ['header', 'payload', 'signature'], log);
  return readJws(source, { header, payload, signature }, log, depth);
}

/** The parts of a JWS. Only JSON serialization has a header outside the protected one. */
export interface JwsPieces {
  header: Piece;
  payload: Piece;
  signature: Piece;
  unprotected?: JsonObject;
}

/** Reads the parts of a JWS, whose compact serialization is `source`. */
export function readJws(source: string, pieces: JwsPieces, log: ProblemLog, depth: number): DecodedJws {
  const { unprotected } = pieces;
  const header = readHeader(pieces, log);
  checkJwsHeader({ header, unprotected }, log);
  const jose = joseHeader({ header, unprotected });
  const { payload, nested } = readPayload(pieces.payload, jose, log, depth);
  const signature = readPart('signature', pieces.signature.text, pieces.signature.start, log);
  checkSignatureForm(jose, signature, log);
  if (payload.source === '' && signature.source !== '') {
    const at = { part: 'payload', layer: 'source', offset: payload.start } as const;
    log.add('missing-part', 'The payload is empty: it was lost, or travels apart from its signature.', at);
  }
  const claims = isObject(payload.value) ? payload.value : undefined;
  if (claims) checkClaimTypes(payload, log);
  if (unprotected && (claims || nested)) {
    const message = 'This is JSON serialization; a JWT is always in compact serialization (RFC 7519 section 1).';
    log.add('not-compact', message, { part: 'token', layer: 'source', offset: 0 });
  }
  return {
    kind: 'jwt',
    source,
    header,
    ...(unprotected && { unprotected }),
    payload,
    signature,
    ...(claims && { claims }),
    ...(nested && { nested }),
    problems: log.list(),
  };
}

function readPayload(
  { text: source, start }: Piece,
  header: unknown,
  log: ProblemLog,
  depth: number,
): { payload: JsonPart; nested?: Decoded } {
  const part = member(header, 'b64') === false ? asItIs(source, start) : readPart('payload', source, start, log);
  const text = readText(part, log);
  const unread = { ...part, text, value: undefined, members: new Map<string, number>() };
  const inner = () => ({ payload: unread, nested: decodeToken(text, depth + 1) });
  const says = /^(application\/)?jwt$/i.test(textMember(header, 'cty') ?? '');
  if (holdsCompact(text)) {
    if (!says) reportNested(log);
    return inner();
  }
  const isJson = /^[\uFEFF\s]*[{["]/.test(text);
  if (says && !/^[\uFEFF\s]*\{/.test(text)) return inner();
  const at = { part: 'payload', layer: 'text', offset: 0 } as const;
  if (source !== '' && !isJson) {
    log.add('payload-not-json', 'The payload is no JSON object, so it holds no claims.', at);
    return { payload: unread };
  }
  const payload = source === '' ? unread : readJsonText(part, text, log);
  if (isObject(payload.value) && looksSerialized(payload.value)) {
    if (!says) reportNested(log);
    return inner();
  }
  if (says) {
    const message = 'cty says that the payload is a JWT, and it holds plain claims; typ says what the token itself is.';
    log.add('header-parameter', message, { part: 'header', layer: 'text', offset: 0, path: '$.cty' });
  }
  if (source !== '' && !isObject(payload.value)) {
    log.add('claims-not-object', 'The payload is JSON but no object, so it holds no claims.', at);
  }
  return { payload };
}

/** A payload that is not in base64url (RFC 7797). */
const asItIs = (source: string, start: number): Part => {
  return { name: 'payload', source, start, bytes: new TextEncoder().encode(source) };
};

/** Whether a payload is a token in compact serialization, as it is or in quotation marks. */
function holdsCompact(text: string): boolean {
  if (/^\s*[{[]/.test(text)) return false;
  const inner = /^\s*"([\w.~=-]+)"\s*$/.exec(text)?.[1] ?? text.trimStart();
  const [signed = ''] = inner.split('~', 1);
  return signed.includes('.') && looksCompact(signed);
}

function reportNested(log: ProblemLog): void {
  const message = 'The payload is a JWT; cty should be “JWT” (RFC 7519 section 5.2), or libraries do not look inside.';
  log.add('header-parameter', message, { part: 'header', layer: 'text', offset: 0, path: '$.cty' });
}
