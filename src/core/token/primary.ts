import type { Decoded, DecodedJwe, DecodedJws, DecodedSdJwt } from './decoded.ts';
import type { JsonObject } from './json-object.ts';

/** The token that answers who the user is, and where in the value it was found. */
export interface Primary {
  token: DecodedJws | DecodedSdJwt | DecodedJwe;
  /** JSON path in the value; `$` where the value is the token. */
  path: string;
}

/**
 * Picks the token that the checks run on: the value itself, the innermost of nested ones, or inside JSON the `id_token`,
 * else the first that is not named as an access or refresh token, else the first.
 */
export function primaryToken(decoded: Decoded): Primary | undefined {
  return primaryAt(decoded, '$');
}

function primaryAt(decoded: Decoded, path: string): Primary | undefined {
  switch (decoded.kind) {
    case 'jwt':
      return (decoded.nested && primaryAt(decoded.nested, path)) ?? { token: decoded, path };
    case 'jwe':
    case 'sd-jwt':
      return { token: decoded, path };
    case 'opaque':
      return undefined;
    case 'json': {
      const candidates = decoded.found.flatMap(({ path: inner, token }) => {
        const primary = primaryAt(token, path === '$' ? inner : `${path} → ${inner}`);
        return primary ? [primary] : [];
      });
      return (
        candidates.find(({ path: inner }) => inner.endsWith('.id_token')) ??
        candidates.find(({ path: inner }) => !/\.(?:access|refresh)_token$/.test(inner)) ??
        candidates[0]
      );
    }
  }
}

/** The claims as far as they can be read: after disclosure for an SD-JWT, none for an encrypted token. */
export function claimsOf(token: Primary['token']): JsonObject | undefined {
  return token.kind === 'jwe' ? undefined : token.claims;
}

/** The header that names the algorithm and the key. */
export function headerOf(token: Primary['token']): unknown {
  return token.kind === 'sd-jwt' ? token.issuerSigned.header.value : token.header.value;
}
