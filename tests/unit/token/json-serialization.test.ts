import { exportJWK, FlattenedSign, generateKeyPair } from 'jose';
import { describe, expect, test } from 'vitest';
import { sectionsOf } from '../../../panel/token/sections.ts';
import { checkToken } from '../../../src/core/token/check.ts';
import { decodeToken } from '../../../src/core/token/decode.ts';
import type { Decoded } from '../../../src/core/token/decoded.ts';
import { MOST_SIGNATURES } from '../../../src/core/token/json-serialization.ts';
import { claimsOf, headerOf, primaryToken } from '../../../src/core/token/primary.ts';
import { serverSnippet } from '../../../src/core/token/server-snippet.ts';
import { describeProblems } from '../../../src/core/token/summarise.ts';
import { verifySignature } from '../../../src/core/token/verify-signature.ts';
import { FITTING, flowWith } from './flows.ts';
import { encode, jwt } from './tokens.ts';
import * as vectors from './vectors.ts';

const parts = (token: string) => {
  const [header, payload, signature] = token.split('.');
  return { protected: header, payload, signature };
};
const foundIn = (decoded: Decoded) =>
  decoded.kind === 'json' ? decoded.found.map(({ path, token }) => [path, token.kind]) : [];
const codesIn = (decoded: Decoded) =>
  decoded.kind === 'json' ? decoded.found.flatMap(({ token }) => token.problems.map(({ code }) => code)) : [];
const primary = (value: unknown) => {
  const found = primaryToken(decodeToken(value));
  if (!found) throw new Error('no token');
  return { ...found, claims: claimsOf(found.token), header: headerOf(found.token) };
};

/** RFC 7515, appendices A.6 and A.7: the tokens of A.2 and A.3, with the key named outside. */
const RS256 = parts(vectors.RFC7515_A2_RS256);
const ES256 = parts(vectors.RFC7515_A3_ES256);
const KID = 'e9bc097a-ce51-4036-9562-d2ade882db0d';
const general = {
  payload: RS256.payload,
  signatures: [
    { protected: RS256.protected, header: { kid: '2010-12-29' }, signature: RS256.signature },
    { protected: ES256.protected, header: { kid: KID }, signature: ES256.signature },
  ],
};
const flattened = { ...ES256, header: { kid: KID } };

