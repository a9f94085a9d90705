import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { decodeToken } from '../../../src/core/token/decode.ts';
import { digestNamed } from '../../../src/core/token/digest.ts';
import { primaryToken } from '../../../src/core/token/primary.ts';
import { describeProblems, summarise } from '../../../src/core/token/summarise.ts';
import { encode, jwt } from './tokens.ts';

const HEADER = encode('{"alg":"RS256"}');
const places = (token: unknown) => decodeToken(token).problems.map(({ code, at }) => [code, at.part, at.offset]);
const codes = (token: unknown) => decodeToken(token).problems.map(({ code }) => code);

describe('a JWT tells every fault with its place', () => {
  test('all at once', () => {
    const payload = encode(
      Buffer.concat([
        Buffer.from('{"iss":1,"exp":"9","sub":"'),
        Buffer.from([0xff]),
        Buffer.from('","sub":"a","n":9007199254740993}'),
      ]),
    );
    const token = `${HEADER}.${payload.slice(0, 8)}!${payload.slice(8)}.A===.rest`;
    const start = HEADER.length + 1;
    expect(places(token)).toEqual([
      ['trailing-garbage', 'token', token.length - 5],
      ['bad-base64url', 'payload', start + 8],
      ['invalid-utf-8', 'payload', 26],
      ['duplicate-key', 'payload', 29],
      ['unsafe-number', 'payload', 43],
      ['base64-padding', 'signature', token.length - 7],
      ['bad-base64url', 'signature', token.length - 8],
      ['base64-length', 'signature', token.length - 7],
      ['signature-form', 'signature', token.length - 9],
      ['claim-type', 'payload', 1],
      ['claim-type', 'payload', 9],
    ]);
  });

  test.each([
    [`${HEADER}.${encode('{}')}`, ['missing-part', 'signature-form']],
    [`${HEADER}..${'A'.repeat(342)}`, ['missing-part']],
    [`${HEADER}.`, ['missing-part', 'signature-form']],
    [HEADER, ['missing-part', 'missing-part', 'signature-form']],
    [`${encode('[]')}.${encode('{}')}.AAAA`, ['header-not-object']],
    [`${encode('{}')}.${encode('{}')}.AAAA`, ['header-parameter']],
    [`${encode('{"alg":7,"kid":[]}')}.${encode('{}')}.AAAA`, ['header-parameter', 'header-parameter']],
    [`${encode('{"alg":"RS256","crit":["exp"]}')}.${encode('{}')}.AAAA`, ['header-parameter']],
    [`${HEADER}.${encode('[1]')}.AAAA`, ['claims-not-object']],
    [`${encode('{"alg":"none"}')}.${encode('{}')}.AAAA`, ['signature-form']],
    [`${encode('{"alg":"ES256"}')}.${encode('{}')}.${encode(new Uint8Array([0x30, 0x45, 2]))}`, ['signature-form']],
    [` ${HEADER}.${encode('{}')}.AAAA\n`, ['surrounding-space']],
    [jwt({}, { alg: 'ES512', jwk: { kty: 'EC', d: 'x' } }), ['header-parameter', 'signature-form']],
    [jwt({}, { alg: 'RS256', jwk: 'x', x5c: 'MIIB' }), ['header-parameter', 'header-parameter']],
    [jwt({}, { alg: 'RS256', x5c: ['MII_'] }), ['header-parameter']],
    [jwt({}, { alg: 'RS256', x5c: ['MIIB', 'MIIC'], zip: 'DEF' }), ['header-parameter']],
    [jwt({}, { alg: 'EdDSA' }), ['signature-form']],
    [
      `${encode('{"alg":"RS256","b64":false,"crit":["b64"]}')}.hello.${'A'.repeat(342)}`,
      ['header-parameter', 'header-parameter', 'payload-not-json'],
    ],
    [jwt({ exp: 1700000000000 }), ['claim-in-milliseconds']],
    [jwt({ iat: 1700000000000000, nbf: -1700000000000 }), ['claim-in-milliseconds', 'claim-in-milliseconds']],
    [jwt({ amr: 'pwd' }), ['claim-type']],
    [jwt({ amr: ['pwd', 2] }), ['claim-type']],
    [jwt({ amr: ['pwd'], acr: '1', azp: 'c', scope: 'openid', address: { country: 'DE' }, events: {} }), []],
    [jwt({ acr: 1, azp: 2, sid: 3, jti: 4, scope: ['a'], client_id: 5, events: [] }), Array(7).fill('claim-type')],
    [
      jwt({ preferred_username: 1, profile: 2, picture: 3, website: 4, gender: 5, birthdate: 1990, zoneinfo: 6 }),
      Array(7).fill('claim-type'),
    ],
    [jwt({ locale: null, nickname: {}, middle_name: [], updated_at: '2026-01-01' }), Array(4).fill('claim-type')],
    [jwt({ address: 'Main Street 1' }), ['claim-type']],
    [jwt({ address: { postal_code: 12345, country: 'DE' } }), ['claim-type']],
    [`${HEADER}.${encode('{"exp":1e400}')}.${'A'.repeat(342)}`, ['claim-type', 'unsafe-number']],
    [jwt({ aud: ['a', 1], email_verified: 'true', nbf: null }), ['claim-type', 'claim-type', 'claim-type']],
  ])('%s', (token, expected) => {
    expect(codes(token).sort()).toEqual([...expected].sort());
  });
});

