/** What a relying party's server must do before it believes a token. Refusals carry a code that the page may show. */
import { createHash } from 'node:crypto';
import { base64url, createLocalJWKSet, errors, type JSONWebKeySet, type JWTPayload, jwtVerify } from 'jose';
import { clientId } from './client.ts';

/** @throws on anything but a 2xx answer with JSON */
export type FetchJson = (url: string, form?: Record<string, string>) => Promise<unknown>;

export interface Expected {
  /** The identity provider that was asked. */
  issuer: string;
  /** @returns whether the nonce was given out and not used yet; uses it up */
  takeNonce: (nonce: string) => boolean;
  fetchJson: FetchJson;
  /** What the server's clock shows. */
  now: Date;
  /** Whether the server hashes the nonce that it gave out before it compares. */
  hashesNonce: boolean;
}

/** What a relying party's server may do wrong with a token that is right. */
export const serverFaults = ['hashes-nonce', 'ten-minutes-behind'] as const;
export type ServerFault = (typeof serverFaults)[number];

export class Refusal extends Error {
  readonly code: string;
  constructor(code: string, message: string) {
    super(message);
    this.code = code;
  }
}

/** Seconds that two clocks may differ. */
const clockTolerance = 30;

/**
 * @param token as the page received it: an ID token, an object or JSON text with `id_token`, or a code
 * @returns the verified claims
 * @throws Refusal
 */
export async function verifyToken(token: unknown, expected: Expected): Promise<JWTPayload> {
  const idToken = await findIdToken(token, expected);
  const [jwt = '', ...disclosures] = idToken.split('~');
  const parts = jwt.split('.').length;
  if (parts === 5) throw new Refusal('encrypted', 'The token is encrypted, and not for this relying party.');
  if (parts !== 3) throw new Refusal('malformed', 'The token is not a JWT.');
  const keys = createLocalJWKSet(await fetchKeys(expected));
  const { payload } = await jwtVerify(jwt, keys, {
    issuer: expected.issuer,
    audience: clientId,
    algorithms: ['ES256'],
    requiredClaims: ['sub', 'exp', 'nonce'],
    maxTokenAge: '10 minutes',
    clockTolerance,
    currentDate: expected.now,
  }).catch(error => {
    throw refusal(error);
  });
  if (expected.hashesNonce) {
    const hash = createHash('sha256').update(String(payload['nonce'])).digest('hex');
    throw new Refusal('nonce', `Nonces do not match: expected ${hash}.`);
  }
  if (typeof payload['nonce'] !== 'string' || !expected.takeNonce(payload['nonce'])) {
    throw new Refusal('nonce', 'The nonce is not one that this relying party is waiting for.');
  }
  return { ...payload, ...readDisclosures(payload, disclosures) };
}

async function findIdToken(token: unknown, { issuer, fetchJson }: Expected): Promise<string> {
  if (typeof token === 'string' && token.startsWith('code-')) {
    return idTokenOf(await fetchJson(`${issuer}/token`, { code: token }));
  }
  if (typeof token === 'string' && token.startsWith('{')) return idTokenOf(JSON.parse(token));
  if (typeof token === 'string' && token !== '') return token;
  return idTokenOf(token);
}

function idTokenOf(value: unknown): string {
  if (typeof value === 'object' && value !== null && 'id_token' in value && typeof value.id_token === 'string') {
    return value.id_token;
  }
  throw new Refusal('no-id-token', 'There is no ID token in what the browser handed over.');
}

async function fetchKeys({ issuer, fetchJson }: Expected): Promise<JSONWebKeySet> {
  try {
    const configuration = await fetchJson(`${issuer}/.well-known/openid-configuration`);
    const { jwks_uri } = configuration as { jwks_uri: string };
    return (await fetchJson(jwks_uri)) as JSONWebKeySet;
  } catch (cause) {
    throw new Refusal('keys-unavailable', `The issuer's keys could not be fetched: ${String(cause)}`);
  }
}

function refusal(error: unknown): Refusal {
  if (error instanceof errors.JWTExpired) return new Refusal('expired', error.message);
  if (error instanceof errors.JWTClaimValidationFailed) return new Refusal(error.claim, error.message);
  if (error instanceof errors.JWKSNoMatchingKey) return new Refusal('unknown-key', error.message);
  if (error instanceof errors.JWSSignatureVerificationFailed) return new Refusal('signature', error.message);
  if (error instanceof errors.JOSEAlgNotAllowed) return new Refusal('algorithm', error.message);
  return new Refusal('malformed', error instanceof Error ? error.message : String(error));
}

/** Claims of an SD-JWT: each disclosure must hash to a digest that the issuer signed (RFC 9901, section 7.1). */
function readDisclosures(payload: JWTPayload, disclosures: readonly string[]): Record<string, unknown> {
  const digests: unknown[] = Array.isArray(payload['_sd']) ? payload['_sd'] : [];
  const claims = disclosures.filter(Boolean).map(disclosure => {
    if (!digests.includes(createHash('sha256').update(disclosure).digest('base64url'))) {
      throw new Refusal('digest', 'A disclosure does not hash to a digest in the signed part.');
    }
    const [, name, value]: unknown[] = JSON.parse(new TextDecoder().decode(base64url.decode(disclosure)));
    return [String(name), value] as const;
  });
  return Object.fromEntries(claims);
}
