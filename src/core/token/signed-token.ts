import type { Decoded, DecodedJws } from './decoded.ts';
import { joseHeader } from './header-types.ts';
import { textMember } from './json-object.ts';
import { found, knowsAlgorithm, refused, type Step } from './key-set.ts';
import { primaryToken } from './primary.ts';

/** A token whose signature can be held against a public key. */
export interface SignedToken {
  token: DecodedJws;
  algorithm: string;
}

/** The signature that *Verify* is about (of an SD-JWT, the issuer's), or why no public key can verify it. */
export function signedToken(decoded: Decoded): Step<SignedToken> {
  const token = primaryToken(decoded)?.token;
  if (!token) return refused('no-signed-token', 'There is no signed token here.');
  switch (token.kind) {
    case 'jwe':
      return refused('encrypted', token.unreadable);
    case 'sd-jwt':
      return withAlgorithm(token.issuerSigned);
    case 'jwt':
      return withAlgorithm(token);
  }
}

function withAlgorithm(token: DecodedJws): Step<SignedToken> {
  const alg = textMember(joseHeader(token), 'alg');
  if (alg === undefined) return refused('broken-token', 'The header names no algorithm.');
  if (alg.toLowerCase() === 'none') return refused('not-signed', 'alg is “none”: there is no signature.');
  if (alg.startsWith('HS')) {
    const why = 'it takes the issuer’s secret, which a public client cannot have and nobody should paste here';
    return refused('symmetric', `${alg} cannot be verified: ${why}.`);
  }
  if (token.signature.source === '') return refused('not-signed', 'The signature is empty.');
  return knowsAlgorithm(alg)
    ? found({ token, algorithm: alg })
    : refused('unknown-algorithm', `“${alg}” is not known here.`);
}