test.each([
  [['exp', 'exp'], { exp: 1 }, 'A name stands in it twice.'],
  [['alg'], {}, 'It must not name alg'],
  [['foo'], {}, 'The header has no foo.'],
])('crit %j', (crit, rest, words) => {
  const [problem] = decodeToken(jwt({}, { alg: 'RS256', crit, ...rest })).problems;
  expect(problem?.message).toContain(words);
});

describe('a token that something is wrapped around', () => {
  const token = jwt({ iss: 'https://idp.example', sub: 'ü?' });
  const base64 = (text: string) => Buffer.from(text).toString('base64');

  test.each<[string, string]>([
    ['a scheme', `Bearer ${token}`],
    ['a scheme in other letters', `bearer  ${token}\n`],
    ['a whole header', `Authorization: Bearer ${token}`],
    ['a scheme that is percent-encoded', `Bearer%20${token}`],
    ['quotation marks', `'${token}'`],
    ['percent-encoding', encodeURIComponent(JSON.stringify({ id_token: token }))],
    ['percent-encoded padding', encodeURIComponent(`${token}=`)],
    ['a form', `state=x&id_token=${token}`],
    ['a fragment', `#id_token=${token}&state=x`],
    ['a URL', `https://rp.example/cb#id_token=${token}`],
    ['a name', `id_token: ${token}`],
    ['a name and quotation marks', `id_token: '${token}'`],
    ['a name and a space', `token ${token}`],
    ['quotation marks that are percent-encoded', encodeURIComponent(`"${token}"`)],
    ['a cookie', `id_token=${token}; Path=/; HttpOnly`],
    ['a cookie among others', `theme=dark; id_token=${token}`],
    ['a whole cookie header', `Set-Cookie: session=${token}; Secure`],
    ['base64', encode(token)],
    ['base64 of JSON', base64(JSON.stringify({ id_token: token }))],
    ['two of them', `Bearer ${encode(token)}`],
  ])('%s is read, and the wrapping is told', (_name, text) => {
    const decoded = decodeToken(text);
    expect(decoded.problems.map(({ code }) => code)).toContain('wrapped');
    expect(primaryToken(decoded)).toMatchObject({ token: { claims: { sub: 'ü?' } } });
  });

  test('places are still those of the whole where nothing was decoded', () => {
    const [header = '', payload = ''] = token.split('.');
    const found = decodeToken(`Bearer ${header}.!${payload}.${'A'.repeat(342)}`).problems;
    expect(found.map(({ code, at }) => [code, at.offset])).toEqual([
      ['wrapped', 0],
      ['bad-base64url', 7 + header.length + 1],
    ]);
  });

  test.each([
    '4/0AX4XfWh%2Fcode',
    'a=b',
    'Bearer',
    'https://idp.example/?code=abc',
    'c29tZSBwbGFpbiB0ZXh0IQ',
    "it's",
    'session="abc"',
    '%22abc%22',
  ])('%s is left alone', text => {
    expect(decodeToken(text)).toMatchObject({ kind: 'opaque', source: text, problems: [] });
  });

  test('what a cookie has beside the token is no part of it', () => {
    expect(describeProblems(decodeToken(`id_token=${token}; Path=/; HttpOnly`))).toEqual([
      'token, character 0: The token is a cookie. Its fields are shown.',
    ]);
  });

  test('wrappings within wrappings end somewhere', () => {
    const decoded = decodeToken(`${'Bearer '.repeat(1000)}${token}`);
    expect(decoded.problems.map(({ code }) => code)).toContain('too-deep');
  });
});