describe('a JWS', () => {
  test.each([
    ['flattened (RFC 7515 A.7)', flattened, [['$', 'jwt']]],
    [
      'general (RFC 7515 A.6)',
      general,
      [
        ['$.signatures[0]', 'jwt'],
        ['$.signatures[1]', 'jwt'],
      ],
    ],
    ['as text', JSON.stringify(flattened), [['$', 'jwt']]],
    ['inside an object', { id_token: flattened }, [['$.id_token', 'jwt']]],
    ['inside a list, as text', [JSON.stringify(general)], [['$[0]', 'json']]],
  ])('%s is read as what it is', (_name, value, found) => {
    expect(foundIn(decodeToken(value))).toEqual(found);
    expect(primary(value).claims).toMatchObject({ iss: 'joe' });
    const [{ length }, problems] = [found, describeProblems(decodeToken(value))];
    expect(problems.filter(problem => !problem.includes('JSON serialization')).length).toBe(0);
    expect(problems.length).toBeGreaterThanOrEqual(length);
  });

  test('its headers count together, and both are shown', () => {
    expect(primary(flattened).header).toEqual({ alg: 'ES256', kid: KID });
    const sections = sectionsOf(decodeToken(flattened)).map(({ title, members }) => [
      title,
      members.map(({ name }) => name),
    ]);
    expect(sections).toEqual([
      ['Value', ['protected', 'payload', 'signature', 'header']],
      ['$ · Header', ['alg']],
      ['$ · Unprotected header', ['kid']],
      ['$ · Claims', ['iss', 'exp', 'http://example.com/is_root']],
    ]);
    for (const whole of [flattened, general]) {
      const [value] = sectionsOf(decodeToken(whole));
      expect(value?.members.every(({ secret }) => secret)).toBe(true);
    }
  });

  test('it is checked like any other, and its signature is verified', async () => {
    const value = { ...parts(jwt(FITTING)), header: { kid: 'k1' } };
    const failed = checkToken(decodeToken(value), flowWith(value), { earlier: [] }).filter(
      ({ status }) => status === 'fail',
    );
    expect(failed).toEqual([]);
    const text = JSON.stringify({ keys: [{ ...vectors.RFC7515_A3_KEY, kid: KID }] });
    expect(await verifySignature(decodeToken(flattened), { kind: 'pasted', text })).toMatchObject({
      verified: true,
      kid: KID,
    });
    const tampered = { ...flattened, payload: encode('{"iss":"eve"}') };
    expect(await verifySignature(decodeToken(tampered), { kind: 'pasted', text })).toMatchObject({
      code: 'wrong-signature',
    });
  });

  test('the algorithm may stand outside what is protected', async () => {
    const { publicKey, privateKey } = await generateKeyPair('ES256', { extractable: true });
    const value = await new FlattenedSign(new TextEncoder().encode(JSON.stringify(FITTING)))
      .setUnprotectedHeader({ alg: 'ES256' })
      .sign(privateKey);
    expect(codesIn(decodeToken(value))).toEqual(['not-compact']);
    const text = JSON.stringify(await exportJWK(publicKey));
    expect(await verifySignature(decodeToken(value), { kind: 'pasted', text })).toMatchObject({ verified: true });
    const { node, steps } = serverSnippet(decodeToken(value), flowWith(value));
    expect(node).toBeUndefined();
    expect(steps.join(' ')).toContain('flattenedVerify');
  });

  test.each<[string, object, string[]]>([
    ['a parameter in both headers', { ...flattened, header: { alg: 'ES256' } }, ['header-parameter', 'not-compact']],
    [
      'no signature',
      { protected: ES256.protected, payload: ES256.payload },
      ['missing-part', 'signature-form', 'not-compact'],
    ],
    ['a broken payload', { ...ES256, payload: `!${ES256.payload}` }, ['bad-base64url', 'not-compact']],
    ['no algorithm', { ...ES256, protected: encode('{"kid":"x"}') }, ['header-parameter', 'not-compact']],
  ])('with %s', (_name, value, codes) => {
    expect(codesIn(decodeToken(value)).sort()).toEqual([...codes].sort());
  });

  test('a payload that travels apart is missing, and the signature is not', () => {
    const { payload, ...detached } = { ...general };
    const decoded = decodeToken(detached);
    expect(foundIn(decoded)).toEqual([
      ['$.signatures[0]', 'jwt'],
      ['$.signatures[1]', 'jwt'],
    ]);
    expect(new Set(codesIn(decoded))).toEqual(new Set(['missing-part']));
    expect(foundIn(decodeToken({ ...RS256, payload: undefined }))).toEqual([['$', 'jwt']]);
    expect(foundIn(decodeToken({ protected: RS256.protected }))).toEqual([['$.protected', 'jwt']]);
  });

  test('offsets count within the member', () => {
    const [problem] = describeProblems(decodeToken({ ...ES256, payload: `${ES256.payload}!` }));
    expect(problem).toContain(`payload, character ${ES256.payload?.length}: “!”`);
  });

  test('what is wrong with the payload of several signatures is told once', () => {
    const decoded = decodeToken({ ...general, payload: encode('{"exp":"soon"}') });
    expect(codesIn(decoded)).toEqual(['claim-type', 'not-compact', 'not-compact']);
  });

  test('of many signatures the first are listed and the rest counted', () => {
    const signatures = Array.from({ length: 5000 }, () => general.signatures[0]);
    const decoded = decodeToken({ payload: encode(JSON.stringify({ name: 'x'.repeat(200_000) })), signatures });
    expect(foundIn(decoded)).toHaveLength(MOST_SIGNATURES);
    expect(describeProblems(decoded).join()).toContain(`${5000 - MOST_SIGNATURES} signatures past the first`);
  });
});

