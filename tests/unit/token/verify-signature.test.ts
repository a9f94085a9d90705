import { CompactSign, exportJWK, generateKeyPair, type JWK } from 'jose';
import { describe, expect, test } from 'vitest';
import { decodeToken } from '../../../src/core/token/decode.ts';
import { keyLocation } from '../../../src/core/token/key-location.ts';
import { type FetchedText, signatureCheck } from '../../../src/core/token/verification.ts';
import { MOST_KEYS, verifySignature } from '../../../src/core/token/verify-signature.ts';
import { encode, jwt } from './tokens.ts';
import * as vectors from './vectors.ts';

const ISSUER = 'https://idp.example/tenant';
const DISCOVERY = 'https://idp.example/tenant/.well-known/openid-configuration';
const JWKS = 'https://idp.example/keys?v=1';

async function signed(alg: string, kid?: string, claims: object = { iss: ISSUER, sub: 'u' }) {
  const { publicKey, privateKey } = await generateKeyPair(alg, { extractable: true });
  const payload = new TextEncoder().encode(JSON.stringify(claims));
  const token = await new CompactSign(payload)
    .setProtectedHeader({ alg, ...(kid !== undefined && { kid }) })
    .sign(privateKey);
  const jwk: JWK = { ...(await exportJWK(publicKey)), ...(kid !== undefined && { kid }) };
  return { token, jwk, privateJwk: await exportJWK(privateKey) };
}

const paste = (token: unknown, keys: unknown) =>
  verifySignature(decodeToken(token), { kind: 'pasted', text: typeof keys === 'string' ? keys : JSON.stringify(keys) });

function web(pages: Record<string, FetchedText | object>) {
  return async (url: string): Promise<FetchedText> => {
    const page = pages[url];
    if (page && 'kind' in page) return page as FetchedText;
    return page
      ? { kind: 'answered', status: 200, text: JSON.stringify(page) }
      : { kind: 'answered', status: 404, text: '' };
  };
}

const discover = (token: unknown, pages: Record<string, FetchedText | object>) =>
  verifySignature(decodeToken(token), { kind: 'discovery', fetch: web(pages) });