describe('a string that is neither a token nor a code', () => {
  test.each([
    ['<!doctype html><title>Sign in</title>', 'Markup', ['no-token']],
    ['-----BEGIN CERTIFICATE-----\nMIIB', 'PEM', ['no-token']],
    [jwt({ iss: 'https://idp.example' }).toLowerCase(), 'letters were all made small', ['no-token']],
    ['<samlp:Response xmlns:samlp="urn:oasis:names:tc:SAML:2.0:protocol">', 'SAML', []],
    [Buffer.from('<?xml version="1.0"?>\n<saml2p:Response ID="_1">').toString('base64'), 'SAML', []],
    [Buffer.from('<Assertion ID="_1">').toString('base64'), 'SAML', []],
    ['v4.public.eyJzdWIiOiJ1In0', 'PASETO', []],
  ])('%s', (text, words, expected) => {
    const decoded = decodeToken(text);
    expect(decoded).toMatchObject({ kind: 'opaque', source: text, note: expect.stringContaining(words) });
    expect(codes(text)).toEqual(expected);
  });

  test.each(['PD94-session', 'v4.publicity', 'eyjafjallajokull', 'eyj.a'])('%s may be a code', text => {
    expect(decodeToken(text)).toMatchObject({ kind: 'opaque', note: expect.stringContaining('code'), problems: [] });
  });
});

test('a claim of the wrong type is told with what it should be and what it is', () => {
  const token = `${HEADER}.${encode('{"amr":["pwd",1],"exp":1e400,"address":{"region":7}}')}.${'A'.repeat(342)}`;
  expect(describeProblems(decodeToken(token)).slice(1)).toEqual([
    'payload, character 1 of the decoded text ($.amr): amr should be an array of strings, and is an array with a number in it.',
    'payload, character 17 of the decoded text ($.exp): exp should be a number of seconds, and is a number too large to be one.',
    'payload, character 29 of the decoded text ($.address.region): region should be a string, and is a number.',
  ]);
});

describe('what is no JWT', () => {
  test.each([
    [null, 'json', ['no-token']],
    ['', 'opaque', ['empty-token']],
    ['   ', 'opaque', ['empty-token']],
    [undefined, 'opaque', ['no-token']],
    [42, 'json', ['not-text']],
    [false, 'json', ['not-text']],
    ['undefined', 'opaque', ['stringified']],
    ['[object Object]', 'opaque', ['stringified']],
    ['4/0AX4XfWi.code~x', 'opaque', []],
    ['SplxlOBeZQQYbYS6WxSbIA', 'opaque', []],
    ['eyes.on.example', 'opaque', []],
    ['4/0A.exa', 'opaque', []],
    [{}, 'json', []],
    [[1, 'a'], 'json', []],
    ['{"a":1,}', 'json', ['json-syntax']],
    ['"text in quotes"', 'json', []],
  ])('%j is %s', (value, kind, expected) => {
    const decoded = decodeToken(value);
    expect(decoded.kind).toBe(kind);
    expect(decoded.problems.map(({ code }) => code)).toEqual(expected);
    expect(summarise(decoded).kind).toBe(kind);
  });

  test('an opaque token points to the server', () => {
    expect(decodeToken('SplxlOBeZQQYbYS6WxSbIA')).toMatchObject({ note: expect.stringContaining('introspect') });
  });
});

