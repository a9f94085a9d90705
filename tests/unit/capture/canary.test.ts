import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeText } from '../../../src/core/capture/base64url-text.ts';
import { type ExportFormat, exportInSteps } from '../../../src/core/capture/export.ts';
import { finish } from '../../../src/core/capture/steps.ts';
import type { Capture, Flow } from '../../../src/core/model.ts';
import { jwt, optionsFor } from './sample.ts';
import { mapKeys, mapStrings, readings } from './strings.ts';
import { wholeFlow } from './whole-flow.ts';

const FORMATS: ExportFormat[] = ['json', 'har', 'report'];

/** Ways in which a value comes to stand in another: each can hold any other. */
const WRAPS: Record<string, (text: string) => string> = {
  alone: text => text,
  json: text => JSON.stringify({ accounts: [{ id: text, name: [text, { nested: text }] }] }),
  jsonKey: text => JSON.stringify({ params: { [text]: { [text]: 1 } } }),
  jsonInJson: text => JSON.stringify({ params: JSON.stringify({ state: text }) }),
  brokenJson: text => `{"accounts":[{"id":"${text}","name":${text},"x":"${text}`,
  form: text => `client_id=${encodeURIComponent(text)}&account_id=1&params=${encodeURIComponent(text)}`,
  formKey: text => `account_id=1&${encodeURIComponent(text)}=1&${encodeURIComponent(text)}`,
  query: text => `https://idp.example/authorize?state=${encodeURIComponent(text)}&${encodeURIComponent(text)}`,
  path: text => `https://idp.example/users/${encodeURIComponent(text)}/pictures/${encodeURIComponent(text)}.png`,
  relative: text => `/fedcm/${encodeURIComponent(text)}?token=${encodeURIComponent(text)}`,
  fragment: text => `https://rp.example/cb#id_token=${encodeURIComponent(text)}&state=1`,
  bareFragment: text => `https://rp.example/cb#${encodeURIComponent(text)}`,
  userInfo: text => `https://${encodeURIComponent(text)}:${encodeURIComponent(text)}@idp.example/fedcm/accounts`,
  token: text => jwt({ alg: 'RS256', kid: text }, { sub: text, roles: [text], address: { street: text, [text]: 1 } }),
  signature: text => jwt({ alg: 'RS256' }, { sub: '1' }, encodeText(text)),
  encrypted: text => `${encodeText(JSON.stringify({ alg: 'dir', apu: text }))}.${encodeText(text)}.aa.bb.cc`,
  sdJwt: text => `${jwt({ alg: 'ES256' }, { _sd: [text] })}~${encodeText(JSON.stringify([text, 'email', text]))}~`,
  sdJwtItem: text => `${jwt({ alg: 'ES256' }, {})}~${encodeText(JSON.stringify([text, { [text]: text }]))}~`,
  base64url: text => encodeText(text),
  base64: text => Buffer.from(text).toString('base64'),
  percent: text => [...Buffer.from(text)].map(byte => `%${byte.toString(16).padStart(2, '0')}`).join(''),
  percentMixed: text =>
    [...Buffer.from(text)]
      .map((byte, at) => {
        const hex = byte.toString(16).padStart(2, '0');
        return `%${at % 2 === 0 ? hex : hex.toUpperCase()}`;
      })
      .join(''),
  percentTwice: text => encodeURIComponent(WRAPS['percent']?.(text) ?? ''),
  dataUrl: text => `data:application/json,${encodeURIComponent(text)}`,
  dataUrlBase64: text => `data:image/svg+xml;base64,${Buffer.from(text).toString('base64')}`,
  escaped: text =>
    `{"id":"${[...text].map(char => `\\u${char.charCodeAt(0).toString(16).padStart(4, '0')}`).join('')}"}`,
  stack: text => `at ${text} (https://rp.example/app.js?v=${text}:10:5)`,
  quoted: text => `The accounts endpoint answered “${text}”, not "${text}" or \`${text}\`.`,
  sentence: text => `The accounts endpoint answered ${text}.`,
  email: text => `${text}@mail.example`,
  header: text => `session=${text}; Path=/; HttpOnly`,
  html: text => `<p title="${text}">${text}</p>`,
  otherHost: text => `https://${text}.tracker.example.net/`,
};

/** Places in which hosts are kept: a report without them helps nobody. */
const PARTY = /^page\.(?:url|origin|topOrigin|ancestors\[\d+\]\.origin)$|configURL$/;
/** The names of claims are kept. */
const CLAIM_NAME = 'token.disclosures[0][1]';

/** Words, letters, numbers short and long, and values of three characters that no pseudonym can hold by chance. */
const canaries = fc.oneof(
  fc.stringMatching(/^zq[0-9a-f]{10}$/),
  fc.stringMatching(/^zq[a-z]{10}$/).filter(canary => !canary.includes('redacted')),
  fc.stringMatching(/^8[0-9]{12}$/),
  fc.constantFrom('840517', '64913', '+49 151 8405177', '840-55-6491', '14.08.1964'),
  fc.constantFrom('žøß', 'ŁúK', 'Ωq1', '李小龙'),
);