test('an SD-JWT in JSON serialization has its disclosures and its key binding (RFC 9901 section 8)', () => {
  const [issuerSigned = '', ...rest] = vectors.RFC9901_5_2_PRESENTED.split('~');
  const value = { ...parts(issuerSigned), header: { kid: 'k', disclosures: rest.slice(0, -1), kb_jwt: rest.at(-1) } };
  const decoded = decodeToken(value);
  expect(foundIn(decoded)).toEqual([['$', 'sd-jwt']]);
  expect(describeProblems(decoded)).toEqual([]);
  const { token } = primary(value);
  expect(token).toMatchObject({ source: vectors.RFC9901_5_2_PRESENTED, issuerSigned: { unprotected: { kid: 'k' } } });
  expect(token.kind === 'sd-jwt' && token.keyBinding?.token.claims?.['sd_hash']).toBe(
    token.kind === 'sd-jwt' && token.keyBinding?.expectedHash,
  );
});

describe('a JWE', () => {
  const [header, encrypted_key, iv, ciphertext, tag] = vectors.RFC7516_A1_JWE.split('.');
  const content = { protected: header, iv, ciphertext, tag };

  test.each([
    ['flattened', { ...content, encrypted_key }, [['$', 'jwe']]],
    [
      'general',
      { ...content, recipients: [{ header: { kid: 'a' }, encrypted_key }, { header: { kid: 'b' } }] },
      [
        ['$.recipients[0]', 'jwe'],
        ['$.recipients[1]', 'jwe'],
      ],
    ],
  ])('%s is read as what it is', (_name, value, found) => {
    const decoded = decodeToken(value);
    expect(foundIn(decoded)).toEqual(found);
    expect(describeProblems(decoded)).toEqual([]);
    expect(primary(value)).toMatchObject({ token: { source: vectors.RFC7516_A1_JWE }, header: { enc: 'A256GCM' } });
  });

  test('its headers may stand in three places (RFC 7516 A.4)', () => {
    const value = {
      protected: encode('{"enc":"A128CBC-HS256"}'),
      unprotected: { jku: 'https://server.example.com/keys.jwks' },
      header: { alg: 'A128KW', kid: '7' },
      encrypted_key,
      iv,
      ciphertext,
      tag,
    };
    expect(describeProblems(decodeToken(value))).toEqual([]);
    expect(primary(value).header).toMatchObject({ alg: 'A128KW', enc: 'A128CBC-HS256', kid: '7' });
    expect(primary(value).token).toMatchObject({ unreadable: expect.stringContaining('the key “7”') });
  });
});

test.each([
  ['a form of the application', { header: { title: 'x' }, payload: 'text' }],
  ['a payload alone', { payload: encode('{}'), signature: 'AAAA' }],
  ['addresses and names of files', { iss: 'https://idp.example', file: 'a.example', note: 'e.ext' }],
])('%s is no token', (_name, value) => {
  expect(foundIn(decodeToken(value))).toEqual([]);
});

describe('a token in a token', () => {
  const wrapped = (inner: string, header: object) =>
    `${encode(JSON.stringify(header))}.${encode(inner)}.${'A'.repeat(342)}`;

  test.each([
    ['as it is', jwt(FITTING)],
    ['in quotation marks', JSON.stringify(jwt(FITTING))],
    ['in JSON serialization', JSON.stringify(parts(jwt(FITTING)))],
  ])('%s is found without cty, and cty is asked for', (_name, inner) => {
    const decoded = decodeToken(wrapped(inner, { alg: 'RS256' }));
    expect(decoded).toMatchObject({ problems: [{ code: 'header-parameter', at: { part: 'header', path: '$.cty' } }] });
    expect(decoded.problems[0]?.message).toContain('cty should be “JWT”');
    expect(primaryToken(decoded)).toMatchObject({ token: { claims: FITTING } });
    expect(decodeToken(wrapped(inner, { alg: 'RS256', cty: 'JWT' })).problems).toEqual([]);
  });

  test('an encrypted one is found too', () => {
    expect(primary(wrapped(vectors.RFC7516_A1_JWE, { alg: 'RS256' })).token.kind).toBe('jwe');
  });

  test('cty that was meant for typ hides no claims', () => {
    const decoded = decodeToken(wrapped(JSON.stringify(FITTING), { alg: 'RS256', cty: 'JWT' }));
    expect(decoded).toMatchObject({ claims: FITTING, problems: [{ code: 'header-parameter' }] });
  });
});
