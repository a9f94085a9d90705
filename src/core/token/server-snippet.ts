import type { Flow } from '../model.ts';
import { type Asked, askedBy, leavesOf } from './asked.ts';
import { encodingOfHash } from './checks/nonce.ts';
import { isOfSite } from './clocks.ts';
import type { Decoded } from './decoded.ts';
import { textMember } from './json-object.ts';
import { discoveryURL } from './key-location.ts';
import { claimsOf, headerOf, type Primary, primaryToken } from './primary.ts';
import { type Profile, profileFor } from './profiles/index.ts';

/** *How your server should verify this*, filled with what this flow shows. */
export interface ServerSnippet {
  /** A module for Node with jose; absent for tokens that cannot be verified with public keys. */
  node?: string;
  steps: string[];
}

/** Writes the snippet. Values of token and call appear in it as JSON strings only, so they stay data. */
export function serverSnippet(decoded: Decoded, flow: Flow): ServerSnippet {
  const asked = askedBy(flow);
  const profile = profileFor(decoded, asked.configURL);
  const primary = primaryToken(decoded);
  const alg = primary && textMember(headerOf(primary.token), 'alg');
  const steps = [
    ...whereTheTokenIs(primary?.path),
    ...howItIsWritten(primary?.token),
    ...howItIsSigned(alg),
    ...profile.steps,
    ...pkceGap(profile, asked),
  ];
  if (primary?.token.kind !== 'jwt' || Object.keys(primary.token.unprotected ?? {}).length > 0) return { steps };
  const { azp, aud, nonce, iss } = claimsOf(primary.token) ?? {};
  const issuer = issuerAsked(iss, asked.configURL);
  const discovery = discoveryURL(profile.issuers?.[0] ?? issuer ?? '') ?? discoveryURL(PLACEHOLDER);
  const clientId = JSON.stringify(asked.clientId ?? 'YOUR-CLIENT-ID');
  const algorithms = profile.algorithms ?? [alg !== undefined && /^(?:RS|PS|ES|Ed)/.test(alg) ? alg : 'RS256'];
  const hashed = asked.nonces.map(({ value }) => encodingOfHash(nonce, value)).find(Boolean);
  const node = [
    ...(hashed ? ["import { createHash } from 'node:crypto';"] : []),
    "import { createRemoteJWKSet, jwtVerify } from 'jose';",
    '',
    '// The issuer you configured; never one read from a token.',
    `const discovery = await fetch(${JSON.stringify(discovery)}).then(response => response.json());`,
    'const keys = createRemoteJWKSet(new URL(discovery.jwks_uri));',
    ...(hashed ? ['', `const sha256 = text => createHash('sha256').update(text).digest('${hashed}');`] : []),
    '',
    'export async function verifyToken(token, session) {',
    '  const { payload } = await jwtVerify(token, keys, {',
    `    issuer: ${JSON.stringify(profile.issuers ?? issuer ?? PLACEHOLDER)},`,
    `    audience: ${clientId},`,
    `    algorithms: ${JSON.stringify(algorithms)},`,
    '    clockTolerance: 5,',
    "    requiredClaims: ['sub', 'exp', 'iat'],",
    '  });',
    ...(azp === undefined && !Array.isArray(aud)
      ? []
      : [`  if ((payload.azp ?? ${clientId}) !== ${clientId}) throw new Error('azp mismatch');`]),
    ...nonceRule(asked.nonces.length > 0, hashed ? 'sha256(session.nonce)' : 'session.nonce'),
    '  return payload; // Know the user by payload.iss and payload.sub.',
    '}',
    '',
  ].join('\n');
  return { node, steps };
}

const PLACEHOLDER = 'https://YOUR-ISSUER';

/** The token's issuer where it is of the site that the call asked; else that origin, since a server must not learn its issuer from a token. */
function issuerAsked(iss: unknown, configURL: string | undefined): string | undefined {
  const issuer = typeof iss === 'string' ? iss : undefined;
  if (configURL === undefined || !URL.canParse(configURL)) return issuer;
  const { origin } = new URL(configURL);
  return issuer !== undefined && isOfSite(issuer, origin) ? issuer : origin;
}

function whereTheTokenIs(path: string | undefined): string[] {
  return path === undefined || path === '$' ? [] : [`Take the token from ${path} of what the page sends.`];
}

function howItIsWritten(token: Primary['token'] | undefined): string[] {
  if (token?.kind === 'jwe') {
    return ['Decrypt it with the private key whose public half the identity provider has; go on with what is inside.'];
  }
  const unprotected = token?.kind === 'sd-jwt' ? token.issuerSigned.unprotected : token?.unprotected;
  if (unprotected === undefined) return [];
  if (token?.kind !== 'jwt') return ['It is in JSON serialization: libraries for compact tokens do not read it.'];
  const verify = 'verify it with flattenedVerify or generalVerify of jose';
  return [`It is in JSON serialization: ${verify}, or join protected, payload and signature with dots.`];
}

/** What the steps that follow would refuse whatever the keys. */
function howItIsSigned(alg: string | undefined): string[] {
  if (alg?.toLowerCase() === 'none')
    return ['Refuse this one: nobody signed it. What follows is for a token that is signed.'];
  return alg !== undefined && /^hs\d/i.test(alg)
    ? [`Refuse this one: ${alg} takes a shared secret. Have the identity provider sign with a key pair; then:`]
    : [];
}

/** A code that nothing ties to who asked for it. */
function pkceGap({ id }: Profile, { known, params }: Asked): string[] {
  if (id !== 'oauth-code' || !known) return [];
  if ([...leavesOf(params, 'params')].some(({ path }) => /\.code_challenge$/.test(path))) return [];
  return [
    'The call sent no code_challenge in params, so whoever gets hold of the code can redeem it. Send one (PKCE, S256).',
  ];
}

function nonceRule(sent: boolean, expected: string): string[] {
  if (!sent) return ['  // The call sent no nonce. Make one per session, put it in params.nonce, and compare it here.'];
  return [
    // Once it is spent, a token without a nonce must not fit a session without one.
    `  if (!session.nonce || payload.nonce !== ${expected}) throw new Error('nonce mismatch');`,
    '  session.nonce = undefined; // A nonce counts once.',
  ];
}
