/** Tokens of other shapes than an ID token: some good, some not. Chrome hands over any JSON value. */
import type { TokenFault } from '../idp/token.ts';
import type { Fault } from './fault.ts';

function shape(name: string, session: string, title: string, explain: string, token: TokenFault): Fault {
  return {
    name: `token-${name}`,
    stage: 'token',
    title,
    explain,
    expect: { reasons: [], session },
    idp: { token },
    before: 'session',
  };
}

export const tokenShapes: readonly Fault[] = [
  shape('json', 'accepted', 'JSON object', 'The token is an object with id_token and access_token.', { wrap: 'json' }),
  shape('json-string', 'accepted', 'JSON in a string', 'The token is a string that holds JSON.', {
    wrap: 'json-string',
  }),
  shape('code', 'accepted', 'Opaque code', 'The token is a code that the relying party’s server redeems.', {
    wrap: 'code',
  }),
  shape('array', 'no-id-token', 'Array', 'The token is a list.', { wrap: 'array' }),
  shape('number', 'no-id-token', 'Number', 'The token is the number 42.', { wrap: 'number' }),
  shape('null', 'no-id-token', 'Null', 'The token is null, and the call succeeds all the same.', { wrap: 'null' }),
  shape('empty-string', 'no-id-token', 'Empty string', 'The token is an empty string.', { wrap: 'empty-string' }),
  shape('sd-jwt', 'accepted', 'SD-JWT', 'The token discloses name and email beside the signed part.', {
    seal: 'sd-jwt',
  }),
  shape(
    'sd-jwt-wrong-digest',
    'digest',
    'SD-JWT with a foreign disclosure',
    'A disclosure does not hash to a signed digest.',
    {
      seal: 'sd-jwt-wrong-digest',
    },
  ),
  shape('encrypted', 'encrypted', 'Encrypted', 'The token is a JWE that the relying party cannot read.', {
    seal: 'encrypted',
  }),
];
