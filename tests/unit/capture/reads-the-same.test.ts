import { describe, expect, test } from 'vitest';
import { exportInSteps } from '../../../src/core/capture/export.ts';
import { finish } from '../../../src/core/capture/steps.ts';
import { type DiagnosisContext, diagnose } from '../../../src/core/diagnosis/index.ts';
import type { Flow } from '../../../src/core/model.ts';
import { checkToken } from '../../../src/core/token/check.ts';
import { decodeToken } from '../../../src/core/token/decode.ts';
import { summarise } from '../../../src/core/token/summarise.ts';
import { CONFIG, GOOD, RP, rejected, START } from '../diagnosis/flows.ts';
import { FITTING, flowWith, SECONDS } from '../token/flows.ts';
import { jwt } from '../token/tokens.ts';
import { optionsFor } from './sample.ts';

const { wellKnown, config, accounts } = GOOD;

function told(flow: Flow): Flow {
  return JSON.parse(finish(exportInSteps('json', [flow], optionsFor('secrets'))).parts.join('')).flows[0];
}

/** Failures whose findings quote addresses, numbers, times and words, and nothing that is somebody's. */
const FAILURES: [name: string, flow: Flow, context?: Partial<DiagnosisContext>][] = [
  ['a status', rejected({ wellKnown: { status: 404 }, config })],
  ['a size of seven digits', rejected({ wellKnown: { body: `"${'x'.repeat(1 << 20)}"` }, config })],
  ['a net error', rejected({ wellKnown, config: { error: 'net::ERR_CONNECTION_RESET' } })],
  ['a URL at the end of a clause', rejected({ wellKnown, config: { status: 404 } })],
  ['a parser’s message', rejected({ wellKnown, config: { body: '{"accounts_endpoint": "/accounts",}' } })],
  ['a header', rejected({ wellKnown: { ...wellKnown, type: 'text/html' }, config })],
  ['a list', rejected({ wellKnown: { body: { provider_urls: [CONFIG, '/config.json'] } }, config })],
  ['accounts', rejected({ wellKnown, config, accounts: { status: 401 } })],
  [
    'CORS',
    rejected({
      wellKnown,
      config,
      accounts,
      assertion: { body: { token: 't' }, headers: [{ name: 'Access-Control-Allow-Origin', value: `${RP}/` }] },
    }),
  ],
  [
    'an error code',
    rejected({ wellKnown, config, accounts, assertion: { body: { error: { code: 'access_denied' } } } }),
  ],
  [
    'a time of an earlier call',
    { ...rejected({}), startedAt: START + 60_000 },
    { earlier: [rejected({ wellKnown, config, accounts: { status: 401 } })] },
  ],
];

describe('findings read the same in a redacted file', () => {
  test.each(FAILURES)('with %s', (_, flow, context) => {
    const findings = diagnose(flow, { earlier: [], ...context });
    expect(findings).not.toEqual([]);
    expect(told({ ...flow, findings }).findings).toEqual(findings);
  });
});

describe('checks read the same in a redacted file', () => {
  test.each([
    ['that fit', {}],
    ['that expired', { exp: SECONDS - 5000 }],
    ['that are good for long', { exp: SECONDS + 90 * 86_400 }],
    ['that are old', { iat: SECONDS - 100_000 }],
    ['of another unit', { iat: SECONDS * 1000 }],
    ['that begin later', { nbf: SECONDS + 999 }],
  ])('of claims %s', (_, claims) => {
    const token = jwt({ ...FITTING, ...claims });
    const flow = flowWith(token);
    const decoded = decodeToken(token);
    const checks = checkToken(decoded, flow, { earlier: [] });
    const after = told({ ...flow, token: { ...summarise(decoded), checks } }).token?.checks ?? [];
    // What is somebody's stands in quotation marks.
    const said = (all: typeof checks) =>
      all.map(({ id, status, detail }) => [id, status, detail.replace(/“(?!https?:)[^”]*”/g, '“”')]);
    expect(said(after)).toEqual(said(checks));
  });
});
