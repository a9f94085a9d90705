import type { Profile } from './profile.ts';

const VERIFY = 'https://developers.google.com/identity/gsi/web/guides/verify-google-id-token';
const CLAIMS = 'https://developers.google.com/identity/openid-connect/openid-connect#an-id-tokens-payload';

export const google: Profile = {
  id: 'google',
  title: 'Google ID token',
  link: VERIFY,
  kinds: ['jwt'],
  issuers: ['https://accounts.google.com', 'accounts.google.com'],
  configOrigins: ['https://accounts.google.com'],
  algorithms: ['RS256'],
  claims: [
    {
      name: 'iss',
      meaning: 'https://accounts.google.com, or the same without https://.',
      expected: 'always',
      link: CLAIMS,
    },
    {
      name: 'sub',
      meaning: 'The Google account, for good; never reused, unlike the address.',
      expected: 'always',
      link: CLAIMS,
    },
    {
      name: 'aud',
      meaning: 'Your client identifier, ending in .apps.googleusercontent.com.',
      expected: 'always',
      link: CLAIMS,
    },
    { name: 'azp', meaning: 'The client that asked; equals aud when a web page did.', expected: 'often', link: CLAIMS },
    {
      name: 'hd',
      meaning: 'The Workspace domain; absent for private accounts. Check it to admit one organisation only.',
      expected: 'often',
      link: CLAIMS,
    },
    {
      name: 'email_verified',
      meaning: 'Whether Google is sure of the address; for @gmail.com and hd addresses it is.',
      expected: 'often',
      link: VERIFY,
    },
    {
      name: 'email',
      meaning: 'The account’s address; it can change, so key users by sub.',
      expected: 'when-asked',
      link: CLAIMS,
    },
    {
      name: 'nbf',
      meaning: 'A few minutes before iat, to forgive clocks that are behind.',
      expected: 'often',
      link: CLAIMS,
    },
    { name: 'nonce', meaning: 'What your page sent in params.nonce.', expected: 'when-asked', link: CLAIMS },
  ],
  steps: [
    'Verify the signature (RS256) with the keys at https://www.googleapis.com/oauth2/v3/certs.',
    'Accept both spellings of iss, and only your own client identifier in aud.',
    'Check exp and nonce.',
    'To admit one Workspace organisation only, check hd; not the end of the address.',
    'Find the user by sub.',
  ],
};
