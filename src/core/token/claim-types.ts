import { showTime } from './clocks.ts';
import { isObject, member } from './json-object.ts';
import { pathTo } from './json-path.ts';
import type { JsonPart } from './part.ts';
import type { Place, ProblemCode, ProblemLog } from './problem.ts';

type ClaimType = 'text' | 'text or list of texts' | 'list of texts' | 'list' | 'time' | 'boolean' | 'object';

/**
 * Types of registered claims: RFC 7519 section 4.1, OpenID Connect Core sections 2, 5.1 and 5.6, and of the IANA
 * registry of JSON Web Token Claims those that a sign-in may meet (RFC 7800, 8417, 8693, 9068, 9396, 9449, 9901,
 * Identity Assurance).
 */
const CLAIMS_BY_TYPE: Readonly<Record<ClaimType, string>> = {
  text: `iss sub jti azp nonce acr at_hash c_hash s_hash sid name given_name family_name middle_name nickname
    preferred_username profile picture website email gender birthdate zoneinfo locale phone_number hd scope client_id
    txn htm htu ath vct _sd_alg sd_hash birth_family_name birth_given_name birth_middle_name salutation title msisdn
    also_known_as`,
  'text or list of texts': 'aud',
  'list of texts': 'amr nationalities',
  list: 'authorization_details',
  time: 'exp nbf iat auth_time updated_at toe',
  boolean: 'email_verified phone_number_verified',
  object: 'address cnf events act may_act sub_jwk sub_id place_of_birth _claim_names _claim_sources',
};

const CLAIM_TYPES: ReadonlyMap<string, ClaimType> = new Map(
  Object.entries(CLAIMS_BY_TYPE).flatMap(([type, names]) =>
    names.split(/\s+/).map((name): [string, ClaimType] => [name, type as ClaimType]),
  ),
);

/** Members of `address` (OpenID Connect Core section 5.1.1), all text. */
const ADDRESS = ['formatted', 'street_address', 'locality', 'region', 'postal_code', 'country'];

/** Seconds past this are the year 5138: somebody wrote milliseconds, or less. */
const LATEST_SECONDS = 1e11;

const FINER_UNITS = [
  ['milliseconds', 1e3],
  ['microseconds', 1e6],
  ['nanoseconds', 1e9],
] as const;

/** A time that was not written in seconds, as far as its size shows: in what, and the seconds that were meant. */
export function finerTime(value: number): { unit: string; seconds: number } | undefined {
  if (Math.abs(value) <= LATEST_SECONDS) return undefined;
  for (const [unit, per] of FINER_UNITS) {
    if (Math.abs(value) <= LATEST_SECONDS * per) return { unit, seconds: Math.floor(value / per) };
  }
  return undefined;
}

/** What is wrong with a registered claim's value; `undefined` where nothing is, and for claims of the issuer's own. */
export function claimFault(name: string, value: unknown): { code: ProblemCode; message: string } | undefined {
  const type = CLAIM_TYPES.get(name);
  if (type === undefined) return undefined;
  if (!fits(value, type)) {
    return { code: 'claim-type', message: `${name} should be ${describe(type)}, and is ${describeValue(value)}.` };
  }
  const finer = type === 'time' ? finerTime(Number(value)) : undefined;
  if (finer === undefined) return undefined;
  return {
    code: 'claim-in-milliseconds',
    message: `${name} counts seconds since 1970; ${value} looks like ${finer.unit}, for ${showTime(finer.seconds * 1000)}.`,
  };
}

/** Reports registered claims whose value has the wrong type, each at its place in the payload. */
export function checkClaimTypes(payload: JsonPart, log: ProblemLog): void {
  if (!isObject(payload.value)) return;
  for (const name of CLAIM_TYPES.keys()) {
    if (!Object.hasOwn(payload.value, name)) continue;
    const value = payload.value[name];
    const path = pathTo('$', name);
    const at = { part: payload.name, layer: 'text', offset: payload.members.get(name) ?? 0, path } as const;
    const fault = claimFault(name, value);
    if (fault) log.add(fault.code, fault.message, at);
    if (name === 'address') checkAddress(value, path, at, log);
  }
}

function checkAddress(address: unknown, path: string, at: Place, log: ProblemLog): void {
  for (const name of ADDRESS) {
    const value = member(address, name);
    if (value === undefined || typeof value === 'string') continue;
    const message = `${name} should be ${describe('text')}, and is ${describeValue(value)}.`;
    log.add('claim-type', message, { ...at, path: pathTo(path, name) });
  }
}

function fits(value: unknown, type: ClaimType): boolean {
  switch (type) {
    case 'text':
      return typeof value === 'string';
    case 'text or list of texts':
      return typeof value === 'string' || (Array.isArray(value) && value.every(isTextEntry));
    case 'list of texts':
      return Array.isArray(value) && value.every(isTextEntry);
    case 'list':
      return Array.isArray(value);
    case 'time':
      return typeof value === 'number' && Number.isFinite(value);
    case 'boolean':
      return typeof value === 'boolean';
    case 'object':
      return isObject(value);
  }
}

/** In an SD-JWT the digest of an element may stand in its place (RFC 9901 section 4.2.4.2). */
function isTextEntry(entry: unknown): boolean {
  return typeof entry === 'string' || typeof member(entry, '...') === 'string';
}

function describe(type: ClaimType): string {
  switch (type) {
    case 'text':
      return 'a string';
    case 'text or list of texts':
      return 'a string or an array of strings';
    case 'list of texts':
      return 'an array of strings';
    case 'list':
      return 'an array';
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
  if (Array.isArray(value)) {
    const other = value.find(entry => !isTextEntry(entry));
    return other === undefined ? 'an array' : `an array with ${describeValue(other)} in it`;
  }
  if (typeof value === 'number' && !Number.isFinite(value)) return 'a number too large to be one';
  return typeof value === 'object' ? 'an object' : `a ${typeof value}`;
}
