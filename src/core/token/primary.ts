import type { Decoded, DecodedJwe, DecodedJws, DecodedSdJwt } from './decoded.ts';
import { joseHeader } from './header-types.ts';
import { type JsonObject, textMember } from './json-object.ts';

/** The token that answers who the user is, and where in the value it was found. */
export interface Primary {
  token: DecodedJws | DecodedSdJwt | DecodedJwe;
  /** JSON path in the value; `$` where the value is the token. */
  path: string;
}

/**
 * Picks the token that the checks run on: the value itself, the innermost of nested ones, or inside JSON the ID token,
 * else the first that is no access or refresh token, else the first.
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
        candidates.find(candidate => useOf(candidate) === 'id') ??
        candidates.find(candidate => useOf(candidate) === undefined) ??
        candidates[0]
      );
    }
  }
}

type Use = 'id' | 'access' | 'refresh';

const NAMES_IN_PATH = /\.([A-Za-z0-9_-]+)|\["((?:[^"\\]|\\.)*)"\]/g;
const WORD_BORDER = /(?<=[a-z0-9])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])|[\s_-]+/;

/** What a token is for: by the innermost name around it that says so, else by its `typ` (RFC 9068 section 2.1). */
function useOf({ token, path }: Primary): Use | undefined {
  const names = [...path.matchAll(NAMES_IN_PATH)].map(([, plain, quoted]) => plain ?? quoted ?? '');
  const named = names.map(useNamed).findLast(use => use !== undefined);
  return (
    named ?? (/^(?:application\/)?at\+jwt$/i.test(textMember(headerOf(token), 'typ') ?? '') ? 'access' : undefined)
  );
}

/** `id_token`, `idToken`, `IDToken`, `id-token`, `googleIdToken`; not `androidToken`. */
function useNamed(name: string): Use | undefined {
  const words = name.split(WORD_BORDER).join(' ').toLowerCase();
  return (['id', 'access', 'refresh'] as const).find(use => new RegExp(`(?:^| )${use} ?token$`).test(words));
}

/** The claims as far as they can be read: after disclosure for an SD-JWT, none for an encrypted token. */
export function claimsOf(token: Primary['token']): JsonObject | undefined {
  return token.kind === 'jwe' ? undefined : token.claims;
}

/** The header that names the algorithm and the key. */
export function headerOf(token: Primary['token']): unknown {
  return joseHeader(token.kind === 'sd-jwt' ? token.issuerSigned : token);
}
