import { member, textMember } from '../json-object.ts';
import { type Check, result, show } from './subject.ts';

const ASYMMETRIC = /^(?:(?:RS|PS|ES)(?:256|384|512)|EdDSA|Ed25519)$/;

/** Registered algorithms with a key pair that *Verify* does not know. */
const UNCHECKED = /^(?:ES256K|Ed448|ML-DSA-(?:44|65|87))$/;

/** `alg`: signed at all, with a key that a public client can check, and with what the issuer says it uses (RFC 8725). */
export const checkAlgorithm: Check = ({ header, token, discovery, profile }) => {
  const alg = textMember(header, 'alg');
  if (token.kind === 'jwe')
    return result('algorithm', 'not-applicable', `${show(alg)} encrypts; the signature, if any, is inside.`);
  if (alg === undefined) return result('algorithm', 'fail', 'The header names no algorithm.');
  if (alg.toLowerCase() === 'none')
    return result('algorithm', 'fail', 'alg is “none”: nobody signed this token, anybody can write one.');
  if (/^HS\d/i.test(alg)) {
    return result(
      'algorithm',
      'fail',
      `${alg} is symmetric: whoever can check the token can also write one, so it fits no public client.`,
    );
  }
  if (!ASYMMETRIC.test(alg) && ASYMMETRIC.test(alg.toUpperCase())) {
    return result(
      'algorithm',
      'fail',
      `alg is ${show(alg)}; names are case-sensitive, and ${alg.toUpperCase()} was meant.`,
    );
  }
  const announced = member(discovery, 'id_token_signing_alg_values_supported');
  const expected = Array.isArray(announced) ? announced : profile.algorithms;
  if (expected && !expected.includes(alg))
    return result('algorithm', 'fail', `alg is ${alg}; the issuer signs with ${expected.join(', ')}.`);
  if (UNCHECKED.test(alg))
    return result('algorithm', 'unknown', `${alg} takes a key pair, but its signatures cannot be checked here.`);
  if (!ASYMMETRIC.test(alg))
    return result('algorithm', 'fail', `${show(alg)} is no signature algorithm that can be checked here.`);
  return result(
    'algorithm',
    'pass',
    expected ? `alg is ${alg}; the issuer signs with ${expected.join(', ')}.` : `alg is ${alg}.`,
  );
};

/** The signature stays open until someone asks: see `verify-signature.ts`. */
export const checkSignature: Check = ({ token, header, signature }) => {
  if (signature) return signature;
  const alg = textMember(header, 'alg')?.toLowerCase();
  if (token.kind === 'jwe')
    return result('signature', 'not-applicable', 'The token is encrypted; what is inside cannot be verified here.');
  const { source } = (token.kind === 'sd-jwt' ? token.issuerSigned : token).signature;
  if (alg === 'none' || source === '') return result('signature', 'fail', 'There is none.');
  if (alg?.startsWith('hs'))
    return result('signature', 'unknown', 'Not verified: that takes the issuer’s secret, which belongs on no page.');
  return result('signature', 'unknown', 'Not verified.');
};
