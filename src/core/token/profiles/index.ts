import type { Decoded } from '../decoded.ts';
import { type JsonObject, member, textMember } from '../json-object.ts';
import { claimsOf, primaryToken } from '../primary.ts';
import { google } from './google.ts';
import { oauthCode } from './oauth-code.ts';
import { oidc } from './oidc.ts';
import { plainValue } from './plain-value.ts';
import type { ClaimNote, Profile } from './profile.ts';
import { sdJwtDelegation } from './sd-jwt-delegation.ts';

/** The first that fits is taken, so the special ones come first. */
export const PROFILES: readonly Profile[] = [google, sdJwtDelegation, oidc, oauthCode, plainValue];

/** The profile that a token is read by. Every token has one. */
export function profileFor(decoded: Decoded, configURL?: string): Profile {
  const primary = primaryToken(decoded);
  const kind = primary?.token.kind ?? decoded.kind;
  if (decoded.kind === 'opaque' && decoded.foreign) return plainValue;
  const iss = primary && textMember(claimsOf(primary.token), 'iss');
  const origin = configURL !== undefined && URL.canParse(configURL) ? new URL(configURL).origin : undefined;
  const has = (name: string) => decoded.kind !== 'json' || member(decoded.value, name) !== undefined;
  const fits = ({ kinds, issuers, configOrigins, member: needed }: Profile) =>
    kinds.includes(kind) &&
    (needed === undefined || has(needed)) &&
    ((!issuers && !configOrigins) ||
      (iss !== undefined && issuers?.includes(iss)) ||
      (origin !== undefined && configOrigins?.includes(origin)));
  return PROFILES.find(fits) ?? plainValue;
}

/** What a claim means where it stands, under a profile, else in OpenID Connect; `undefined` for the issuer's own. */
export function explainClaim(profile: Profile, name: string, place?: ClaimNote['in']): ClaimNote | undefined {
  const notes = [...profile.claims, ...oidc.claims].filter(note => note.name === name);
  return notes.find(note => note.in === place) ?? notes.find(note => note.in === undefined);
}

/** Claims that tokens of this profile always have, and this one lacks. */
export function missingClaims(profile: Profile, claims: JsonObject): ClaimNote[] {
  return profile.claims.filter(
    note => note.expected === 'always' && note.in === undefined && !Object.hasOwn(claims, note.name),
  );
}

export type { ClaimNote, Profile } from './profile.ts';
