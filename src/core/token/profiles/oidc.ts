import type { ClaimNote, Profile } from './profile.ts';

const CORE = 'https://openid.net/specs/openid-connect-core-1_0.html';
const ID_TOKEN = `${CORE}#IDToken`;
const STANDARD = `${CORE}#StandardClaims`;
const JWT = 'https://www.rfc-editor.org/rfc/rfc7519.html';

const always = (name: string, meaning: string): ClaimNote => ({ name, meaning, expected: 'always', link: ID_TOKEN });
const often = (name: string, meaning: string, link = ID_TOKEN): ClaimNote => ({
  name,
  meaning,
  expected: 'often',
  link,
});
const standard = (name: string, meaning: string): ClaimNote => ({
  name,
  meaning,
  expected: 'when-asked',
  link: STANDARD,
});

export const oidc: Profile = {
  id: 'oidc',
  title: 'OpenID Connect ID token',
  link: ID_TOKEN,
  kinds: ['jwt', 'jwe', 'sd-jwt'],
  claims: [
    always('iss', 'Who issued the token; compare exactly with the issuer you trust.'),
    always('sub', 'The user at this issuer, for good; the key to store, together with iss.'),
    always('aud', 'Whom the token is for; your client identifier must be among them.'),
    always('exp', 'Refuse the token from this second on.'),
    always('iat', 'When the token was made.'),
    often('nonce', 'The value your page sent with the call; ties the token to it, once.'),
    often('azp', 'The client that the token was issued to, where aud names others too.'),
    often('auth_time', 'When the user last signed in at the issuer.'),
    often('acr', 'How strongly the user was authenticated.'),
    often('amr', 'By which methods the user was authenticated.'),
    often('at_hash', 'Half the hash of the access token that came along.'),
    often('c_hash', 'Half the hash of the authorization code that came along.'),
    often('nbf', 'Refuse the token before this second.', `${JWT}#section-4.1.5`),
    often('jti', 'The token’s own identifier, to recognise it when it comes again.', `${JWT}#section-4.1.7`),
    often(
      'sid',
      'The session at the issuer, for logout.',
      'https://openid.net/specs/openid-connect-frontchannel-1_0.html',
    ),
    standard('name', 'Full name, for display only.'),
    standard('given_name', 'Given name, for display only.'),
    standard('family_name', 'Family name, for display only.'),
    standard('middle_name', 'Middle name, for display only.'),
    standard('nickname', 'What friends call the user, for display only.'),
    standard('preferred_username', 'The name the user likes to go by; not unique, and it changes.'),
    standard('email', 'E-mail address; it can change hands, so do not key users by it.'),
    standard('email_verified', 'Whether the issuer made sure that the address is the user’s.'),
    standard('phone_number', 'Telephone number.'),
    standard('phone_number_verified', 'Whether the issuer made sure that the number is the user’s.'),
    standard('picture', 'URL of a picture of the user.'),
    standard('profile', 'URL of a page about the user.'),
    standard('website', 'URL of the user’s own page.'),
    standard('gender', 'Gender, as the user gave it.'),
    standard('birthdate', 'Date of birth, as YYYY-MM-DD; the year may be 0000, or stand alone.'),
    standard('zoneinfo', 'The user’s time zone, such as Europe/Berlin.'),
    standard('address', 'Postal address: an object of its parts.'),
    standard('locale', 'The user’s language and region.'),
    standard('updated_at', 'When the user’s data last changed.'),
  ],
  steps: [
    'Verify the signature with the issuer’s published keys, accepting only the algorithms you expect.',
    'Compare iss with the issuer, and aud (and azp, if present) with your client identifier.',
    'Check exp, allowing a few seconds for clocks that differ.',
    'Compare nonce with the one you made for this session, then forget it.',
    'Find the user by iss and sub.',
  ],
};
