import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { encodeText } from '../../../src/core/capture/base64url-text.ts';
import { type ExportFormat, exportInSteps } from '../../../src/core/capture/export.ts';
import { finish } from '../../../src/core/capture/steps.ts';
import type { Flow } from '../../../src/core/model.ts';
import { jwt, optionsFor, sampleFlow } from './sample.ts';
import { mapStrings, readings } from './strings.ts';

const FORMATS: ExportFormat[] = ['json', 'har', 'report'];

/** Ways in which a secret comes to stand in a string. */
const PLANTS: Record<string, (text: string, canary: string) => string> = {
  alone: (_, canary) => canary,
  before: (text, canary) => canary + text,
  after: (text, canary) => text + canary,
  quoted: (text, canary) => `${text} "${canary}"`,
  sentence: (_, canary) => `The accounts endpoint answered ${canary}.`,
  json: (_, canary) => JSON.stringify({ accounts: [{ id: canary, [canary]: [canary, { nested: canary }] }] }),
  nestedJson: (_, canary) => JSON.stringify({ params: JSON.stringify({ state: canary }) }),
  brokenJson: (_, canary) => `{"accounts":[{"id":"${canary}","name":${canary},"x":"${canary}`,
  form: (_, canary) => `client_id=${canary}&account_id=1&${canary}=1&params=${encodeURIComponent(`{"a":"${canary}"}`)}`,
  query: (_, canary) => `https://idp.example/fedcm/${canary}?token=${canary}&${canary}#${canary}`,
  fragment: (_, canary) => `https://rp.example/cb#id_token=${canary}&state=${canary}`,
  userInfo: (_, canary) => `https://${canary}:${canary}@idp.example/fedcm/accounts`,
  otherHost: (_, canary) => `https://${canary}.tracker.example.net/`,
  token: (_, canary) =>
    jwt({ alg: 'RS256', kid: canary }, { sub: canary, roles: [canary], address: { street: canary } }, canary),
  innerToken: (_, canary) => jwt({ alg: 'none' }, { id_token: jwt({ alg: 'none' }, { email: `${canary}@a.example` }) }),
  sdJwt: (_, canary) =>
    `${jwt({ alg: 'ES256' }, { _sd: [canary] })}~${encodeText(JSON.stringify([canary, 'email', canary]))}~`,
  base64url: (_, canary) => encodeText(`{"secret":"${canary}"}`),
  percent: (_, canary) => [...canary].map(char => `%${char.charCodeAt(0).toString(16)}`).join(''),
  stack: (_, canary) => `at ${canary} (https://rp.example/app.js?v=${canary}:10:5)`,
  email: (_, canary) => `${canary}@mail.example`,
  header: (_, canary) => `session=${canary}; Path=/; HttpOnly`,
};

/** The hosts of the relying party and the identity provider are kept: a report without them helps nobody. */
const PARTY = /^page\.(?:url|origin)$|configURL$/;

const canaries = fc.oneof(
  fc.stringMatching(/^zq[0-9a-f]{10}$/),
  fc.stringMatching(/^zq[a-z]{10}$/).filter(canary => !canary.includes('redacted')),
  fc.stringMatching(/^[0-9]{13}$/).map(digits => `8${digits.slice(1)}`),
);

function exported(format: ExportFormat, flow: Flow): string {
  return finish(exportInSteps(format, [flow], optionsFor('secrets'))).parts.join('');
}

/** The surroundings of the canary where it got out. */
function leakIn(text: string, canary: string): string {
  for (const reading of readings(text)) {
    const at = reading.indexOf(canary);
    if (at >= 0) return reading.slice(Math.max(0, at - 80), at + 80);
  }
  return '';
}

describe('redaction', () => {
  it.each(Object.entries(PLANTS))('lets no secret out of any string of a flow: %s', (_, plant) => {
    fc.assert(
      fc.property(canaries, canary => {
        const planted = (text: string, path: string) =>
          plant === PLANTS['otherHost'] && PARTY.test(path) ? text : plant(text, canary);
        const flow = mapStrings(sampleFlow(), planted) as Flow;
        for (const format of FORMATS) expect(leakIn(exported(format, flow), canary)).toBe('');
      }),
      { numRuns: 12 },
    );
  });

  it('lets no secret out when only one string holds it', () => {
    const paths: string[] = [];
    mapStrings(sampleFlow(), (text, path) => {
      paths.push(path);
      return text;
    });
    fc.assert(
      fc.property(
        canaries,
        fc.constantFrom(...paths),
        fc.constantFrom(...Object.values(PLANTS)),
        (canary, at, plant) => {
          fc.pre(plant !== PLANTS['otherHost'] || !PARTY.test(at));
          const flow = mapStrings(sampleFlow(), (text, path) => (path === at ? plant(text, canary) : text)) as Flow;
          for (const format of FORMATS) expect(leakIn(exported(format, flow), canary)).toBe('');
        },
      ),
      { numRuns: 500 },
    );
  });

  it('lets no secret out of data of any shape', () => {
    fc.assert(
      fc.property(canaries, fc.jsonValue(), (canary, value) => {
        const planted = mapStrings(value, text => `${text}${canary}`);
        const flow: Flow = {
          ...sampleFlow(),
          request: planted,
          outcome: { status: 'rejected', value: planted, error: { value: planted } },
          ...{ fieldOfANewerVersion: planted, [`${canary}1`]: planted },
        };
        for (const format of FORMATS) expect(leakIn(exported(format, flow), canary)).toBe('');
      }),
    );
  });
});
