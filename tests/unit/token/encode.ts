import { encodeBase64url } from '../../../src/core/token/base64url.ts';
import type { Decoded } from '../../../src/core/token/decoded.ts';
import type { Part } from '../../../src/core/token/part.ts';

/** Writes a decoded token again, from its bytes. For a token without problems this gives back what was decoded. */
export function encodeToken(decoded: Decoded): string {
  switch (decoded.kind) {
    case 'jwt':
      return compact(decoded.header, decoded.payload, decoded.signature);
    case 'jwe':
      return compact(
        decoded.header,
        decoded.encryptedKey,
        decoded.initializationVector,
        decoded.ciphertext,
        decoded.authenticationTag,
      );
    case 'sd-jwt': {
      const disclosures = decoded.disclosures.map(({ part }) => encodeBase64url(part.bytes));
      const keyBinding = decoded.keyBinding ? encodeToken(decoded.keyBinding.token) : '';
      return [encodeToken(decoded.issuerSigned), ...disclosures, keyBinding].join('~');
    }
    case 'json':
      return decoded.source ?? JSON.stringify(decoded.value);
    case 'opaque':
      return decoded.source;
  }
}

function compact(...parts: Part[]): string {
  return parts.map(part => encodeBase64url(part.bytes)).join('.');
}
