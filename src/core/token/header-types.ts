import { describeValue } from './claim-types.ts';
import { isObject, member } from './json-object.ts';
import { pathTo } from './json-path.ts';
import type { JsonPart } from './part.ts';
import type { ProblemLog } from './problem.ts';

const TEXT_PARAMETERS = ['alg', 'enc', 'kid', 'typ', 'cty', 'jku', 'x5u', 'x5t', 'x5t#S256', 'zip'];

/** Reports what is wrong with a JWS header (RFC 7515 section 4.1). */
export function checkJwsHeader(header: JsonPart, log: ProblemLog): void {
  checkHeader(header, ['alg'], log);
}

/** Reports what is wrong with a JWE header (RFC 7516 section 4.1). */
export function checkJweHeader(header: JsonPart, log: ProblemLog): void {
  checkHeader(header, ['alg', 'enc'], log);
}

function checkHeader(header: JsonPart, required: readonly string[], log: ProblemLog): void {
  const place = (name: string) =>
    ({ part: 'header', layer: 'text', offset: header.members.get(name) ?? 0, path: pathTo('$', name) }) as const;
  const { value } = header;
  if (!isObject(value)) {
    log.add('header-not-object', 'The header is no JSON object.', { part: 'header', layer: 'text', offset: 0 });
    return;
  }
  for (const name of required) {
    if (!Object.hasOwn(value, name)) log.add('header-parameter', `${name} is missing.`, place(name));
  }
  for (const name of TEXT_PARAMETERS) {
    const found = member(value, name);
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
