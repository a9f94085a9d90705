/** The signing keys of the demo's identity providers, made anew at each start. */
import { exportJWK, generateKeyPair, type JWK } from 'jose';

export interface Keys {
  kid: string;
  privateKey: CryptoKey;
  publicKey: CryptoKey;
  /** A key that no JWKS lists. */
  strangerKey: CryptoKey;
  jwks: { keys: JWK[] };
}

export async function makeKeys(): Promise<Keys> {
  const [own, stranger] = await Promise.all([
    generateKeyPair('ES256', { extractable: true }),
    generateKeyPair('ES256', { extractable: true }),
  ]);
  const kid = 'demo-key-1';
  const jwk: JWK = { ...(await exportJWK(own.publicKey)), kid, alg: 'ES256', use: 'sig' };
  return {
    kid,
    privateKey: own.privateKey,
    publicKey: own.publicKey,
    strangerKey: stranger.privateKey,
    jwks: { keys: [jwk] },
  };
}
