import { describe, expect, test } from 'vitest';
import { exportInSteps } from '../../../src/core/capture/export.ts';
import { finish } from '../../../src/core/capture/steps.ts';
import { type DiagnosisContext, diagnose } from '../../../src/core/diagnosis/index.ts';
import type { Flow } from '../../../src/core/model.ts';
import { checkToken } from '../../../src/core/token/check.ts';
import { decodeToken } from '../../../src/core/token/decode.ts';
import { summarise } from '../../../src/core/token/summarise.ts';
import { ANN, CONFIG, ENDPOINTS, GOOD, RP, rejected, START } from '../diagnosis/flows.ts';
import { FITTING, flowWith, SECONDS } from '../token/flows.ts';
import { jwt } from '../token/tokens.ts';
import { optionsFor } from './sample.ts';

const { wellKnown, config, accounts } = GOOD;

function told(flow: Flow): Flow {
  return JSON.parse(finish(exportInSteps('json', [flow], optionsFor('secrets'))).parts.join('')).flows[0];
}

/** What Chrome says of a member of an enumeration; findings quote the beginning of it. */
const typeErrorOf = (member: string, value: string): Partial<Flow> => ({
  outcome: {
    status: 'rejected',
    error: {
      name: 'TypeError',
      message: `Failed to execute 'get' on 'CredentialsContainer': Failed to read the 'identity' property from 'CredentialRequestOptions': Failed to read the '${member}' property from 'IdentityCredentialRequestOptions': The provided value '${value}' is not a valid enum value of type IdentityCredentialRequestOptionsMode.`,
    },
  },
});

const refusedWith = (error: string): Partial<Flow> => ({
  outcome: {
    status: 'rejected',
    error: { name: 'IdentityCredentialError', message: 'Error retrieving a token.', error },
  },
});

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
  ['a mode of old', rejected({}, { identity: { mode: 'button' } }, typeErrorOf('mode', 'button'))],
  [
    'a mediation that Chrome does not know',
    rejected({}, { options: { mediation: 'immediate' } }, typeErrorOf('mediation', 'immediate')),
  ],
  ...['unauthorized_origin', 'invalid_token', 'user_blocked', 'ACCOUNT_LOCKED'].flatMap((code): typeof FAILURES => [
    [
      `the error ${code} as a string`,
      rejected({ wellKnown, config, accounts, assertion: { status: 400, body: { error: code } } }),
    ],
    [
      `the error ${code} in an object`,
      rejected({ wellKnown, config, accounts, assertion: { body: { error: { error: code } } } }, {}, refusedWith(code)),
    ],
    [
      `the error code ${code}`,
      rejected({ wellKnown, config, accounts, assertion: { body: { error: { code } } } }, {}, refusedWith(code)),
    ],
  ]),
  [
    'an account label',
    rejected({
      wellKnown,
      config: { body: { ...ENDPOINTS, account_label: 'developer' } },
      accounts: { body: { accounts: [{ ...ANN, label_hints: ['manager'] }] } },
    }),
  ],
  ['a domain hint', rejected({ wellKnown, config, accounts }, { provider: { domainHint: 'any' } })],
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

  test('wherever Chrome’s words in them are cut', () => {
    const { outcome } = typeErrorOf('mode', 'button');
    const message = outcome?.error?.message ?? '';
    const cuts = Array.from({ length: message.length }, (_, at) => `${message.slice(0, at + 1)}…`);
    const flow = rejected({}, { provider: { params: { nonce: 'zq81-44' } }, identity: { mode: 'button' } });
    const [finding] = diagnose({ ...flow, ...typeErrorOf('mode', 'button') }, { earlier: [] });
    if (finding === undefined) throw new Error('The call has a fault.');
    const findings = [{ ...finding, evidence: cuts.map(found => ({ found })) }];
    expect(told({ ...flow, findings }).findings).toEqual(findings);
  });

  test.each([
    'The body has 1,048,576 bytes, of which 12,345 bytes and 250,000 bytes were read.',
    'It answered 401, 404 and 200 after 1204 ms at 14:03:10, in app.js:482:913.',
    'Kept for 3600 s: max-age=86400, 540.25 ms, from 2026-11-23T14:03:10.123Z to 23:59.',
  ])('with numbers that are amounts, statuses, places and times: %s', title => {
    const flow = rejected({ wellKnown, config, accounts: { status: 401 } });
    const [finding] = diagnose(flow, { earlier: [] });
    if (finding === undefined) throw new Error('The answer is a fault.');
    expect(told({ ...flow, findings: [{ ...finding, title }] }).findings[0]?.title).toBe(title);
  });

  test('while what a cut word may have come from is replaced', () => {
    const flow = rejected({}, { provider: { loginHint: 'Optio' } });
    const [finding] = diagnose(rejected({}, { identity: { mode: 'button' } }), { earlier: [] });
    if (finding === undefined) throw new Error('The call has a fault.');
    const findings = [{ ...finding, evidence: [{ found: 'Optio…' }, { found: 'zq7…' }, { found: 'OptionsZq…' }] }];
    expect(JSON.stringify(told({ ...flow, findings }))).not.toMatch(/Optio…|zq7|Zq/);
  });
});

describe('a word that a developer chose', () => {
  test('is equal in the call, the bodies, the outcome and the findings', () => {
    const flow = rejected(
      { wellKnown, config, accounts, assertion: { body: { error: { code: 'user_blocked' } } } },
      { identity: { mode: 'button' } },
      refusedWith('user_blocked'),
    );
    const after = told({ ...flow, findings: diagnose(flow, { earlier: [] }) });
    expect(after.request).toMatchObject({ identity: { mode: 'button' } });
    expect(told({ ...flow, request: { $type: 'lost' } }).request).toEqual({ $type: 'lost' });
    expect(after.exchanges.at(-1)?.response.body).toBe('{"error":{"code":"user_blocked"}}');
    expect(after.outcome.error?.error).toBe('user_blocked');
    expect(after.findings[0]?.title).toContain('user_blocked');
  });

  test('is replaced in all of them where it is in no vocabulary, and an authorization code always', () => {
    const flow = rejected(
      { wellKnown, config, accounts, assertion: { body: { error: { code: 'zebra_blocked' }, code: 'user_blocked' } } },
      {},
      refusedWith('zebra_blocked'),
    );
    const after = told({ ...flow, findings: diagnose(flow, { earlier: [] }) });
    const body = JSON.parse(after.exchanges.at(-1)?.response.body ?? '');
    expect(JSON.stringify(after)).not.toContain('zebra');
    expect(after.outcome.error?.error).toBe(body.error.code);
    expect(body.code).toMatch(/^secret-/);
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