describe('tokens inside JSON', () => {
  const inner = jwt({ sub: 'u' });

  test.each([
    ['an object', { id_token: inner, access_token: 'opaque' }, ['$.id_token']],
    ['deeper', { response: { tokens: ['x', inner] } }, ['$.response.tokens[1]']],
    ['JSON in a string', JSON.stringify({ id_token: inner }), ['$.id_token']],
    ['a string in a string', JSON.stringify(inner), ['$']],
    ['a name that is no identifier', { 'id token': inner }, ['$["id token"]']],
  ])('%s', (_name, value, paths) => {
    const decoded = decodeToken(value);
    expect(decoded.kind === 'json' && decoded.found.map(({ path }) => path)).toEqual(paths);
    expect(decoded.kind === 'json' && decoded.found[0]?.token).toMatchObject({ kind: 'jwt', claims: { sub: 'u' } });
  });

  test('their problems are told with their path', () => {
    expect(describeProblems(decodeToken({ id_token: jwt({ exp: 'soon' }) }))).toEqual([
      '$.id_token: payload, character 1 of the decoded text ($.exp): exp should be a number of seconds, and is a string.',
    ]);
  });

  test('a value nested too deep is cut and said to be', () => {
    let value: unknown = 'x';
    for (let level = 0; level < 20_000; level += 1) value = [value];
    const decoded = decodeToken({ value });
    expect(decoded.problems.map(({ code }) => code)).toEqual(['too-deep']);
    expect(() => JSON.stringify(summarise(decoded))).not.toThrow();
  });

  test('tokens in tokens end somewhere', () => {
    let token = jwt({ sub: 'innermost' });
    for (let layer = 0; layer < 12; layer += 1) {
      token = `${encode('{"alg":"none","cty":"JWT"}')}.${encode(token)}.`;
    }
    expect(describeProblems(decodeToken(token)).join()).toContain('More than 8 tokens inside each other');
  });
});

