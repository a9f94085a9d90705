import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { decodeToken } from '../../../src/core/token/decode.ts';
import { revealInvisible } from '../../../src/core/token/invisible.ts';
import { explainClaim, missingClaims, PROFILES, profileFor } from '../../../src/core/token/profiles/index.ts';
import { serverSnippet } from '../../../src/core/token/server-snippet.ts';
import { CONFIG_URL, FITTING, flowWith, requestWith } from './flows.ts';
import { jwt } from './tokens.ts';
import * as vectors from './vectors.ts';

describe('invisible characters', () => {
  test('nothing is lost and no mark hides in plain text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), text => {
        const stretches = revealInvisible(text);
        expect(stretches.map(stretch => stretch.text).join('')).toBe(text);
        for (const stretch of stretches) {
          if (stretch.kind === 'text') expect(stretch.text).not.toMatch(/[\p{Cf}\p{Cc}]/u);
        }
      }),
    );
  });

  test.each([
    ['a\u202Eb', 'U+202E right-to-left override', true],
    ['a\u200Bb', 'U+200B zero width space', false],
    ['a\u00A0b', 'U+00A0 no-break space', false],
    ['a\u{E0041}b', 'U+E0041', false],
    ['a\u3164b', 'U+3164', false],
  ])('%j', (text, label, bidirectional) => {
    expect(revealInvisible(text)[1]).toMatchObject({ kind: 'mark', label, bidirectional });
  });

  test('plain text stays in one piece, in any script', () => {
    expect(revealInvisible('Zoë 港区 😀 العربية')).toEqual([{ kind: 'text', text: 'Zoë 港区 😀 العربية' }]);
  });
});

describe('profiles', () => {
  test.each<[string, unknown, string]>([
    ['Google', jwt({ iss: 'accounts.google.com' }), 'google'],
    ['OpenID Connect', jwt(FITTING), 'oidc'],
    ['a token inside JSON', { id_token: jwt(FITTING) }, 'oidc'],
    ['a code', 'SplxlOBeZQQYbYS6WxSbIA', 'oauth-code'],
    ['an object with a code', { code: 'abc' }, 'oauth-code'],
    ['JSON text with a code', '{"code":"abc","state":"x"}', 'oauth-code'],
    ['an object without a token', { session: 'abc' }, 'plain-value'],
    ['an object with a token that makes no claims', { access_token: 'abc' }, 'plain-value'],
    ['null', null, 'plain-value'],
    ['a number', 5, 'plain-value'],
    ['an empty string', '', 'plain-value'],
    ['the text “undefined”', 'undefined', 'plain-value'],
    ['a page', '<!doctype html>', 'plain-value'],
    ['a SAML message', '<samlp:Response>', 'plain-value'],
    ['an SD-JWT', vectors.RFC9901_5_2_PRESENTED, 'sd-jwt-delegation'],
  ])('%s', (_name, token, id) => {
    expect(profileFor(decodeToken(token), CONFIG_URL).id).toBe(id);
  });

  test('each explains every claim once, in one line, with a link', () => {
    for (const { claims, link } of PROFILES) {
      expect(new Set(claims.map(({ name }) => name)).size).toBe(claims.length);
      for (const note of [...claims, { meaning: 'x.', link }]) {
        expect(note.meaning).toMatch(/^[^\n]+\.$/);
        expect(new URL(note.link).protocol).toBe('https:');
      }
    }
  });

  test('a claim that the profile leaves out is explained by OpenID Connect', () => {
    const [google] = PROFILES;
    if (!google) throw new Error('no profiles');
    expect(explainClaim(google, 'hd')?.meaning).toContain('Workspace');
    expect(explainClaim(google, 'exp')?.meaning).toContain('Refuse');
    expect(explainClaim(google, 'constructor')).toBeUndefined();
  });
});

test('every claim of OpenID Connect Core 5.1 is explained', () => {
  const names = `sub name given_name family_name middle_name nickname preferred_username profile picture website email
    email_verified gender birthdate zoneinfo locale phone_number phone_number_verified address updated_at`;
  const profile = profileFor(decodeToken(jwt(FITTING)), CONFIG_URL);
  expect(names.split(/\s+/).filter(name => explainClaim(profile, name) === undefined)).toEqual([]);
});

test('claims that a profile always has, and a token lacks', () => {
  const { sub, exp, ...rest } = FITTING;
  expect(missingClaims(profileFor(decodeToken(jwt(rest))), rest).map(({ name }) => name)).toEqual(['sub', 'exp']);
  expect(missingClaims(profileFor(decodeToken(jwt(FITTING))), FITTING)).toEqual([]);
});

describe('the server snippet', () => {
  const snippet = (claims: object) => serverSnippet(decodeToken(jwt(claims)), flowWith(jwt(claims)));

  test('is filled with this flow', () => {
    const { node, steps } = snippet(FITTING);
    expect(node).toContain('issuer: "https://idp.example"');
    expect(node).toContain('audience: "client-1"');
    expect(node).toContain('algorithms: ["RS256"]');
    expect(node).toContain('payload.nonce !== session.nonce');
    expect(steps.length).toBeGreaterThan(3);
  });

  test('says where in an object the token is', () => {
    const token = { id_token: jwt(FITTING) };
    expect(serverSnippet(decodeToken(token), flowWith(token)).steps[0]).toContain('$.id_token');
  });

  test('keeps hostile values inside strings', () => {
    const clientId = '"});process.exit();//\n*/';
    const token = jwt({ ...FITTING, aud: clientId });
    const { node } = serverSnippet(decodeToken(token), flowWith(token, { request: requestWith({ clientId }) }));
    const lines = node?.split('\n') ?? [];
    expect(lines.find(line => line.includes('audience:'))?.trim()).toBe(`audience: ${JSON.stringify(clientId)},`);
    expect(lines.some(line => line.startsWith('*/'))).toBe(false);
  });

  test('is steps alone for what no public key verifies', () => {
    const { node, steps } = serverSnippet(decodeToken('code'), flowWith('code'));
    expect(node).toBeUndefined();
    expect(steps.join(' ')).toContain('code_verifier');
    expect(serverSnippet(decodeToken(null), flowWith(null)).steps.join(' ')).not.toContain('code');
  });

  test('says where a code lacks PKCE', () => {
    const stepsWith = (params: object) =>
      serverSnippet(decodeToken('code'), flowWith('code', { request: requestWith({ params }) })).steps.join(' ');
    expect(stepsWith({ response_type: 'code' })).toContain('The call sent no code_challenge');
    expect(stepsWith({ code_challenge: 'E9Melhoa', code_challenge_method: 'S256' })).not.toContain('sent no');
    expect(stepsWith({ oauth: JSON.stringify({ code_challenge: 'E9Melhoa' }) })).not.toContain('sent no');
  });

  test.each(['none', 'HS256', 'hs512'])('says to refuse what is signed by %s', alg => {
    const token = jwt(FITTING, { alg });
    const { node, steps } = serverSnippet(decodeToken(token), flowWith(token));
    expect(steps[0]).toContain('Refuse this one');
    expect(node).toContain('algorithms: ["RS256"]');
    expect(snippet(FITTING).steps.join(' ')).not.toContain('Refuse this one');
  });

  test('begins with decryption where the token is encrypted', () => {
    const { steps } = serverSnippet(decodeToken(vectors.RFC7516_A1_JWE), flowWith(vectors.RFC7516_A1_JWE));
    expect(steps[0]).toContain('Decrypt it');
  });
});
