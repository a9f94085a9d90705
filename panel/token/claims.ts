/** What registered claims and header parameters mean, in few words (RFC 7519, RFC 7515, OpenID Connect Core, RFC 9901). */
const MEANINGS: Readonly<Record<string, string>> = {
  iss: 'issuer',
  sub: 'the user, at this issuer',
  aud: 'meant for',
  exp: 'expires',
  nbf: 'not valid before',
  iat: 'issued',
  jti: 'id of this token',
  azp: 'client it was issued to',
  nonce: 'ties it to the request',
  auth_time: 'user signed in',
  acr: 'how strongly the user signed in',
  amr: 'by which means the user signed in',
  at_hash: 'digest of the access token',
  c_hash: 'digest of the code',
  sid: 'session at the issuer',
  hd: 'Workspace domain',
  updated_at: 'profile changed',
  email_verified: 'issuer checked the address',
  cnf: 'key of the holder',
  sd_hash: 'digest of what is presented',
  _sd: 'digests of disclosures',
  _sd_alg: 'digest algorithm',
  vct: 'type of credential',
  alg: 'signature algorithm',
  kid: 'id of the key',
  typ: 'type of token',
  cty: 'type of the content',
  enc: 'content encryption',
  jku: 'where it says its keys are',
  x5t: 'thumbprint of the certificate',
  crit: 'must be understood',
};

export const claimMeaning = (name: string): string | undefined =>
  Object.hasOwn(MEANINGS, name) ? MEANINGS[name] : undefined;

const DATES = new Set(['exp', 'nbf', 'iat', 'auth_time', 'updated_at']);

/** Seconds past this are the year 5138: somebody wrote milliseconds. */
const LATEST_SECONDS = 1e11;

/** The instant a claim names, epoch ms; undefined for claims that name none. */
export function claimDate(name: string, value: unknown): number | undefined {
  if (!DATES.has(name) || typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return Math.abs(value) > LATEST_SECONDS ? value : value * 1000;
}
