import { describeValue } from './claim-types.ts';
import { isObject, type JsonObject, member } from './json-object.ts';
import { pathTo } from './json-path.ts';
import { type JsonPart, readJsonPart, readPart } from './part.ts';
import type { ProblemLog } from './problem.ts';
import type { Piece } from './split.ts';

const TEXT_PARAMETERS = ['alg', 'enc', 'kid', 'typ', 'cty', 'jku', 'x5u', 'x5t', 'x5t#S256', 'zip'];

/** The protected header of a token, and in JSON serialization the one beside it. */
export interface Headers {
  header: JsonPart;
  unprotected?: JsonObject | undefined;
}

/** Both together: the JOSE header (RFC 7515 section 4). What is protected counts. */
export function joseHeader({ header, unprotected }: Headers): unknown {
  return unprotected && isObject(header.value) ? { ...unprotected, ...header.value } : header.value;
}

/** Reads the protected header. In JSON serialization there may be none. */
export function readHeader({ header, unprotected }: { header: Piece; unprotected?: JsonObject }, log: ProblemLog) {
  if (header.text !== '' || unprotected === undefined) {
    return readJsonPart('header', header.text, header.start, log);
  }
  return { ...readPart('header', '', header.start, log), text: '', value: {}, members: new Map<string, number>() };
}

/** Reports what is wrong with a JWS header (RFC 7515 section 4.1). */
export function checkJwsHeader(headers: Headers, log: ProblemLog): void {
  checkHeader(headers, ['alg'], log);
}

/** Reports what is wrong with a JWE header (RFC 7516 section 4.1). */
export function checkJweHeader(headers: Headers, log: ProblemLog): void {
  checkHeader(headers, ['alg', 'enc'], log);
}

function checkHeader({ header, unprotected }: Headers, required: readonly string[], log: ProblemLog): void {
  const place = (name: string) =>
    ({ part: 'header', layer: 'text', offset: header.members.get(name) ?? 0, path: pathTo('$', name) }) as const;
  const { value } = header;
  if (!isObject(value)) {
    log.add('header-not-object', 'The header is no JSON object.', { part: 'header', layer: 'text', offset: 0 });
    return;
  }
  const joint = joseHeader({ header, unprotected });
  for (const name of required) {
    if (member(joint, name) === undefined) log.add('header-parameter', `${name} is missing.`, place(name));
  }
  for (const name of Object.keys(unprotected ?? {})) {
    if (!Object.hasOwn(value, name)) continue;
    const message = `${name} stands in the protected header and outside it; verifiers must refuse the token.`;
    log.add('header-parameter', message, place(name));
  }
  for (const name of TEXT_PARAMETERS) {
    const found = member(joint, name);
    if (found === undefined || typeof found === 'string') continue;
    log.add('header-parameter', `${name} should be a string, and is ${describeValue(found)}.`, place(name));
  }
  const critical = member(value, 'crit');
  if (critical === undefined) return;
  if (!Array.isArray(critical) || critical.length === 0 || !critical.every(name => typeof name === 'string')) {
    log.add('header-parameter', 'crit should be a list of header parameter names, and not empty.', place('crit'));
  } else {
    const message = `crit: whoever does not understand ${critical.join(', ')} must refuse this token.`;
    log.add('header-parameter', message, place('crit'));
  }
}
