import type { CheckId } from '../model.ts';

/** What is wrong with a token in which a check fails, to stand after a colon; who mends it, and how. */
export const TOKEN_FAULTS: Record<CheckId, { what: string; step: string }> = {
  issuer: {
    what: 'its issuer is not the identity provider of the call',
    step: 'Compare `iss` with the issuer that the server expects, to the letter.',
  },
  audience: { what: 'it was made for another client', step: 'Use the same client id everywhere.' },
  'authorized-party': { what: 'it was made for another client', step: 'Use the same client id everywhere.' },
  subject: {
    what: 'its `sub` is not the account that was chosen',
    step: 'IdP: put the `id` of the chosen account into `sub`, or tell relying parties how the two belong together.',
  },
  account: {
    what: 'it speaks of another account than the one that was chosen',
    step: 'IdP: make the token for the `account_id` of the request.',
  },
  nonce: {
    what: 'its nonce is not the one that the call sent',
    step: 'IdP: put the nonce of the request’s `params` into the token, unchanged.',
  },
  replay: {
    what: 'it, or its nonce, was used before',
    step: 'Make the nonce for each call; IdP: make a token for each request.',
  },
  expiry: { what: 'its `exp` is not as it must be', step: 'IdP: put seconds since 1970 into `exp`, as a number.' },
  'issued-at': { what: 'its `iat` is not as it must be', step: 'IdP: put seconds since 1970 into `iat`, as a number.' },
  'not-before': {
    what: 'its `nbf` is not as it must be',
    step: 'IdP: put seconds since 1970 into `nbf`, as a number.',
  },
  age: { what: 'it is too old', step: 'IdP: make a token for each request. RP: send it as soon as the call resolves.' },
  algorithm: {
    what: 'its `alg` is not one that the server should take',
    step: 'IdP: sign with an algorithm that the issuer’s keys are published for.',
  },
  signature: {
    what: 'its signature does not verify',
    step: 'IdP: sign with a key that is published at the `jwks_uri`.',
  },
  digests: { what: 'its disclosures do not match', step: 'IdP: hash each disclosure as it is sent.' },
  'key-binding': { what: 'its key binding is not in order', step: 'Look at the token’s key binding.' },
};

/** What a server's answer may speak of, and what to look for then. */
const SPOKEN: readonly { words: RegExp; of: string; step: string }[] = [
  {
    words: /\baud(?:ience)?\b|client.?id/i,
    of: 'the audience',
    step: 'Compare the client id that the server expects with that of the call.',
  },
  {
    words: /\biss(?:uer)?\b/i,
    of: 'the issuer',
    step: 'Compare the issuer that the server expects with `iss`, to the letter.',
  },
  {
    words: /signature|jwks|\bkey|\bkid\b/i,
    of: 'a key or the signature',
    step: 'Look which keys the server has, and whether it fetches them.',
  },
  {
    words: /expire|too (?:early|late|old)|\b(?:exp|iat|nbf)\b/i,
    of: 'the time',
    step: 'Look at the server’s clock, and at how long it takes the token.',
  },
];

/** What a server's answer names of the token; undefined where it names nothing that is known. */
export const spokenOf = (body: string): { of: string; step: string } | undefined =>
  SPOKEN.find(({ words }) => words.test(body));
