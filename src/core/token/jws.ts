import { checkClaimTypes } from './claim-types.ts';
import { decodeToken } from './decode.ts';
import type { Decoded, DecodedJws } from './decoded.ts';
import { checkJwsHeader } from './header-types.ts';
import { isObject, textMember } from './json-object.ts';
import { type JsonPart, readJsonPart, readJsonText, readPart, readText } from './part.ts';
import { ProblemLog } from './problem.ts';
import { checkSignatureForm } from './signature-form.ts';
import { splitParts } from './split.ts';

/** Decodes a JWS in compact serialization, signed or not, complete or not. `start` is its place in a larger token. */
export function decodeJws(source: string, start = 0, depth = 0): DecodedJws {
  const log = new ProblemLog();
  const [head, body, seal] = splitParts(source, start, ['header', 'payload', 'signature'], log);
  const header = readJsonPart('header', head.text, head.start, log);
  checkJwsHeader(header, log);
  const { payload, nested } = readPayload(body.text, body.start, header, log, depth);
  const signature = readPart('signature', seal.text, seal.start, log);
  checkSignatureForm(header, signature, log);
  const claims = isObject(payload.value) ? payload.value : undefined;
  if (claims) checkClaimTypes(payload, log);
  return {
    kind: 'jwt',
    source,
    header,
    payload,
    signature,
    ...(claims && { claims }),
    ...(nested && { nested }),
    problems: log.list(),
  };
}

function readPayload(
  source: string,
  start: number,
  header: JsonPart,
  log: ProblemLog,
  depth: number,
): { payload: JsonPart; nested?: Decoded } {
  const part = readPart('payload', source, start, log);
  const text = readText(part, log);
  const unread = { ...part, text, value: undefined, members: new Map<string, number>() };
  if (/^(application\/)?jwt$/i.test(textMember(header.value, 'cty') ?? '')) {
    return { payload: unread, nested: decodeToken(text, depth + 1) };
  }
  const at = { part: 'payload', layer: 'text', offset: 0 } as const;
  if (source !== '' && !/^[\uFEFF\s]*[{["]/.test(text)) {
    log.add('payload-not-json', 'The payload is no JSON object, so it holds no claims.', at);
    return { payload: unread };
  }
  const payload = source === '' ? unread : readJsonText(part, text, log);
  if (source !== '' && !isObject(payload.value)) {
    log.add('claims-not-object', 'The payload is JSON but no object, so it holds no claims.', at);
  }
  return { payload };
}
