import { describe, expect, test } from 'vitest';
import { deriveFlow } from '../../../src/core/flow/derive.ts';
import { FlowLog } from '../../../src/core/flow/log.ts';
import type { Flow } from '../../../src/core/model.ts';
import type { Verification } from '../../../src/core/token/verification.ts';
import { jwt } from '../token/tokens.ts';

const T = 1_795_000_000_000;
const ISS = 'https://idp.example';
const TOKEN = jwt({ iss: ISS, aud: 'client-1', sub: 'ann', nonce: 'n-1', iat: T / 1000, exp: T / 1000 + 300 });

const VERIFIED: Verification = {
  verified: true,
  algorithm: 'ES256',
  message: 'Verified.',
  fetched: [`${ISS}/keys`],
  discovery: { issuer: ISS },
};
const UNREACHED: Verification = { verified: false, code: 'network', message: 'No answer.', fetched: [] };

const identity = {
  providers: [{ configURL: `${ISS}/fedcm.json`, clientId: 'client-1', params: { nonce: 'n-1' } }],
};

/** A log with one call of one document, settled with the token. Its work is done at once. */
function logWithToken(): { log: FlowLog; signature: () => string | undefined } {
  const log = new FlowLog(1, { now: () => T + 10_000, soon: flush => flush(), later: () => undefined });
  const origin = 'https://rp.example';
  const url = `${origin}/`;
  const document = {
    documentId: 'd',
    tabId: 1,
    frameId: 0,
    url,
    origin,
    topOrigin: origin,
    timeOrigin: T,
    popup: false,
  };
  log.document(document, 'ready');
  const told = { call: 1, at: T, cut: [] };
  log.event('d', { t: 'call', n: 1, ...told, api: 'credentials.get', url, request: { identity }, context: {} });
  const credential = { type: 'identity', token: TOKEN };
  log.event('d', { t: 'settle', n: 2, ...told, outcome: { status: 'fulfilled', credential } });
  return { log, signature: () => log.flows[0]?.token?.checks.find(({ id }) => id === 'signature')?.status };
}

describe('a log', () => {
  test('keeps what was verified while its flow changes', () => {
    const { log, signature } = logWithToken();
    expect(signature()).toBe('unknown');
    log.noteVerification('d:1', VERIFIED);
    expect(signature()).toBe('pass');
    log.delivered('d:1', [{ url: `${ISS}/s`, method: 'POST', where: 'body', origin: ISS, startedAt: T + 2000 }]);
    expect(log.flows[0]?.deliveries).toHaveLength(1);
    expect(signature()).toBe('pass');
    log.noteVerification('d:1', UNREACHED);
    expect(signature()).toBe('pass');
  });

  test('takes a copy', () => {
    const { log, signature } = logWithToken();
    const verification = structuredClone(VERIFIED);
    log.noteVerification('d:1', verification);
    Object.assign(verification.discovery ?? {}, { issuer: 'https://other.example' });
    log.delivered('d:1', []);
    expect(log.flows[0]?.token?.checks.find(({ id }) => id === 'issuer')?.status).toBe('pass');
    expect(signature()).toBe('pass');
  });

  test('passes over what is noted on a flow that it no longer has', () => {
    const { log } = logWithToken();
    log.clear();
    log.noteVerification('d:1', VERIFIED);
    expect(log.flows).toEqual([]);
  });
});

const call = (id: string, changes: Partial<Flow> = {}): Flow => ({
  id,
  api: 'credentials.get',
  page: { url: 'https://rp.example/', origin: 'https://rp.example' },
  startedAt: T,
  settledAt: T + 1000,
  request: { identity },
  context: {},
  outcome: { status: 'fulfilled', credential: { type: 'identity', token: TOKEN } },
  exchanges: [],
  phases: [],
  findings: [],
  deliveries: [],
  ...changes,
});

const surroundings = { exchanges: [], deliveries: [], earlier: [], siblings: [], sentStatuses: [], now: T + 10_000 };
const checkOf = (flow: Flow, id: string) => flow.token?.checks.find(check => check.id === id);

describe('a derived flow', () => {
  test('speaks of its signature as it was verified, whatever else becomes known', () => {
    const verified = { signature: { id: 'signature', status: 'pass', detail: 'Verified.' } as const };
    const discovery = { issuer: `${ISS}/other` };
    expect(checkOf(deriveFlow(call('a'), surroundings), 'signature')?.status).toBe('unknown');
    const flow = deriveFlow(call('a'), { ...surroundings, verified: { ...verified, discovery } });
    expect(checkOf(flow, 'signature')).toEqual(verified.signature);
    expect(checkOf(flow, 'issuer')).toMatchObject({ status: 'fail', detail: expect.stringContaining('/other') });
  });

  test('holds a pop-up’s token against the call that opened the pop-up', () => {
    const opener = call('a', { outcome: { status: 'pending' } });
    const resolve = call('b', { api: 'IdentityProvider.resolve', parent: 'a', request: TOKEN, startedAt: T + 500 });
    const flow = deriveFlow(resolve, { ...surroundings, earlier: [opener] });
    for (const id of ['issuer', 'audience', 'nonce', 'expiry']) expect(checkOf(flow, id)?.status, id).toBe('pass');
    const alone = deriveFlow(resolve, surroundings);
    expect(checkOf(alone, 'audience')?.status).toBe('unknown');
  });
});
