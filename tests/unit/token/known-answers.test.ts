import { describe, expect, test } from 'vitest';
import { decodeToken } from '../../../src/core/token/decode.ts';
import type { Decoded } from '../../../src/core/token/decoded.ts';
import { describeProblems, summarise } from '../../../src/core/token/summarise.ts';
import { verifySignature } from '../../../src/core/token/verify-signature.ts';
import { encodeToken } from './encode.ts';
import * as vectors from './vectors.ts';

function decodeAs<Kind extends Decoded['kind']>(kind: Kind, token: unknown): Extract<Decoded, { kind: Kind }> {
  const decoded = decodeToken(token);
  if (decoded.kind !== kind) throw new Error(`decoded as ${decoded.kind}`);
  return decoded as Extract<Decoded, { kind: Kind }>;
}

const encode = (text: string) => Buffer.from(text).toString('base64url');
const claims = { iss: 'joe', exp: 1300819380, 'http://example.com/is_root': true };

describe('JWS', () => {
  test.each([
    ['A.1', vectors.RFC7515_A1_HS256, { typ: 'JWT', alg: 'HS256' }],
    ['A.2', vectors.RFC7515_A2_RS256, { alg: 'RS256' }],
    ['A.3', vectors.RFC7515_A3_ES256, { alg: 'ES256' }],
    ['A.5', vectors.RFC7515_A5_NONE, { alg: 'none' }],
  ])('RFC 7515 %s', (_name, token, header) => {
    const decoded = decodeAs('jwt', token);
    expect(decoded.header.value).toEqual(header);
    expect(decoded.claims).toEqual(claims);
    expect(decoded.problems).toEqual([]);
  });

  test.each([
    ['7515 A.2', vectors.RFC7515_A2_RS256, vectors.RFC7515_A2_KEY],
    ['7515 A.3', vectors.RFC7515_A3_ES256, vectors.RFC7515_A3_KEY],
    ['8037 A.4', vectors.RFC8037_A4_EDDSA, vectors.RFC8037_A2_KEY],
    ['9901 5.2', vectors.RFC9901_5_2_PRESENTED, vectors.RFC9901_A5_KEY],
    ['9901 A.1', vectors.RFC9901_A1_DECOYS, vectors.RFC9901_A5_KEY],
  ])('the signature of RFC %s verifies', async (_name, token, key) => {
    const source = { kind: 'pasted', text: JSON.stringify(key) } as const;
    expect(await verifySignature(decodeToken(token), source)).toMatchObject({ verified: true, fetched: [] });
  });

  test('RFC 8037 A.4: a payload of plain text', () => {
    const decoded = decodeAs('jwt', vectors.RFC8037_A4_EDDSA);
    expect(decoded.payload.text).toBe('Example of Ed25519 signing');
    expect(decoded.claims).toBeUndefined();
    expect(decoded.problems.map(({ code }) => code)).toEqual(['payload-not-json']);
  });
});

describe('JWE', () => {
  test('RFC 7516 A.1: the header, and why no more', () => {
    const decoded = decodeAs('jwe', vectors.RFC7516_A1_JWE);
    expect(decoded.header.value).toEqual({ alg: 'RSA-OAEP', enc: 'A256GCM' });
    expect(decoded.initializationVector.bytes).toEqual(
      new Uint8Array([227, 197, 117, 252, 2, 219, 233, 68, 180, 225, 77, 219]),
    );
    expect(decoded.authenticationTag.bytes).toHaveLength(16);
    expect(decoded.unreadable).toContain('RSA-OAEP, A256GCM');
    expect(decoded.problems).toEqual([]);
  });

  test('RFC 7519 A.2: nested, and closed', () => {
    const decoded = decodeAs('jwe', vectors.RFC7519_A2_NESTED);
    expect(decoded.header.value).toEqual({ alg: 'RSA1_5', enc: 'A128CBC-HS256', cty: 'JWT' });
    expect(decoded.problems).toEqual([]);
  });

  test('a signed token inside a signed token', () => {
    const outer = `${encode('{"alg":"ES256","cty":"JWT"}')}.${encode(vectors.RFC7515_A3_ES256)}.${'A'.repeat(86)}`;
    const { nested, problems } = decodeAs('jwt', outer);
    expect(nested).toEqual(decodeToken(vectors.RFC7515_A3_ES256));
    expect(problems).toEqual([]);
  });
});

