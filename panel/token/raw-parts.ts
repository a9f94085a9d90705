import type { Decoded, DecodedJws } from '../../src/core/token/decoded.ts';
import { primaryToken } from '../../src/core/token/primary.ts';

/** A piece of a token as it stands in it. */
export interface RawPart {
  name: string;
  role: 'header' | 'claims' | 'signature' | 'disclosures' | 'key-binding';
  text: string;
  /** What stands before it: a dot, a tilde, or nothing. */
  separator: '' | '.' | '~';
}

/** The pieces of the token that the checks are about, in their order; none for tokens without pieces. */
export function rawParts(decoded: Decoded): RawPart[] {
  const token = primaryToken(decoded)?.token;
  switch (token?.kind) {
    case undefined:
      return [];
    case 'jwt':
      return jws(token);
    case 'jwe': {
      const { header, encryptedKey, initializationVector, ciphertext, authenticationTag } = token;
      return [
        { name: 'header', role: 'header', text: header.source, separator: '' },
        ...[encryptedKey, initializationVector, ciphertext].map(
          ({ name, source }): RawPart => ({ name, role: 'claims', text: source, separator: '.' }),
        ),
        { name: authenticationTag.name, role: 'signature', text: authenticationTag.source, separator: '.' },
      ];
    }
    case 'sd-jwt':
      return [
        ...jws(token.issuerSigned),
        ...token.disclosures.map(
          ({ part }): RawPart => ({ name: part.name, role: 'disclosures', text: part.source, separator: '~' }),
        ),
        {
          name: 'key binding',
          role: 'key-binding',
          text: token.keyBinding?.token.source ?? '',
          separator: '~',
        },
      ];
  }
}

function jws({ header, payload, signature }: DecodedJws): RawPart[] {
  return [
    { name: 'header', role: 'header', text: header.source, separator: '' },
    { name: 'payload', role: 'claims', text: payload.source, separator: '.' },
    { name: 'signature', role: 'signature', text: signature.source, separator: '.' },
  ];
}