describe('an SD-JWT', () => {
  const digest = digestNamed('sha-256') ?? (() => '');
  const disclosure = (...contents: unknown[]) => encode(JSON.stringify(contents));
  const sdJwt = (payload: object, disclosures: string[]) => [jwt(payload), ...disclosures, ''].join('~');
  const named = disclosure('salt', 'email', 'a@idp.example');

  test.each([
    ['a disclosure nobody refers to', sdJwt({ _sd: [] }, [named]), ['disclosure-unreferenced']],
    ['the same digest twice', sdJwt({ _sd: [digest(named), digest(named)] }, [named]), ['digest-repeated']],
    [
      'the same disclosure twice',
      sdJwt({ _sd: [digest(named)] }, [named, named]),
      ['digest-repeated', 'disclosure-unreferenced'],
    ],
    ['a claim that is there already', sdJwt({ _sd: [digest(named)], email: 'b' }, [named]), ['claim-overwritten']],
    ['a name where an element is due', sdJwt({ list: [{ '...': digest(named) }] }, [named]), ['disclosure-form']],
    ['digests that are no list', sdJwt({ _sd: 'x', _sd_alg: 'sha-256' }, []), ['digest-form']],
    ['an unknown digest', sdJwt({ _sd: ['x'], _sd_alg: 'md5' }, [named]), ['digest-algorithm']],
    ['a disclosure of one', sdJwt({ _sd: [] }, [disclosure('salt')]), ['disclosure-form', 'disclosure-unreferenced']],
    [
      'a disclosure that is no JSON',
      sdJwt({ _sd: [] }, ['AAAA']),
      ['json-syntax', 'disclosure-form', 'disclosure-unreferenced'],
    ],
    ['nothing between tildes', sdJwt({ _sd: [] }, ['']), ['disclosure-form']],
    ['no tilde at the end', `${jwt({ _sd: [digest(named)] })}~${named}`, ['missing-tilde']],
    ['no tilde at all', jwt({ _sd_alg: 'sha-256' }), ['missing-tilde']],
  ])('with %s', (_name, token, expected) => {
    const decoded = decodeToken(token);
    expect(decoded.kind).toBe('sd-jwt');
    expect([...new Set(decoded.problems.map(({ code }) => code))].sort()).toEqual([...expected].sort());
  });

  test('whose disclosed claim has the wrong type', () => {
    const [email, birth] = [disclosure('s', 'email_verified', 'true'), disclosure('t', 'exp', 1_700_000_000_000)];
    const decoded = decodeToken(sdJwt({ _sd: [digest(email), digest(birth)] }, [email, birth]));
    expect(decoded.problems.map(({ code, at }) => [code, at.part, at.path])).toEqual([
      ['claim-type', 'disclosure 1', '$.email_verified'],
      ['claim-in-milliseconds', 'disclosure 2', '$.exp'],
    ]);
  });

  test('cannot be made to unfold without end', () => {
    const levels = Array.from({ length: 40 });
    const disclosures: string[] = [];
    levels.reduce<unknown>((value, _, level) => {
      const next = disclosure(`salt ${level}`, value);
      disclosures.push(next);
      return [{ '...': digest(next) }, { '...': digest(next) }];
    }, 'x');
    const last = digest(disclosures.at(-1) ?? '');
    const decoded = decodeToken(sdJwt({ list: [{ '...': last }, { '...': last }] }, disclosures));
    expect(new Set(codes(sdJwt({ list: [{ '...': last }] }, disclosures)))).toEqual(new Set(['digest-repeated']));
    expect(JSON.stringify(summarise(decoded)).length).toBeLessThan(100_000);
  });

  test.each<[string, (text: string) => string, string]>([
    ['in hex', text => createHash('sha256').update(text).digest('hex'), 'in hex'],
    ['in plain base64', text => createHash('sha256').update(text).digest('base64'), 'in plain base64'],
    [
      'of the decoded text',
      text => digest(Buffer.from(text, 'base64url').toString()),
      'The digest of its decoded text',
    ],
  ])('a digest %s is told from one that is missing', (_name, make, words) => {
    const [problem] = decodeToken(sdJwt({ _sd: [make(named)] }, [named])).problems;
    expect(problem).toMatchObject({ code: 'disclosure-unreferenced', message: expect.stringContaining(words) });
    const [other] = decodeToken(sdJwt({ _sd: [make('other')] }, [named])).problems;
    expect(other?.message).toMatch(/verifiers must refuse the token\.$/);
  });

  test('a digest algorithm in capitals is told from one that is not known', () => {
    const [problem] = decodeToken(sdJwt({ _sd: [], _sd_alg: 'SHA-256' }, [])).problems;
    expect(problem?.message).toContain('“sha-256” was meant');
    expect(decodeToken(sdJwt({ _sd: [], _sd_alg: 'md5' }, [])).problems[0]?.message).not.toContain('meant');
  });

  test('discloses __proto__ as data', () => {
    const hostile = disclosure('salt', '__proto__', { polluted: true });
    const decoded = decodeToken(sdJwt({ _sd: [digest(hostile)] }, [hostile]));
    expect(decoded.kind === 'sd-jwt' && Object.keys(decoded.claims ?? {})).toEqual(['__proto__']);
    expect('polluted' in {}).toBe(false);
  });
});
