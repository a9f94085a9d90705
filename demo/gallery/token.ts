/** ID tokens that Chrome hands over and a relying party must refuse. */
import type { TokenFault } from '../idp/token.ts';
import { sha256 } from '../idp/token.ts';
import { sends, status, text } from './answers.ts';
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
  fault('jwks-empty', 'unknown-key', 'JWKS without keys', 'The JWKS has no keys.', { jwks: sends({ keys: [] }) }),
];
