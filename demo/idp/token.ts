/**
 * Issues the token of an assertion: an OpenID Connect ID token, or one of the faulty ones a relying party must refuse.
 */
import { createHash } from 'node:crypto';
import { base64url, EncryptJWT, exportSPKI, type JWTPayload, SignJWT } from 'jose';
import type { Keys } from './keys.ts';
import { issueSdJwt } from './sd-jwt.ts';

export interface TokenFault {
  /** Claims laid over the good ones; `undefined` takes one away. */
  claims?: (claims: IdTokenClaims) => Record<string, unknown>;
  seal?: Seal;
  /** What is sent as `token` in place of the bare ID token. */
  wrap?: Wrap;
}

export type Seal =
  | 'es256'
  | 'none'
  | 'hs256-with-public-key'
  | 'other-key'
  | 'unknown-kid'
  | 'tampered-payload'
  | 'sd-jwt'
  | 'sd-jwt-wrong-digest'
  | 'encrypted';

/** `code`: an opaque reference that the relying party's server redeems at `/token`. */
export type Wrap = 'id-token' | 'json' | 'json-string' | 'code' | 'array' | 'number' | 'null' | 'empty-string';

export interface IdTokenClaims extends JWTPayload {
  iss: string;
  aud: string;
  sub: string;
  iat: number;
  exp: number;
  nonce?: string;
  name: string;
  email: string;
}

/** Seconds that an ID token lives. */
export const lifetime = 300;

export async function sealIdToken(good: IdTokenClaims, fault: TokenFault, keys: Keys): Promise<string> {
  const claims: JWTPayload = { ...good, ...fault.claims?.(good) };
  const seal = fault.seal ?? 'es256';
  switch (seal) {
    case 'es256':
      return sign(claims, keys.kid, keys.privateKey);
    case 'other-key':
      return sign(claims, keys.kid, keys.strangerKey);
    case 'unknown-kid':
      return sign(claims, 'retired-key', keys.privateKey);
    case 'none':
      return `${encode({ alg: 'none', typ: 'JWT' })}.${encode(claims)}.`;
    case 'hs256-with-public-key':
      return new SignJWT(claims)
        .setProtectedHeader({ alg: 'HS256', typ: 'JWT', kid: keys.kid })
        .sign(new TextEncoder().encode(await exportSPKI(keys.publicKey)));
    case 'tampered-payload': {
      const [header, , signature] = (await sign(claims, keys.kid, keys.privateKey)).split('.');
      return `${header}.${encode({ ...claims, email: 'admin@example.test' })}.${signature}`;
    }
    case 'sd-jwt':
      return issueSdJwt(claims, keys, { wrongDigest: false });
    case 'sd-jwt-wrong-digest':
      return issueSdJwt(claims, keys, { wrongDigest: true });
    case 'encrypted':
      return new EncryptJWT(claims)
        .setProtectedHeader({ alg: 'dir', enc: 'A256GCM', typ: 'JWT' })
        .encrypt(crypto.getRandomValues(new Uint8Array(32)));
  }
}

/** @param keep stores an ID token and returns the code that fetches it */
export function wrapToken(idToken: string, wrap: Wrap, keep: (idToken: string) => string): unknown {
  switch (wrap) {
    case 'id-token':
      return idToken;
    case 'json':
      return { id_token: idToken, access_token: keep(idToken), token_type: 'Bearer', expires_in: lifetime };
    case 'json-string':
      return JSON.stringify({ id_token: idToken });
    case 'code':
      return keep(idToken);
    case 'array':
      return [idToken];
    case 'number':
      return 42;
    case 'null':
      return null;
    case 'empty-string':
      return '';
  }
}

export const sha256 = (text: string) => createHash('sha256').update(text).digest();

export const sign = (claims: JWTPayload, kid: string, key: CryptoKey, typ = 'JWT') =>
  new SignJWT(claims).setProtectedHeader({ alg: 'ES256', typ, kid }).sign(key);

const encode = (value: unknown) => base64url.encode(JSON.stringify(value));
