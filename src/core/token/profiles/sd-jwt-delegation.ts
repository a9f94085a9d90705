import type { Profile } from './profile.ts';

const SD_JWT = 'https://www.rfc-editor.org/rfc/rfc9901.html';
const DELEGATION = 'https://github.com/w3c-fedid/delegation';

/** FedCM delegation (behind a flag): the browser presents an SD-JWT and signs the key binding itself. */
export const sdJwtDelegation: Profile = {
  id: 'sd-jwt-delegation',
  title: 'SD-JWT by delegation',
  link: DELEGATION,
  kinds: ['sd-jwt'],
  claims: [
    { name: 'iss', meaning: 'Who vouches for the claims.', expected: 'always', link: `${SD_JWT}#section-4.1` },
    {
      name: 'cnf',
      meaning: 'The holder’s public key: the browser’s, made for this one token.',
      expected: 'always',
      link: `${SD_JWT}#section-4.1.2`,
    },
    {
      name: '_sd_alg',
      meaning: 'How the disclosures are hashed; SHA-256 where it is absent.',
      expected: 'often',
      link: `${SD_JWT}#section-4.1.1`,
    },
    {
      name: 'vct',
      meaning: 'The type of the credential.',
      expected: 'often',
      link: 'https://datatracker.ietf.org/doc/draft-ietf-oauth-sd-jwt-vc/',
    },
    {
      name: 'sd_hash',
      in: 'key binding',
      meaning: 'Ties the key binding to exactly these disclosures.',
      expected: 'always',
      link: `${SD_JWT}#section-4.3`,
    },
    {
      name: 'nonce',
      in: 'key binding',
      meaning: 'The call’s top-level nonce.',
      expected: 'always',
      link: `${SD_JWT}#section-4.3`,
    },
    {
      name: 'aud',
      in: 'key binding',
      meaning: 'Your page’s origin.',
      expected: 'always',
      link: `${SD_JWT}#section-4.3`,
    },
  ],
  steps: [
    'Verify the issuer’s signature over the first part.',
    'Hash every disclosure and find its digest in the payload; refuse leftovers.',
    'Verify the key binding with the key in cnf: aud is your origin, nonce is yours, sd_hash fits.',
    'Use the payload with the disclosures put in place.',
  ],
};
