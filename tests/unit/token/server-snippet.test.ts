/** The snippet as a server would run it: saved to a file, with jose, against an issuer that answers over HTTP. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { type CryptoKey, exportJWK, generateKeyPair, SignJWT } from 'jose';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { nonceForms } from '../../../src/core/token/checks/nonce.ts';
import { decodeToken } from '../../../src/core/token/decode.ts';
import { serverSnippet } from '../../../src/core/token/server-snippet.ts';
import { flowWith } from './flows.ts';
import { jwt } from './tokens.ts';

type VerifyToken = (token: string, session: { nonce?: string | undefined }) => Promise<Record<string, unknown>>;

const NONCE = 'n-0S6_WzA2Mj';

let issuer: string;
let server: Server;
let folder: string;
let privateKey: CryptoKey;
let claims: Record<string, unknown>;

beforeAll(async () => {
  const pair = await generateKeyPair('ES256');
  privateKey = pair.privateKey;
  const jwks = { keys: [{ ...(await exportJWK(pair.publicKey)), kid: 'k1' }] };
  server = createServer(({ url }, response) => {
    const body = url === '/keys' ? jwks : { issuer, jwks_uri: `${issuer}/keys` };
    response.setHeader('content-type', 'application/json').end(JSON.stringify(body));
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  issuer = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  folder = await mkdtemp(path.join(tmpdir(), 'fedcm-snippet-'));
  const now = Math.floor(Date.now() / 1000);
  claims = { iss: issuer, aud: 'client-1', sub: 'user-1', nonce: NONCE, iat: now, exp: now + 300 };
});
afterAll(async () => {
  server.close();
  await rm(folder, { recursive: true });
});

const sign = (changes: object = {}, key: CryptoKey | Uint8Array = privateKey, alg = 'ES256') =>
  new SignJWT({ ...claims, ...changes }).setProtectedHeader({ alg, kid: 'k1' }).sign(key);

/** A flow that asked the issuer and got this token. */
function flowTo(token: string, configURL = `${issuer}/fedcm.json`) {
  const provider = { configURL, clientId: 'client-1', params: { nonce: NONCE } };
  return flowWith(token, {
    request: { identity: { providers: [provider] } },
    outcome: { status: 'fulfilled', credential: { type: 'identity', token, configURL } },
    exchanges: [],
  });
}

const snippetFor = (token: string, configURL?: string) =>
  serverSnippet(decodeToken(token), flowTo(token, configURL)).node ?? '';

async function run(code: string): Promise<VerifyToken> {
  const file = path.join(folder, `${crypto.randomUUID()}.mjs`);
  await writeFile(file, code.replace("'jose'", JSON.stringify(import.meta.resolve('jose'))));
  const module = (await import(/* @vite-ignore */ pathToFileURL(file).href)) as { verifyToken: VerifyToken };
  return module.verifyToken;
}

describe('the snippet that a good token gets', () => {
  let verifyToken: VerifyToken;
  beforeAll(async () => {
    verifyToken = await run(snippetFor(await sign()));
  });

  test('takes the token, once', async () => {
    const session = { nonce: NONCE };
    expect(await verifyToken(await sign(), session)).toMatchObject({ iss: issuer, sub: 'user-1' });
    await expect(verifyToken(await sign(), session)).rejects.toThrow('nonce mismatch');
  });

  test('takes no token without a nonce for a session without one', async () => {
    await expect(verifyToken(await sign({ nonce: undefined }), { nonce: undefined })).rejects.toThrow('nonce mismatch');
  });

  test.each([
    ['another audience', { aud: 'somebody-else' }, 'aud'],
    ['another issuer', { iss: 'https://issuer.example' }, 'iss'],
    ['another nonce', { nonce: 'other' }, 'nonce'],
    ['no subject', { sub: undefined }, 'sub'],
    ['an end that has passed', { exp: 1 }, 'exp'],
  ])('refuses %s', async (_what, changes, word) => {
    await expect(verifyToken(await sign(changes), { nonce: NONCE })).rejects.toThrow(word);
  });

  test('refuses other keys and other algorithms', async () => {
    const other = await generateKeyPair('ES256');
    await expect(verifyToken(await sign({}, other.privateKey), { nonce: NONCE })).rejects.toThrow('signature');
    await expect(verifyToken(await sign({}, new Uint8Array(32), 'HS256'), { nonce: NONCE })).rejects.toThrow('alg');
    await expect(verifyToken(jwt(claims, { alg: 'none' }), { nonce: NONCE })).rejects.toThrow('alg');
  });
});

test.each(['sha256Hex', 'sha256Base64url'] as const)('a nonce that came back as its %s is compared so', async form => {
  const token = await sign({ nonce: nonceForms(NONCE)[form] });
  const verifyToken = await run(snippetFor(token));
  expect(await verifyToken(token, { nonce: NONCE })).toMatchObject({ sub: 'user-1' });
  await expect(verifyToken(await sign(), { nonce: NONCE })).rejects.toThrow('nonce mismatch');
});

test('a token for several audiences must have been asked for by this client', async () => {
  const aud = ['client-1', 'api'];
  const verifyToken = await run(snippetFor(await sign({ aud })));
  expect(await verifyToken(await sign({ aud, azp: 'client-1' }), { nonce: NONCE })).toMatchObject({ aud });
  await expect(verifyToken(await sign({ aud, azp: 'other' }), { nonce: NONCE })).rejects.toThrow('azp mismatch');
});

test('the issuer is the one that was asked, where the token names one of another site', async () => {
  const code = snippetFor(jwt({ ...claims, iss: 'https://evil.example' }), 'https://idp.example/fedcm.json');
  expect(code).not.toContain('evil.example');
  expect(code).toContain('issuer: "https://idp.example"');
  expect(code).toContain('fetch("https://idp.example/.well-known/openid-configuration")');
  const sibling = snippetFor(jwt({ ...claims, iss: 'https://login.idp.example/t' }), 'https://idp.example/fedcm.json');
  expect(sibling).toContain('fetch("https://login.idp.example/t/.well-known/openid-configuration")');
});
