import { describeValue } from './claim-types.ts';
import { isObject, type JsonObject, member } from './json-object.ts';
import { pathTo } from './json-path.ts';
import { type JsonPart, readJsonPart, readPart } from './part.ts';
import type { Place, ProblemLog } from './problem.ts';
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
  const header = joseHeader(headers);
  const complain = (name: string, message: string) =>
    log.add('header-parameter', message, {
      part: 'header',
      layer: 'text',
      offset: headers.header.members.get(name) ?? 0,
      path: pathTo('$', name),
    });
  if (member(header, 'zip') !== undefined) {
    complain('zip', 'zip is for encrypted tokens: JWT libraries do not inflate a payload that is only signed.');
  }
  if (member(header, 'b64') === false) {
    complain('b64', 'b64 is false: the payload stands as it is, which JWTs must not do (RFC 7797 section 7).');
  }
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
  checkKeys(joint, place, log);
  checkCritical(value, joint, place, log);
}

type PlaceOf = (name: string) => Place;

/** The key, or its certificates, in the header. */
function checkKeys(header: unknown, place: PlaceOf, log: ProblemLog): void {
  const jwk = member(header, 'jwk');
  if (jwk !== undefined && !isObject(jwk)) {
    log.add('header-parameter', `jwk should be an object, and is ${describeValue(jwk)}.`, place('jwk'));
  }
  if (['d', 'k'].some(name => member(jwk, name) !== undefined)) {
    log.add('header-parameter', 'jwk holds a private key: whoever sees this token can sign.', place('jwk'));
  }
  const chain = member(header, 'x5c');
  if (chain === undefined) return;
  if (!Array.isArray(chain) || chain.length === 0 || !chain.every(entry => typeof entry === 'string')) {
    log.add('header-parameter', 'x5c should be a list of certificates, and not empty.', place('x5c'));
  } else if (chain.some(entry => /[-_\s]/.test(entry))) {
    log.add('header-parameter', 'x5c holds certificates in plain base64, neither base64url nor PEM.', place('x5c'));
  }
}

/** Parameters that everybody understands, so that they cannot be critical (RFC 7515 section 4.1.11). */
const REGISTERED = new Set(
  'alg enc zip jku jwk kid x5u x5c x5t x5t#S256 typ cty crit epk apu apv iv tag p2s p2c'.split(' '),
);

function checkCritical(value: JsonObject, joint: unknown, place: PlaceOf, log: ProblemLog): void {
  const critical = member(value, 'crit');
  if (critical === undefined) return;
  const complain = (message: string) => log.add('header-parameter', message, place('crit'));
  if (!Array.isArray(critical) || critical.length === 0 || !critical.every(name => typeof name === 'string')) {
    complain('crit should be a list of header parameter names, and not empty.');
    return;
  }
  const names = [...new Set<string>(critical)];
  const registered = names.filter(name => REGISTERED.has(name));
  const missing = names.filter(name => member(joint, name) === undefined);
  complain(
    [
      `crit: whoever does not understand ${names.join(', ')} must refuse this token.`,
      names.length < critical.length && 'A name stands in it twice.',
      registered.length > 0 && `It must not name ${registered.join(', ')}, which belongs to JOSE itself.`,
      missing.length > 0 && `The header has no ${missing.join(', ')}.`,
    ]
      .filter(Boolean)
      .join(' '),
  );
}
