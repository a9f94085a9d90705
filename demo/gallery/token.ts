/** ID tokens that Chrome hands over and a relying party must refuse. */
import type { TokenFault } from '../idp/token.ts';
import { sha256 } from '../idp/token.ts';
import { keys, movedTo, reset, sends, status, text } from './answers.ts';
import type { Fault, IdpFault } from './fault.ts';

function fault(name: string, session: string, title: string, explain: string, idp: IdpFault): Fault {
  return {
    name: `token-${name}`,
    stage: 'token',
    title,
    explain,
    expect: { reasons: [], session },
    idp,
    before: 'session',
  };
}

const token = (name: string, session: string, title: string, explain: string, token: TokenFault) =>
  fault(name, session, title, explain, { token });

const minute = 60;

export const tokenFaults: readonly Fault[] = [
  token('wrong-audience', 'aud', 'Wrong audience', 'aud names another client.', {
    claims: () => ({ aud: 'somebody-else' }),
  }),
  token('wrong-issuer', 'iss', 'Wrong issuer', 'iss names another issuer.', {
    claims: ({ iss }) => ({ iss: `${iss}/oauth` }),
  }),
  token('foreign-issuer', 'iss', 'Issuer of another site', 'iss names an issuer that was not asked.', {
    claims: () => ({ iss: 'https://issuer.example' }),
  }),
  token('other-client', 'accepted', 'Issued to another client', 'azp names another client than aud.', {
    claims: () => ({ azp: 'somebody-else' }),
  }),
  token('wrong-nonce', 'nonce', 'Wrong nonce', 'nonce is not the one of the call.', {
    claims: () => ({ nonce: 'replayed' }),
  }),
  token('no-nonce', 'nonce', 'No nonce', 'The nonce of the call is not in the token.', {
    claims: () => ({ nonce: undefined }),
  }),
  token('hashed-nonce', 'nonce', 'Hashed nonce', 'nonce holds the SHA-256 of the call’s nonce.', {
    claims: ({ nonce = '' }) => ({ nonce: sha256(nonce).toString('hex') }),
  }),
  token('expired', 'expired', 'Expired', 'exp is an hour ago.', {
    claims: ({ iat }) => ({ iat: iat - 65 * minute, exp: iat - 60 * minute }),
  }),
  token('issued-in-future', 'iat', 'Issued in the future', 'iat is an hour ahead.', {
    claims: ({ iat }) => ({ iat: iat + 60 * minute, exp: iat + 65 * minute }),
  }),
  token('not-yet-valid', 'nbf', 'Not valid yet', 'nbf is an hour ahead.', {
    claims: ({ iat }) => ({ nbf: iat + 60 * minute }),
  }),
  fault(
    'server-clock-behind',
    'expired',
    'Server clock ten minutes behind',
    'The identity provider’s clock is late: its tokens are born expired.',
    {
      clock: -10 * minute * 1000,
    },
  ),
  token(
    'other-account',
    'accepted',
    'Another account',
    'sub is another account than the user chose; the signature cannot tell.',
    {
      claims: () => ({ sub: 'user-ben', name: 'Ben Sample', email: 'ben@sample.test' }),
    },
  ),
  token('other-address', 'accepted', 'Another e-mail address', 'email is not the account’s address.', {
    claims: () => ({ email: 'admin@example.test' }),
  }),
  token('hidden-characters', 'accepted', 'Hidden characters', 'name holds characters that nobody sees.', {
    claims: () => ({ name: 'Ann\u200b \u202eelpmaxE' }),
  }),
  token('no-subject', 'sub', 'No subject', 'sub is missing.', { claims: () => ({ sub: undefined }) }),
  token('alg-none', 'algorithm', 'Not signed', 'The header says alg: none and there is no signature.', {
    seal: 'none',
  }),
  token(
    'hs256',
    'algorithm',
    'Signed with the public key',
    'The token is signed with HS256 and the public key as the secret.',
    {
      seal: 'hs256-with-public-key',
    },
  ),
  token('wrong-key', 'signature', 'Signed with another key', 'The kid is right and the key is not.', {
    seal: 'other-key',
  }),
  token('unknown-kid', 'unknown-key', 'Unknown key', 'The kid is not in the JWKS.', { seal: 'unknown-kid' }),
  token('tampered', 'signature', 'Changed after signing', 'The payload was changed after it was signed.', {
    seal: 'tampered-payload',
  }),
  fault('jwks-404', 'keys-unavailable', 'No JWKS', 'The JWKS answers 404.', { jwks: status(404) }),
  fault('jwks-html', 'keys-unavailable', 'JWKS is not JSON', 'The JWKS is an HTML page.', {
    jwks: text('text/html', '<p>Keys</p>'),
  }),
  fault('jwks-moved', 'keys-unavailable', 'JWKS has moved', 'The JWKS answers with a redirect.', {
    jwks: movedTo('/elsewhere.json'),
  }),
  fault('jwks-cut', 'keys-unavailable', 'JWKS connection cut', 'The connection is cut before the JWKS arrives.', {
    jwks: reset,
  }),
  fault('jwks-for-encryption', 'unknown-key', 'Key for encryption', 'The JWKS says that the key is for encryption.', {
    jwks: keys(key => ({ ...key, use: 'enc' })),
  }),
  fault('jwks-other-type', 'unknown-key', 'Key of another type', 'The key of that kid is an RSA key.', {
    jwks: keys(({ kid }) => ({ kid, kty: 'RSA', n: 'AQAB', e: 'AQAB' })),
  }),
  fault('no-discovery', 'keys-unavailable', 'No discovery document', 'The discovery document answers 404.', {
    discovery: status(404),
  }),
  fault('jwks-empty', 'unknown-key', 'JWKS without keys', 'The JWKS has no keys.', { jwks: sends({ keys: [] }) }),
];
