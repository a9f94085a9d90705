/** A selective-disclosure JWT (RFC 9901) without key binding: name and email are disclosed, the rest is in the open. */
import { randomBytes } from 'node:crypto';
import { base64url, type JWTPayload } from 'jose';
import type { Keys } from './keys.ts';
import { sha256, sign } from './token.ts';

export async function issueSdJwt(claims: JWTPayload, keys: Keys, options: { wrongDigest: boolean }): Promise<string> {
  const { name, email, ...open } = claims;
  const disclosures = Object.entries({ name, email }).map(disclose);
  const digests = disclosures.map(disclosure => base64url.encode(sha256(disclosure)));
  const sent = options.wrongDigest ? disclosures.with(0, disclose(['name', 'Somebody Else'])) : disclosures;
  const jwt = await sign(
    { ...open, _sd: digests.toSorted(), _sd_alg: 'sha-256' },
    keys.kid,
    keys.privateKey,
    'dc+sd-jwt',
  );
  return `${[jwt, ...sent].join('~')}~`;
}

const disclose = ([claim, value]: [string, unknown]) =>
  base64url.encode(JSON.stringify([base64url.encode(randomBytes(16)), claim, value]));