describe('a signature that is right', () => {
  test.each(['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'])(
    '%s',
    async alg => {
      const { token, jwk } = await signed(alg, 'k1');
      expect(await paste(token, jwk)).toMatchObject({ verified: true, algorithm: alg, kid: 'k1' });
      const [header, payload, signature = ''] = token.split('.');
      const flipped = (signature.startsWith('A') ? 'B' : 'A') + signature.slice(1);
      expect(await paste(`${header}.${payload}.${flipped}`, jwk)).toMatchObject({
        verified: false,
        code: 'wrong-signature',
      });
    },
  );

  test('by discovery: two fetches, in order', async () => {
    const { token, jwk } = await signed('ES256', 'k1');
    const other = await signed('ES256', 'k2');
    const pages = { [DISCOVERY]: { issuer: ISSUER, jwks_uri: JWKS }, [JWKS]: { keys: [other.jwk, jwk] } };
    const outcome = await discover({ id_token: token }, pages);
    expect(outcome).toMatchObject({ verified: true, kid: 'k1', fetched: [DISCOVERY, JWKS] });
    expect(signatureCheck(outcome).status).toBe('pass');
  });

  test('without a kid every key that fits is tried', async () => {
    const { token, jwk } = await signed('ES256');
    const other = await signed('ES256', 'k2');
    expect(await paste(token, { keys: [other.jwk, jwk] })).toMatchObject({ verified: true });
  });

  test('every key is tried, wherever it stands, and whatever stands beside it', async () => {
    const { token, jwk } = await signed('ES256');
    const other = await signed('ES256');
    const broken = { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' };
    const others = Array.from({ length: 60 }, () => other.jwk);
    expect(await paste(token, { keys: [...others, jwk] })).toMatchObject({ verified: true });
    expect(await paste(token, { keys: [broken, ...others, broken, jwk] })).toMatchObject({ verified: true });
    for (const keys of [
      [other.jwk, broken],
      [broken, other.jwk],
    ]) {
      expect(await paste(token, { keys })).toMatchObject({ code: 'wrong-signature' });
    }
    expect(await paste(token, { keys: [broken, broken] })).toMatchObject({ code: 'bad-key' });
    const { message } = await paste(token, { keys: [other.jwk, other.jwk, broken] });
    expect(message).toBe(
      'The signature was made with none of these 2 keys over this content. Keys that cannot be used: 1.',
    );
  });

  test('more keys than are tried leave it open', async () => {
    const { token, jwk } = await signed('ES256');
    const other = await signed('ES256');
    const keys = [...Array.from({ length: MOST_KEYS }, () => other.jwk), jwk];
    const outcome = await paste(token, { keys });
    expect(outcome).toMatchObject({ verified: false, code: 'too-many-keys' });
    expect(signatureCheck(outcome)).toMatchObject({ status: 'unknown' });
    expect(outcome.message).toContain(`Only ${MOST_KEYS} of ${MOST_KEYS + 1} keys were tried`);
    expect(await paste(token, { keys: keys.slice(1) })).toMatchObject({ verified: true });
  });

  test('keys without a name are tried where none has the one that the token names', async () => {
    const { token, jwk } = await signed('ES256', 'k1');
    const { kid, ...unnamed } = jwk;
    const other = await signed('ES256');
    expect(await paste(token, { keys: [other.jwk, unnamed] })).toMatchObject({ verified: true });
    expect(await paste(token, [{ ...other.jwk, kid: 'k2' }, unnamed])).toMatchObject({ verified: true });
    expect(await paste(token, { keys: [{ ...other.jwk, kid: 'k1' }, unnamed] })).toMatchObject({
      code: 'wrong-signature',
    });
  });

  test('a private key that was pasted serves as its public half', async () => {
    const { token, privateJwk } = await signed('ES256');
    expect(await paste(token, privateJwk)).toMatchObject({ verified: true });
    expect(await paste(token, { ...privateJwk, key_ops: ['sign'] })).toMatchObject({ verified: true });
  });
});

describe('what was pasted or published, and is no key to verify with, is called by its name', () => {
  test.each([
    ['-----BEGIN PRIVATE KEY-----\nMII', 'a private key, which belongs on the issuer’s server alone'],
    ['-----BEGIN RSA PRIVATE KEY-----\nMII', 'a private key'],
    ['\n-----BEGIN CERTIFICATE-----\nMII', 'a certificate in PEM'],
    ['-----BEGIN PUBLIC KEY-----\nMII', 'PEM'],
    ['MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8A\nMIIBCgKCAQEA', 'DER in base64'],
    ['ssh-rsa AAAAB3Nza', 'an SSH key'],
    ['https://idp.example/jwks.json', 'a URL'],
    ['<!doctype html>', 'markup'],
    [vectors.RFC7515_A2_RS256, 'a token'],
    ['s3cret-of-the-client', 'a shared secret verifies nothing here'],
    [{ issuer: ISSUER, jwks_uri: JWKS }, 'the address of keys (jwks_uri)'],
    [{ k1: '-----BEGIN CERTIFICATE-----' }, 'but PEM'],
    [{ kty: 'RSA', x5c: ['MII'] }, 'it lacks n and e'],
    [{ kty: 'RSA', n: vectors.RFC7515_A2_KEY.n }, 'it lacks e'],
  ])('%j', async (pasted, words) => {
    const outcome = await paste(vectors.RFC7515_A2_RS256, pasted);
    expect(outcome).toMatchObject({ verified: false });
    expect(outcome.message).toContain(words);
    expect(signatureCheck(outcome).status).toBe('unknown');
  });

  test('an issuer that publishes a private key hears of it; whoever pastes one has it', async () => {
    const { token, jwk, privateJwk } = await signed('ES256', 'k1');
    const other = await signed('RS256', 'k2');
    const keysOf = (...keys: object[]) => ({ [DISCOVERY]: { issuer: ISSUER, jwks_uri: JWKS }, [JWKS]: { keys } });
    const words = 'The key set holds a private key (“k1”): whoever reads it can sign tokens.';
    const open = { ...privateJwk, kid: 'k1' };
    expect(await discover(token, keysOf(open))).toMatchObject({
      verified: true,
      message: `Verified: ES256, with the issuer’s key “k1”. ${words}`,
    });
    expect((await discover(other.token, keysOf(open))).message).toContain(words);
    expect((await discover(token, keysOf(jwk, { kty: 'oct', k: 'AAAA' }))).message).toContain('private key:');
    expect((await discover(token, keysOf(jwk))).message).not.toContain('private');
    expect((await paste(token, open)).message).not.toContain('private');
  });

  test('an address of keys that is not fetched is shown', async () => {
    const { token } = await signed('ES256');
    const at = async (jwks_uri: string) =>
      (await discover(token, { [DISCOVERY]: { issuer: ISSUER, jwks_uri } })).message;
    expect(await at('http://keys.example/')).toContain('“http://keys.example/”');
    expect(await at('/keys')).toContain('“/keys”');
  });
});

describe('each failure has its reason', () => {
  test.each([
    ['no token', 'opaque-code', {}, 'no-signed-token'],
    ['encrypted', vectors.RFC7516_A1_JWE, {}, 'encrypted'],
    ['unsigned', vectors.RFC7515_A5_NONE, {}, 'not-signed'],
    ['HMAC', vectors.RFC7515_A1_HS256, { kty: 'oct', k: 'AAAA' }, 'symmetric'],
    ['an algorithm from elsewhere', jwt({}, { alg: 'XY1' }), {}, 'unknown-algorithm'],
    ['no algorithm', jwt({}, {}), {}, 'broken-token'],
    ['no signature', vectors.RFC7515_A3_ES256.replace(/[^.]*$/, ''), vectors.RFC7515_A3_KEY, 'not-signed'],
    ['not JSON', vectors.RFC7515_A3_ES256, '-----BEGIN PUBLIC KEY-----', 'not-json'],
    ['no key', vectors.RFC7515_A3_ES256, { keys: [] }, 'no-keys'],
    ['a key of another type', vectors.RFC7515_A3_ES256, vectors.RFC7515_A2_KEY, 'wrong-key-type'],
    ['a curve that does not fit', jwt({}, { alg: 'ES384' }), vectors.RFC7515_A3_KEY, 'wrong-key-type'],
    ['a key for encryption', vectors.RFC7515_A3_ES256, { ...vectors.RFC7515_A3_KEY, use: 'enc' }, 'wrong-use'],
    ['a key for signing only', vectors.RFC7515_A3_ES256, { ...vectors.RFC7515_A3_KEY, key_ops: ['sign'] }, 'wrong-use'],
    ['a key for another algorithm', vectors.RFC7515_A2_RS256, { ...vectors.RFC7515_A2_KEY, alg: 'PS256' }, 'wrong-use'],
    ['a key that is none', vectors.RFC7515_A3_ES256, { kty: 'EC', crv: 'P-256', x: 'AA', y: 'AA' }, 'bad-key'],
    [
      'a kid that nobody has',
      jwt({}, { alg: 'ES256', kid: 'x' }),
      { keys: [{ ...vectors.RFC7515_A3_KEY, kid: 'y' }] },
      'no-such-kid',
    ],
    ['another key', vectors.RFC7515_A3_ES256, vectors.RFC9901_A5_KEY, 'wrong-signature'],
    ['trailing parts', `${vectors.RFC7515_A3_ES256}.AA.AA`, vectors.RFC7515_A3_KEY, 'broken-token'],
  ])('%s', async (_name, token, keys, code) => {
    const outcome = await paste(token, keys);
    expect(outcome).toMatchObject({ verified: false, code });
    expect(outcome.message.length).toBeGreaterThan(10);
    expect(signatureCheck(outcome).status).not.toBe('pass');
  });

  test('an extension that must be understood', async () => {
    const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
    const token = await new CompactSign(new Uint8Array([123, 125]))
      .setProtectedHeader({ alg: 'ES256', crit: ['exp'], exp: 1 })
      .sign(privateKey, { crit: { exp: true } });
    expect(await paste(token, await exportJWK(publicKey))).toMatchObject({ verified: false, code: 'unknown-critical' });
  });

  const token = jwt({ iss: ISSUER }, { alg: 'ES256' });
  const fine = { issuer: ISSUER, jwks_uri: JWKS };
  test.each<[string, unknown, Record<string, FetchedText | object>, string]>([
    ['no issuer', jwt({}), {}, 'no-issuer'],
    ['an issuer that is no URL', jwt({ iss: 'http://idp.example' }), {}, 'issuer-unusable'],
    ['404', token, {}, 'http-status'],
    [
      'a network that fails',
      token,
      { [DISCOVERY]: { kind: 'failed', reason: 'network', message: 'refused' } },
      'network',
    ],
    ['CORS', token, { [DISCOVERY]: { kind: 'failed', reason: 'cors', message: 'not allowed' } }, 'cors'],
    ['HTML', token, { [DISCOVERY]: { kind: 'answered', status: 200, text: '<html>' } }, 'not-json'],
    [
      'a comma too many',
      token,
      { [DISCOVERY]: { kind: 'answered', status: 200, text: `{"issuer":"${ISSUER}","jwks_uri":"${JWKS}",}` } },
      'not-json',
    ],
    ['another issuer', token, { [DISCOVERY]: { ...fine, issuer: 'https://x.example' } }, 'issuer-differs'],
    ['no jwks_uri', token, { [DISCOVERY]: { issuer: ISSUER } }, 'no-jwks-uri'],
    ['keys over plain http', token, { [DISCOVERY]: { ...fine, jwks_uri: 'http://idp.example/keys' } }, 'no-jwks-uri'],
    ['keys that are not there', token, { [DISCOVERY]: fine }, 'http-status'],
    [
      'keys that are HTML',
      token,
      { [DISCOVERY]: fine, [JWKS]: { kind: 'answered', status: 200, text: '<html>' } },
      'not-json',
    ],
  ])('discovery: %s', async (_name, value, pages, code) => {
    expect(await discover(value, pages)).toMatchObject({ verified: false, code });
  });
});

test('a fetch that rejects is a network that fails', async () => {
  const fetch = () => Promise.reject(new TypeError('Failed to fetch'));
  const outcome = await verifySignature(decodeToken(jwt({ iss: ISSUER })), { kind: 'discovery', fetch });
  expect(outcome).toMatchObject({ verified: false, code: 'network', message: `${DISCOVERY}: Failed to fetch` });
});

describe('where the keys are', () => {
  test.each([
    ['https://idp.example', 'https://idp.example/.well-known/openid-configuration'],
    ['https://idp.example/', 'https://idp.example/.well-known/openid-configuration'],
    [ISSUER, DISCOVERY],
    ['accounts.google.com', 'https://accounts.google.com/.well-known/openid-configuration'],
    ['http://idp.localhost:8080', 'http://idp.localhost:8080/.well-known/openid-configuration'],
  ])('%s', (iss, url) => {
    expect(keyLocation(decodeToken(jwt({ iss })))).toEqual({ kind: 'discovery', url, issuer: iss });
  });

  test.each([
    'http://idp.example',
    'javascript:alert(1)',
    'https://u:p@idp.example',
    'https://idp.example/?x',
    'https://',
    '',
  ])('nowhere for %j', iss => {
    expect(keyLocation(decodeToken(jwt({ iss })))).toMatchObject({ kind: 'nowhere', code: 'issuer-unusable' });
  });

  test('an SD-JWT’s issuer, an unsigned token’s none', () => {
    expect(keyLocation(decodeToken(vectors.RFC9901_5_2_PRESENTED))).toMatchObject({
      issuer: 'https://issuer.example.com',
    });
    expect(keyLocation(decodeToken(encode('x')))).toMatchObject({ code: 'no-issuer' });
  });
});