const exported = (format: ExportFormat, flow: Flow): string =>
  finish(exportInSteps(format, [flow], optionsFor('secrets'))).parts.join('');

/** The surroundings of the canary where it got out, under whichever reading. */
function leakIn(text: string, canary: string): string {
  for (const reading of readings(text)) {
    const at = reading.indexOf(canary);
    if (at >= 0) return reading.slice(Math.max(0, at - 80), at + 80);
  }
  return '';
}

function expectNoLeak(flow: Flow, canary: string): void {
  for (const format of FORMATS) expect(leakIn(exported(format, flow), canary), format).toBe('');
}

const paths: string[] = [];
mapStrings(wholeFlow(), (text, path) => {
  if (path !== CLAIM_NAME) paths.push(path);
  return text;
});

describe('redaction', () => {
  it.each(Object.entries(WRAPS))('lets no secret out of any string of a flow: %s', (name, wrap) => {
    fc.assert(
      fc.property(canaries, canary => {
        const flow = mapStrings(wholeFlow(), (text, path) =>
          name === 'otherHost' && PARTY.test(path) ? text : wrap(canary),
        );
        expectNoLeak(flow as Flow, canary);
      }),
      { numRuns: 6 },
    );
  });

  it.each([
    ['before', (text: string, canary: string) => `${canary} ${text}`],
    ['after', (text: string, canary: string) => `${text} ${canary}`],
    ['joined', (text: string, canary: string) => text + canary],
    ['quoted', (text: string, canary: string) => `${text} "${canary}"`],
  ])('lets no secret out that stands beside what is kept: %s', (_, plant) => {
    fc.assert(
      fc.property(canaries, canary => {
        const flow = mapStrings(wholeFlow(), (text, path) => (path === CLAIM_NAME ? text : plant(text, canary)));
        expectNoLeak(flow as Flow, canary);
      }),
      { numRuns: 6 },
    );
  });

  it('lets no secret out of encodings within encodings, in one string or in all', () => {
    const wraps = fc.array(fc.constantFrom(...Object.keys(WRAPS)), { minLength: 1, maxLength: 4 });
    fc.assert(
      fc.property(canaries, wraps, fc.constantFrom('', ...paths), (canary, names, only) => {
        const planted = names.reduceRight((text, name) => WRAPS[name]?.(text) ?? text, canary);
        const flow = mapStrings(wholeFlow(), (text, path) => {
          if (only !== '' && path !== only) return text;
          return names[0] === 'otherHost' && PARTY.test(path) ? text : planted;
        });
        expectNoLeak(flow as Flow, canary);
      }),
      { numRuns: 300 },
    );
  });

  it('lets no secret out of the names of members', () => {
    fc.assert(
      fc.property(canaries, canary => {
        const flow = wholeFlow();
        const named = (value: unknown) => mapKeys(value, key => `${key}${canary}`);
        const payload = { address: named({ street: 'x', inner: { deeper: 1 } }) };
        expectNoLeak(
          {
            ...flow,
            request: named(flow.request),
            options: named(flow.options),
            outcome: { status: 'rejected', value: named(flow.outcome.value), error: { value: { [canary]: canary } } },
            token: { kind: 'jwt', problems: [], checks: [], payload },
            ...{ [canary]: 1, fieldOfANewerVersion: { [canary]: [{ [canary]: 1 }] } },
          } as Flow,
          canary,
        );
      }),
      { numRuns: 40 },
    );
  });

  it('lets no number out that could be a secret', () => {
    fc.assert(
      fc.property(
        fc.oneof(
          fc.integer({ min: 100_003, max: 999_999 }),
          fc.integer({ min: 8e12, max: 9e15 }),
          fc.constant(6491.25),
        ),
        number => {
          const flow = wholeFlow();
          const [exchange] = flow.exchanges;
          if (exchange) {
            exchange.request.url = `https://idp.example/users/${number}?user=${number}`;
            exchange.response.body = `{"accounts":[{"id":${number},"phone":"${number}","list":[${number}]}]}`;
          }
          flow.request = { params: { user: number, [`u${number}`]: { [number]: -number } } };
          flow.token = { kind: 'json', payload: { sub: number }, problems: [], checks: [] };
          flow.findings[0]?.evidence.push({ path: `$.users.${number}.id`, found: `${number}`, note: `is ${number}.` });
          expectNoLeak(flow, String(number));
        },
      ),
      { numRuns: 60 },
    );
  });

  it.each(['482 913', '482:913:557', '482–913', '(482) 913', '48 29 13', '482,913', '10.20.30.40', 'Grant'])(
    'lets no code out that is written in groups, and no name that is a word: %s',
    canary => {
      for (const path of paths) {
        // A name that is a word is one in prose, and in what is none of the flow's own words.
        if (canary === 'Grant' && !/^id$|^parent$|documentId|\.id$|candidates|overlaps|account|name/i.test(path))
          continue;
        const flow = mapStrings(wholeFlow(), (text, at) => (at === path ? canary : text)) as Flow;
        expect(leakIn(exported('json', flow), canary), path).toBe('');
      }
    },
  );

  it('lets no number out of a header that counts, where it is no duration or size', () => {
    const names = [
      'Age',
      'Retry-After',
      'Expires',
      'Access-Control-Max-Age',
      'Content-Length',
      'Date',
      'Cache-Control',
    ];
    const flow = wholeFlow();
    const [exchange] = flow.exchanges;
    if (exchange === undefined) throw new Error('The flow has an exchange.');
    const withHeaders = (value: string, prefix = ''): Flow => {
      const headers = names.map(name => ({ name, value: prefix + value }));
      return {
        ...flow,
        exchanges: [{ ...exchange, response: { ...exchange.response, headers } }],
        findings: flow.findings.map(finding => ({ ...finding, title: `It was ${value}`, explanation: prefix + value })),
      };
    };
    for (const value of ['8405171234', '-840517123', '84051712341']) expectNoLeak(withHeaders(value), value);
    expectNoLeak(withHeaders('840517', 'private, max-age='), '840517');
    const kept = JSON.parse(exported('json', withHeaders('86400', 'private, max-age='))).flows[0];
    expect(kept.exchanges[0].response.headers.at(-1).value).toBe('private, max-age=86400');
    expect(kept.findings[0].explanation).toBe('private, max-age=86400');
    expect(kept.findings[0].title).not.toContain('86400');
  });

  it('lets no day out that may be one of birth, while what happened of late stays', () => {
    const { startedAt, ...flow } = wholeFlow();
    const born = '1987-03-14T00:00:00Z';
    const recent = new Date(startedAt - 90 * 86_400_000).toISOString();
    const [finding] = flow.findings;
    const told = (day: string): Flow => ({
      ...flow,
      startedAt,
      request: { identity: { providers: [{ params: { since: { $type: 'Date', value: day } } }] } },
      outcome: { status: 'fulfilled', value: { dob: day, texts: [JSON.stringify({ since: day })] } },
      findings: finding ? [{ ...finding, explanation: `It was ${day}.` }] : [],
    });
    expectNoLeak(told(born), '1987-03-14');
    const after = JSON.parse(exported('json', told(recent))).flows[0];
    expect(JSON.stringify(after.outcome.value).split(recent)).toHaveLength(3);
    expect(after.findings[0].explanation).toBe(`It was ${recent}.`);
  });

  it('lets no short number out of a path, while versions stay', () => {
    const flow = wholeFlow();
    const [exchange] = flow.exchanges;
    if (exchange === undefined) throw new Error('The flow has an exchange.');
    exchange.request.url = 'https://idp.example/v2/users/42/7.png/oauth/2.0/accounts';
    const { url } = JSON.parse(exported('json', flow)).flows[0].exchanges[0].request;
    expect(url).toMatch(/^https:\/\/idp\.example\/v2\/users\/9\d{14}\/9\d{14}\.png\/oauth\/2\.0\/accounts$/);
  });

  it('lets no secret out of data of any shape', () => {
    fc.assert(
      fc.property(canaries, fc.jsonValue(), (canary, value) => {
        const planted = mapStrings(value, text => `${text}${canary}`);
        const flow: Flow = {
          ...wholeFlow(),
          request: planted,
          outcome: { status: 'rejected', value: planted, error: { value: planted } },
          ...{ fieldOfANewerVersion: planted, [`${canary}1`]: planted },
        };
        expectNoLeak(flow, canary);
      }),
    );
  });

  it('lets no secret out of what stands beside the flows', () => {
    const canary = 'zq7canary41fe';
    const dropped = [{ flows: 1, reason: canary, ...{ [canary]: canary, by: canary } }];
    const frame: Omit<Capture, 'flows'> = {
      format: 'fedcm-capture',
      version: 1,
      creator: { name: canary, version: canary },
      exportedAt: '2026-11-23T01:00:00.000Z',
      userAgent: `Mozilla ${canary}`,
      redaction: 'none',
      dropped,
      ...{ comment: canary, [canary]: { [canary]: canary } },
    };
    const flow = { ...wholeFlow(), id: 'import-1/flow-1', imported: true };
    for (const format of FORMATS) {
      const options = { ...optionsFor('secrets'), dropped, frames: new Map([['import-1/', frame]]) };
      const text = finish(exportInSteps(format, [flow], options)).parts.join('');
      expect(leakIn(text, canary)).toBe('');
    }
  });
});
