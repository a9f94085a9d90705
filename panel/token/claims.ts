import type { CheckId } from '../../src/core/model.ts';
import { finerTime } from '../../src/core/token/claim-types.ts';
import { type ClaimNote, explainClaim, type Profile } from '../../src/core/token/profiles/index.ts';
import type { Section } from './sections.ts';

/** What a name means, in one line, and where that is written. */
export type Note = Pick<ClaimNote, 'meaning' | 'link'>;

const JWS = 'https://www.rfc-editor.org/rfc/rfc7515.html';
const JWE = 'https://www.rfc-editor.org/rfc/rfc7516.html';
const SD_JWT = 'https://www.rfc-editor.org/rfc/rfc9901.html';

const HEADER_NOTES: ReadonlyMap<string, Note> = new Map([
  ['alg', { meaning: 'How the token was signed, or its key encrypted.', link: `${JWS}#section-4.1.1` }],
  ['kid', { meaning: 'Which of the issuer’s keys it was made with.', link: `${JWS}#section-4.1.4` }],
  ['typ', { meaning: 'The type of the whole token.', link: `${JWS}#section-4.1.9` }],
  ['cty', { meaning: 'The type of its content.', link: `${JWS}#section-4.1.10` }],
  ['crit', { meaning: 'Whoever does not understand these must refuse the token.', link: `${JWS}#section-4.1.11` }],
  ['jku', { meaning: 'Where it says its keys are; never to be trusted for it.', link: `${JWS}#section-4.1.2` }],
  ['jwk', { meaning: 'The key it brings along; never to be trusted for it.', link: `${JWS}#section-4.1.3` }],
  ['x5u', { meaning: 'Where it says its certificates are; never to be trusted for it.', link: `${JWS}#section-4.1.5` }],
  [
    'x5c',
    {
      meaning: 'The certificates of its key; worth what you can trace to one you trust.',
      link: `${JWS}#section-4.1.6`,
    },
  ],
  ['x5t', { meaning: 'The thumbprint of its key’s certificate.', link: `${JWS}#section-4.1.7` }],
  ['x5t#S256', { meaning: 'The SHA-256 thumbprint of its key’s certificate.', link: `${JWS}#section-4.1.8` }],
  [
    'b64',
    { meaning: 'Whether the payload is in base64url.', link: 'https://www.rfc-editor.org/rfc/rfc7797.html#section-3' },
  ],
  ['enc', { meaning: 'How the content was encrypted.', link: `${JWE}#section-4.1.2` }],
  ['zip', { meaning: 'How the content was compressed before.', link: `${JWE}#section-4.1.3` }],
]);

const REGISTRY = 'https://www.iana.org/assignments/jwt/jwt.xhtml';

const OTHER_CLAIMS: ReadonlyMap<string, Note> = new Map([
  ['scope', { meaning: 'What an access token is good for; ID tokens have none.', link: REGISTRY }],
  ['client_id', { meaning: 'The client that an access token was issued to.', link: REGISTRY }],
  ['s_hash', { meaning: 'Half the hash of the state that was sent.', link: REGISTRY }],
  ['roles', { meaning: 'The user’s roles, as the issuer names them.', link: REGISTRY }],
  ['groups', { meaning: 'The user’s groups, as the issuer names them.', link: REGISTRY }],
  ['entitlements', { meaning: 'What the user is entitled to, as the issuer names it.', link: REGISTRY }],
  ['act', { meaning: 'Who acts on the user’s behalf.', link: REGISTRY }],
  ['events', { meaning: 'What happened: this is a security event, such as a logout, and no sign-in.', link: REGISTRY }],
  ['_sd', { meaning: 'Digests of claims that are disclosed beside it, or withheld.', link: `${SD_JWT}#section-4.2.4` }],
  ['_sd_alg', { meaning: 'How the disclosures are hashed.', link: `${SD_JWT}#section-4.1.1` }],
  [
    'cnf',
    { meaning: 'The key that its holder must prove to have.', link: 'https://www.rfc-editor.org/rfc/rfc7800.html' },
  ],
]);

const OAUTH = 'https://www.rfc-editor.org/rfc/rfc6749.html';

/** Members of OAuth's answers, which objects in the token's place are modelled on. */
const VALUE_NOTES: ReadonlyMap<string, Note> = new Map([
  [
    'id_token',
    {
      meaning: 'Says who the user is.',
      link: 'https://openid.net/specs/openid-connect-core-1_0.html#TokenResponse',
    },
  ],
  ['access_token', { meaning: 'Opens an API; says nothing of a sign-in.', link: `${OAUTH}#section-1.4` }],
  ['refresh_token', { meaning: 'Gets new access tokens; belongs in no page.', link: `${OAUTH}#section-1.5` }],
  ['token_type', { meaning: 'How the access token is used.', link: `${OAUTH}#section-7.1` }],
  ['expires_in', { meaning: 'Seconds for which the access token is good.', link: `${OAUTH}#section-5.1` }],
  ['scope', { meaning: 'What the access token is good for.', link: `${OAUTH}#section-3.3` }],
]);

/** What a member of a section means; `undefined` for names of the issuer's own. */
export function noteOn(name: string, role: Section['role'], profile: Profile): Note | undefined {
  switch (role) {
    case 'header':
      return HEADER_NOTES.get(name);
    case 'claims':
      return explainClaim(profile, name) ?? OTHER_CLAIMS.get(name);
    case 'key-binding':
      return explainClaim(profile, name, 'key binding');
    case 'value':
      return explainClaim(profile, name) ?? VALUE_NOTES.get(name);
  }
}

const CHECKED: ReadonlyMap<string, CheckId> = new Map([
  ['iss', 'issuer'],
  ['aud', 'audience'],
  ['azp', 'authorized-party'],
  ['sub', 'subject'],
  ['email', 'account'],
  ['name', 'account'],
  ['nonce', 'nonce'],
  ['exp', 'expiry'],
  ['nbf', 'not-before'],
  ['iat', 'issued-at'],
  ['cnf', 'key-binding'],
]);

/** The check that is about a member. */
export function checkOn(name: string, role: Section['role']): CheckId | undefined {
  switch (role) {
    case 'header':
      return name === 'alg' ? 'algorithm' : undefined;
    case 'claims':
      return CHECKED.get(name);
    case 'key-binding':
    case 'value':
      return undefined;
  }
}

const DATES = new Set(['exp', 'nbf', 'iat', 'auth_time', 'updated_at']);

/** The instant a claim names, epoch ms; undefined for claims that name none. */
export function claimDate(name: string, value: unknown): number | undefined {
  if (!DATES.has(name) || typeof value !== 'number' || !Number.isFinite(value)) return undefined;
  return (finerTime(value)?.seconds ?? value) * 1000;
}

/** A string as it stands in a table: in quotes where it could be taken for nothing, or for a value of another type. */
export const inQuotesIfNeeded = (text: string): string =>
  /^(?:|true|false|null|-?\d+(?:\.\d+)?)$/.test(text) ? `"${text}"` : text;
