import fc from 'fast-check';
import { expect, it } from 'vitest';
import { checkProvider, diagnose } from '../../../src/core/diagnosis/index.ts';
import type { Api, Flow } from '../../../src/core/model.ts';
import { CONFIG, exchanges, RP, rejected, START } from './flows.ts';

const APIS: Api[] = [
  'credentials.get',
  'IdentityCredential.disconnect',
  'IdentityProvider.getUserInfo',
  'login.setStatus',
  'IdentityProvider.resolve',
];
const deep = (levels: number): string => '['.repeat(levels) + ']'.repeat(levels);

const text = fc.oneof(fc.string(), fc.constantFrom('', '/accounts', CONFIG, 'data:,x', 'http://[', deep(20_000)));
const near = fc.oneof(
  { weight: 3, arbitrary: fc.json() },
  fc.string(),
  fc.constantFrom(
    deep(20_000),
    `{"accounts":${deep(5000)}}`,
    '{"provider_urls":[null]}',
    '{"accounts":[{"__proto__":1}]}',
    '\uFEFF{}',
  ),
  fc
    .record(
      {
        accounts: fc.anything(),
        provider_urls: fc.anything(),
        accounts_endpoint: text,
        login_url: text,
        id_assertion_endpoint: text,
        error: fc.anything(),
        continue_on: text,
        token: fc.anything(),
      },
      { requiredKeys: [] },
    )
    .map(value => stringify(value)),
);
const answer = fc.option(
  fc.record(
    {
      status: fc.constantFrom(0, 200, 204, 302, 304, 401, 404, 500),
      body: near,
      type: fc.constantFrom('application/json', 'text/html', 'a/b+json', ''),
      error: fc.constantFrom('net::ERR_FAILED', 'net::ERR_ABORTED', 'net::ERR_NETWORK_ACCESS_REVOKED'),
      at: fc.integer({ min: 0, max: 9000 }),
    },
    { requiredKeys: ['status'] },
  ),
  { nil: undefined },
);
const answers = fc.record({
  wellKnown: answer,
  config: answer,
  accounts: answer,
  metadata: answer,
  assertion: answer,
  disconnect: answer,
});
const outcome = fc.record(
  {
    status: fc.constantFrom('pending' as const, 'fulfilled' as const, 'rejected' as const, 'interrupted' as const),
    credential: fc.record({ type: fc.constant('identity'), token: fc.anything() }),
    error: fc.record(
      {
        name: fc.constantFrom(
          'NetworkError',
          'IdentityCredentialError',
          'NotAllowedError',
          'TypeError',
          'AbortError',
          'InvalidStateError',
          'Odd',
        ),
        message: fc.string(),
        error: fc.string(),
        url: fc.string(),
        value: fc.anything(),
      },
      { requiredKeys: [] },
    ),
  },
  { requiredKeys: ['status'] },
);
const options = fc.oneof(
  fc.anything(),
  fc.record({
    mediation: fc.constantFrom('silent', 'optional', 3),
    identity: fc.record({
      mode: fc.constantFrom('active', 'passive', null),
      providers: fc.array(fc.oneof(fc.anything(), fc.constant({ configURL: CONFIG, clientId: 'c' })), { maxLength: 4 }),
    }),
  }),
);
const flow = fc
  .record({
    api: fc.constantFrom(...APIS),
    origin: fc.constantFrom(RP, 'null', 'nonsense', ''),
    request: options,
    outcome,
    answers,
    issues: fc.option(fc.array(fc.string(), { maxLength: 3 }), { nil: undefined }),
  })
  .map(
    ({ api, origin, request, answers, outcome, issues }): Flow => ({
      ...rejected({}, {}, { api, request, outcome, page: { url: '', origin } }),
      exchanges: exchanges(compact(answers)),
      ...(issues && {
        chrome: { askedAt: START, issues, log: issues.map(text => ({ at: START, level: 'error', text })) },
      }),
    }),
  );

it('throws for no flow, and finds no error in one that succeeded', () => {
  fc.assert(
    fc.property(flow, fc.array(flow, { maxLength: 3 }), (subject, earlier) => {
      const findings = diagnose(subject, { earlier, siblings: earlier });
      expect(Array.isArray(findings)).toBe(true);
      if (subject.outcome.status === 'fulfilled') {
        expect(findings.filter(({ severity }) => severity === 'error')).toEqual([]);
      }
      if (subject.outcome.status === 'rejected' && subject.api === 'IdentityCredential.disconnect') {
        expect(findings.length).toBeGreaterThan(0);
      }
    }),
    { numRuns: 400 },
  );
});

it('checks any provider without throwing', () => {
  const fetched = fc.record({ url: text, status: fc.constantFrom(0, 200, 404), headers: fc.constant([]), body: near });
  fc.assert(
    fc.property(text, fetched, fetched, (configURL, wellKnown, config) => {
      expect(checkProvider({ configURL, wellKnown, config }).length).toBeGreaterThan(0);
    }),
  );
});

function stringify(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch {
    return '{}';
  }
}

function compact(given: Record<string, object | undefined>): Parameters<typeof exchanges>[0] {
  return Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined));
}
