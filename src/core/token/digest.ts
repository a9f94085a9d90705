import { sha256, sha384, sha512 } from '@noble/hashes/sha2.js';
import { encodeBase64url } from './base64url.ts';

/** Base64url digest of a string's UTF-8 bytes. */
export type Digest = (text: string) => string;

/**
 * The digest that `_sd_alg` names (IANA Named Information Hash Algorithm registry); `undefined` for those not known
 * here.
 */
export function digestNamed(name: string): Digest | undefined {
  const hash = hashNamed(name);
  return hash && (text => encodeBase64url(hash(new TextEncoder().encode(text))));
}

function hashNamed(name: string): ((bytes: Uint8Array) => Uint8Array) | undefined {
  switch (name) {
    case 'sha-256':
      return sha256;
    case 'sha-384':
      return sha384;
    case 'sha-512':
      return sha512;
    default:
      return undefined;
  }
}
