import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { matchesFilter, parseFilter } from '../../../panel/filter.ts';
import { loadDecoder } from '../../../panel/token/decoded.ts';
import type { Flow } from '../../../src/core/model.ts';
import { aFailure, aFlow } from './a-flow.ts';

const passes = (filter: string, flow: Flow) => matchesFilter(parseFilter(filter), flow);

beforeAll(loadDecoder);

describe('reading a filter', () => {
  test('splits words, fields, quotes and dashes', () => {
    expect(parseFilter('idp:Accounts.example -outcome:ok "two words" -"not this"')).toEqual([
      { field: 'idp', value: 'accounts.example', negated: false },
      { field: 'outcome', value: 'ok', negated: true },
      { field: 'text', value: 'two words', negated: false },
      { field: 'text', value: 'not this', negated: true },
    ]);
  });

  test('takes an unknown field for text, so that addresses can be typed', () => {
    expect(parseFilter('https://idp.example/x -https://b.example')).toEqual([
      { field: 'text', value: 'https://idp.example/x', negated: false },
      { field: 'text', value: 'https://b.example', negated: true },
    ]);
  });

  test('waits for the value of a field that is still being typed', () => {
    expect(parseFilter('outcome:')).toEqual([]);
  });

  test('never throws, and lets everything through where nothing was said', () => {
    fc.assert(
      fc.property(fc.string(), filter => {
        expect(typeof passes(filter, aFlow())).toBe('boolean');
      }),
    );
    expect(passes('   ', aFlow())).toBe(true);
  });

  test('a negated word holds exactly where the word does not', () => {
    const word = fc.stringMatching(/^[a-z0-9.]{1,8}$/);
    fc.assert(
      fc.property(word, fc.constantFrom('', 'idp:', 'rp:', 'code:', 'api:', 'outcome:'), (value, field) => {
        expect(passes(`-${field}${value}`, aFlow())).toBe(!passes(`${field}${value}`, aFlow()));
      }),
    );
  });
});

describe('matching a flow', () => {
  test.each([
    ['idp:idp.example', true],
    ['idp:rp.example', false],
    ['rp:rp.example', true],
    ['rp:idp.example', false],
    ['api:get', true],
    ['api:disconnect', false],
    ['mode:passive', true],
    ['mode:active', false],
    ['outcome:ok', true],
    ['outcome:failed', false],
    ['client-1', true],
    ['an-opaque', true],
    ['client-2', false],
    ['client-1 -an-opaque', false],
  ])('%s on a sign-in: %s', (filter, expected) => {
    expect(passes(filter, aFlow())).toBe(expected);
  });

  test('finds a failure by the codes of its findings, their causes, and the error', () => {
    const flow = aFailure({
      findings: [
        {
          code: 'AccountsNoResponse',
          severity: 'error',
          owner: 'idp',
          certainty: 'one-of',
          source: 'response',
          causes: [{ code: 'CorsError', status: 'fits', because: '' }],
          title: '',
          explanation: '',
          evidence: [],
          steps: [],
          links: [],
        },
      ],
    });
    for (const code of ['accountsnoresponse', 'CorsError', 'NetworkError'])
      expect(passes(`code:${code}`, flow)).toBe(true);
    expect(passes('code:ConfigHttpNotFound', flow)).toBe(false);
    expect(passes('outcome:failed', flow)).toBe(true);
  });

  test('looks into the claims of a token', () => {
    const part = (value: object) => btoa(JSON.stringify(value)).replaceAll('=', '');
    const token = `${part({ alg: 'none' })}.${part({ email: 'ada@example.org' })}.`;
    const flow = aFlow({ outcome: { status: 'fulfilled', credential: { type: 'identity', token } } });
    expect(passes('ada@example.org', flow)).toBe(true);
  });

  test('looks through a body of any size in bounded text', () => {
    const flow = aFlow({ outcome: { status: 'fulfilled', value: `${'x'.repeat(1_000_000)}needle` } });
    expect(passes('xxx', flow)).toBe(true);
    expect(passes('needle', flow)).toBe(false);
  });
});
