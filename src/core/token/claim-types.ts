import { isObject } from './json-object.ts';
import { pathTo } from './json-path.ts';
import type { JsonPart } from './part.ts';
import type { ProblemLog } from './problem.ts';

type ClaimType = 'text' | 'text or list of texts' | 'time' | 'boolean' | 'object';

/** Types of registered claims (RFC 7519 section 4.1, OpenID Connect Core sections 2 and 5.1, RFC 9901, RFC 7800). */
const CLAIM_TYPES: ReadonlyMap<string, ClaimType> = new Map([
  ['iss', 'text'],
  ['sub', 'text'],
  ['aud', 'text or list of texts'],
  ['exp', 'time'],
  ['nbf', 'time'],
  ['iat', 'time'],
  ['jti', 'text'],
  ['azp', 'text'],
  ['nonce', 'text'],
  ['auth_time', 'time'],
  ['acr', 'text'],
  ['at_hash', 'text'],
  ['c_hash', 'text'],
  ['sid', 'text'],
  ['name', 'text'],
  ['given_name', 'text'],
  ['family_name', 'text'],
  ['email', 'text'],
  ['email_verified', 'boolean'],
  ['phone_number', 'text'],
  ['phone_number_verified', 'boolean'],
  ['picture', 'text'],
  ['locale', 'text'],
  ['updated_at', 'time'],
  ['hd', 'text'],
  ['_sd_alg', 'text'],
  ['sd_hash', 'text'],
  ['cnf', 'object'],
]);

/** Seconds past this are the year 5138: somebody wrote milliseconds. */
const LATEST_SECONDS = 1e11;

/** Reports registered claims whose value has the wrong type, each at its place in the payload. */
export function checkClaimTypes(payload: JsonPart, log: ProblemLog): void {
  if (!isObject(payload.value)) return;
  for (const [name, type] of CLAIM_TYPES) {
    if (!Object.hasOwn(payload.value, name)) continue;
    const value = payload.value[name];
    const at = {
      part: payload.name,
      layer: 'text',
      offset: payload.members.get(name) ?? 0,
      path: pathTo('$', name),
    } as const;
    if (!fits(value, type)) {
      log.add('claim-type', `${name} should be ${describe(type)}, and is ${describeValue(value)}.`, at);
    } else if (type === 'time' && Math.abs(Number(value)) > LATEST_SECONDS) {
      log.add('claim-in-milliseconds', `${name} counts seconds since 1970; ${value} looks like milliseconds.`, at);
    }
  }
}

function fits(value: unknown, type: ClaimType): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'text or list of texts':
      return typeof value === 'string' || (Array.isArray(value) && value.every(entry => typeof entry === 'string'));
    case 'time':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'object':
      return isObject(value);
  }
}

function describe(type: ClaimType): string {
  switch (type) {
    case 'text':
      return 'a string';
    case 'text or list of texts':
      return 'a string or an array of strings';
    case 'time':
      return 'a number of seconds';
    case 'boolean':
      return 'true or false';
    case 'object':
      return 'an object';
  }
}

export function describeValue(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'an array';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