describe('SD-JWT', () => {
  test('RFC 9901 5.1: everything disclosed', () => {
    const decoded = decodeAs('sd-jwt', vectors.RFC9901_5_1_ISSUED);
    expect(describeProblems(decoded)).toEqual([]);
    expect(decoded.undisclosed).toEqual([]);
    expect(decoded.disclosures.map(({ name, path, digest }) => [name, path, digest])).toEqual([
      ['given_name', '$.given_name', 'jsu9yVulwQQlhFlM_3JlzMaSFzglhQG0DpfayQwLUK4'],
      ['family_name', '$.family_name', 'TGf4oLbgwd5JQaHyKVQZU9UdGE0w5rtDsrZzfUaomLo'],
      ['email', '$.email', 'JzYjH4svliH0R3PyEMfeZu6Jt69u5qehZo7F7EPYlSE'],
      ['phone_number', '$.phone_number', 'PorFbpKuVu6xymJagvkFsFXAbRoc2JGlAUA2BA4o7cI'],
      ['phone_number_verified', '$.phone_number_verified', 'XQ_3kPKt1XyX7KANkqVR6yZ2Va5NrPIvPYbyMvRKBMM'],
      ['address', '$.address', 'XzFrzwscM6Gn6CJDc6vVK8BkMnfG8vOSKfpPIZdAfdE'],
      ['birthdate', '$.birthdate', 'gbOsI4Edq2x2Kw-w5wPEzakob9hV1cRD0ATN3oQL9JM'],
      ['updated_at', '$.updated_at', 'CrQe7S5kqBAHt-nMYXgc6bdt2SH5aTY1sU_M-PgkjPI'],
      [undefined, '$.nationalities[0]', 'pFndjkZ_VCzmyTa6UjlZo3dh-ko8aIKQc9DlGzhaVYo'],
      [undefined, '$.nationalities[1]', '7Cf6JkPudry3lcbwHgeZ8khAv1U1OSlerP0VkBJrWZ0'],
    ]);
    expect(decoded.claims).toMatchObject({ sub: 'user_42', nationalities: ['US', 'DE'], email: 'johndoe@example.com' });
  });

  test('RFC 9901 5.2: the processed payload and the key binding', () => {
    const decoded = decodeAs('sd-jwt', vectors.RFC9901_5_2_PRESENTED);
    expect(describeProblems(decoded)).toEqual([]);
    expect(decoded.claims).toEqual({
      iss: 'https://issuer.example.com',
      iat: 1683000000,
      exp: 1883000000,
      sub: 'user_42',
      nationalities: ['US'],
      cnf: {
        jwk: {
          kty: 'EC',
          crv: 'P-256',
          x: 'TCAER19Zvu3OHF4j4W4vfSVoHIP1ILilDls7vCeGemc',
          y: 'ZxjiWWbZMQGHVWKVQ4hbSIirsVfuecCE6t4jT9F2HZQ',
        },
      },
      family_name: 'Doe',
      address: { street_address: '123 Main St', locality: 'Anytown', region: 'Anystate', country: 'US' },
      given_name: 'John',
    });
    expect(decoded.undisclosed).toHaveLength(6);
    expect(decoded.keyBinding?.token.claims).toEqual({
      nonce: '1234567890',
      aud: 'https://verifier.example.org',
      iat: 1748536865,
      sd_hash: 'fMV05vuMARs3uG0Dg0BYd_7mQR9EGBkRof0cTZyuqXE',
    });
    expect(decoded.keyBinding?.expectedHash).toBe('fMV05vuMARs3uG0Dg0BYd_7mQR9EGBkRof0cTZyuqXE');
  });

  test('RFC 9901 6.3: recursive disclosures, in whatever order they come', () => {
    const payload = {
      _sd: ['HvrKX6fPV0v9K_yCVFBiLFHsMaxcD_114Em6VT8x1lg'],
      iss: 'https://issuer.example.com',
      _sd_alg: 'sha-256',
    };
    const issuerSigned = `${encode('{"alg":"ES256"}')}.${encode(JSON.stringify(payload))}.${'A'.repeat(86)}`;
    const forwards = decodeAs('sd-jwt', [issuerSigned, ...vectors.RFC9901_6_3_DISCLOSURES, ''].join('~'));
    const backwards = decodeAs('sd-jwt', [issuerSigned, ...vectors.RFC9901_6_3_DISCLOSURES.toReversed(), ''].join('~'));
    for (const decoded of [forwards, backwards]) {
      expect(describeProblems(decoded)).toEqual([]);
      expect(decoded.claims).toEqual({
        iss: 'https://issuer.example.com',
        address: { street_address: 'Schulstr. 12', locality: 'Schulpforta', region: 'Sachsen-Anhalt', country: 'DE' },
      });
    }
    expect(forwards.disclosures.map(({ path }) => path)).toEqual([
      '$.address.street_address',
      '$.address.locality',
      '$.address.region',
      '$.address.country',
      '$.address',
    ]);
  });

  test('RFC 9901 A.1: decoys stay closed', () => {
    const decoded = decodeAs('sd-jwt', vectors.RFC9901_A1_DECOYS);
    expect(describeProblems(decoded)).toEqual([]);
    expect(decoded.claims).toEqual({
      iss: 'https://issuer.example.com',
      iat: 1683000000,
      exp: 1883000000,
      address: { region: '港区', country: 'JP' },
    });
    expect(decoded.undisclosed.map(({ digest }) => digest)).toContain('AzLlFobkJ2xiaupREPyoJz-9-NSldB6Cgjr7fUyoHzg');
  });
});

describe('encoding again', () => {
  test.each(Object.entries(vectors).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])))(
    '%s comes out as it went in',
    (_name, token) => {
      expect(encodeToken(decodeToken(token))).toBe(token);
    },
  );
});

describe('the summary', () => {
  test('has the kind, header and payload of a JWT', () => {
    expect(summarise(decodeToken(vectors.RFC7515_A3_ES256))).toEqual({
      kind: 'jwt',
      header: { alg: 'ES256' },
      payload: claims,
      problems: [],
      checks: [],
    });
  });

  test('has the disclosures of an SD-JWT', () => {
    const { kind, disclosures } = summarise(decodeToken(vectors.RFC9901_A1_DECOYS));
    expect(kind).toBe('sd-jwt');
    expect(disclosures).toEqual([
      {
        salt: 'G02NSrQfjFXQ7Io09syajA',
        name: 'region',
        value: '港区',
        digest: 'PzzcVu0qbMuBGSjulfewzkesD9zutOExn5EWNwkrQ-k',
        path: '$.address.region',
      },
      {
        salt: 'lklxF5jMYlGTPUovMNIvCA',
        name: 'country',
        value: 'JP',
        digest: 'uNHoWYhXsZhVJCNE2Dqy-zqt7t69gJKy5QaFv7GrMX4',
        path: '$.address.country',
      },
    ]);
  });
});
