import { beforeAll, describe, expect, test } from 'vitest';
import { callWords, frameWords, idpWords } from '../../../panel/flow/call.ts';
import { resultWords, rowName } from '../../../panel/flow/outcome.ts';
import { durationWords, relationWords, tickWords } from '../../../panel/flow/time.ts';
import { visibleText } from '../../../panel/flow/visible-text.ts';
import { loadDecoder } from '../../../panel/token/decoded.ts';
import type { Finding } from '../../../src/core/model.ts';
import { aFailure, aFlow } from './a-flow.ts';

beforeAll(loadDecoder);

const finding: Finding = {
  code: 'AccountsNoResponse',
  severity: 'error',
  owner: 'idp',
  certainty: 'certain',
  source: 'response',
  title: '',
  explanation: '',
  evidence: [],
  steps: [],
  links: [],
};

describe('a row', () => {
  test('names API, origins, outcome and the first code to those who hear it', () => {
    expect(rowName(aFailure({ findings: [finding] }))).toBe(
      'credentials.get, RP https://rp.example, IdP https://idp.example, rejected, AccountsNoResponse',
    );
  });

  test('says mode and mediation only where they depart from the defaults', () => {
    const identity = { providers: [], mode: 'active' };
    expect(callWords(aFlow())).toBe('get');
    expect(callWords(aFlow({ request: { identity, mediation: 'silent' } }))).toBe('get · active · silent');
  });

  test('counts further identity providers, until one was chosen', () => {
    const providers = [{ configURL: 'https://a.example/c' }, { configURL: 'https://b.example:8443/c' }];
    const request = { identity: { providers } };
    expect(idpWords(aFailure({ request }))).toBe('a.example +1');
    const credential = { type: 'identity', token: '', configURL: 'https://b.example:8443/c' };
    expect(idpWords(aFlow({ request, outcome: { status: 'fulfilled', credential } }))).toBe('b.example:8443');
  });

  test('shows a frame only where it is not the top one', () => {
    expect(frameWords(aFlow())).toBe('');
    const top = {
      url: 'https://rp.example/',
      origin: 'https://rp.example',
      topOrigin: 'https://rp.example',
      frameId: 0,
    };
    expect(frameWords(aFlow({ page: top }))).toBe('');
    const page = {
      url: 'https://shop.example/f',
      origin: 'https://shop.example',
      topOrigin: 'https://rp.example',
      frameId: 4,
    };
    expect(frameWords(aFlow({ page }))).toBe('shop.example');
  });

  test.each([
    ['opaque token', aFlow()],
    ['NetworkError', aFailure()],
    ['AccountsNoResponse', aFailure({ findings: [finding] })],
    ['waiting: account chooser', aFlow({ outcome: { status: 'pending' }, waitingFor: 'account chooser' })],
    ['interrupted', aFlow({ outcome: { status: 'interrupted' } })],
    [
      'access_denied',
      aFlow({ outcome: { status: 'rejected', error: { name: 'IdentityCredentialError', error: 'access_denied' } } }),
    ],
  ])('result: %s', (words, flow) => {
    expect(resultWords(flow)).toBe(words);
  });

  test('counts causes where several remain', () => {
    const causes = [
      { code: 'A', status: 'fits', because: '' },
      { code: 'B', status: 'fits', because: '' },
      { code: 'C', status: 'ruled-out', because: '' },
    ] as const;
    const open: Finding = { ...finding, certainty: 'one-of', causes: [...causes] };
    expect(resultWords(aFailure({ findings: [open] }))).toBe('2 possible causes');
  });

  test('advice on a sign-in that worked is no verdict on it', () => {
    expect(resultWords(aFlow({ findings: [{ ...finding, severity: 'advice' }] }))).toBe('opaque token');
  });
});

describe('times', () => {
  test.each([
    [0.4, '0 ms'],
    [999, '999 ms'],
    [999.7, '1.00 s'],
    [2412, '2.41 s'],
    [59_999, '1:00 min'],
    [61_700, '1:02 min'],
  ])('%d ms is %s', (ms, words) => {
    expect(durationWords(ms)).toBe(words);
  });

  test('a running call ticks in whole seconds', () => {
    expect(tickWords(12_900)).toBe('0:12');
    expect(tickWords(-5)).toBe('0:00');
  });

  test('one instant seen from another', () => {
    expect(relationWords(3_600_000, 0)).toBe('1 hour after');
    expect(relationWords(3_599_400, 0)).toBe('1 hour after');
    expect(relationWords(0, 120_000)).toBe('2 minutes before');
    expect(relationWords(400, 0)).toBe('in the same second as');
  });
});

test('invisible and reordering characters are spelt out', () => {
  expect(visibleText('a\u202eb\u200b\u0000 é\n')).toBe('a\\u202eb\\u200b\\u0000 é\n');
});
