import type { Profile } from './profile.ts';

const FEDCM_FOR_OAUTH = 'https://github.com/aaronpk/oauth-fedcm-profile';
const PKCE = 'https://www.rfc-editor.org/rfc/rfc7636.html';

/** FedCM for OAuth: the token is an authorization code. It is no proof of who the user is. */
export const oauthCode: Profile = {
  id: 'oauth-code',
  title: 'OAuth authorization code',
  link: FEDCM_FOR_OAUTH,
  kinds: ['opaque', 'json'],
  member: 'code',
  claims: [
    {
      name: 'code',
      meaning: 'The authorization code; usable once, for a short time.',
      expected: 'often',
      link: FEDCM_FOR_OAUTH,
    },
    {
      name: 'state',
      meaning: 'What the page sent; compare it before anything else.',
      expected: 'when-asked',
      link: 'https://www.rfc-editor.org/rfc/rfc6749.html#section-4.1.2',
    },
    {
      name: 'iss',
      meaning: 'The authorization server that issued the code.',
      expected: 'when-asked',
      link: 'https://www.rfc-editor.org/rfc/rfc9207.html',
    },
    {
      name: 'code_challenge',
      in: 'params',
      meaning: 'The hash of the verifier that redeems the code.',
      expected: 'often',
      link: PKCE,
    },
  ],
  steps: [
    'Send the code to your back end; it is no identity and nothing to keep.',
    'Redeem it at the authorization server’s token endpoint, with the code_verifier whose code_challenge went in params.',
    'Take the user from the ID token or the user info that comes back.',
  ],
};
