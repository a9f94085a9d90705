import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/core/diagnosis/index.ts';
import type { Flow } from '../../../src/core/model.ts';
import { CONFIG, failing, rejected, request } from './flows.ts';

const provider = { configURL: CONFIG, clientId: 'c' };
const mark = ($type: string) => ({ $type });
const first = (flow: Flow) => diagnose(flow, { earlier: [] })[0];

/** Messages as Chromium 156 writes them. */
const INCOMPLETE = 'Provider 1 information is incomplete.';
const EXECUTE = "Failed to execute 'get' on 'CredentialsContainer': ";
const IDENTITY = `${EXECUTE}Failed to read the 'identity' property from 'CredentialRequestOptions': `;
const PROVIDERS = `${IDENTITY}Failed to read the 'providers' property from 'IdentityCredentialRequestOptions': `;
const ofProvider = (name: string, what: string) =>
  `${PROVIDERS}Failed to read the '${name}' property from 'IdentityProviderRequestOptions': ${what}`;
const NO_LIST = 'The provided value cannot be converted to a sequence.';
const BIGINT = `${EXECUTE}Do not know how to serialize a BigInt`;
const CYCLE = `${EXECUTE}Converting circular structure to JSON`;
const PRIMITIVE = 'Cannot convert object to primitive value';

const given = (name: string, value: unknown) => request({ provider: { [name]: value } });

describe('values that Chrome does not take', () => {
  const AT = 'identity.providers[0]';
  const CASES: [path: string, error: string, message: string, options: unknown][] = [
    ...[null, 0, true, mark('function'), mark('bigint'), { $type: 'number', value: 'NaN' }, ['x'], {}].map(
      (value): [string, string, string, unknown] => [
        `${AT}.configURL`,
        'InvalidStateError',
        INCOMPLETE,
        given('configURL', value),
      ],
    ),
    [`${AT}.configURL`, 'TypeError', ofProvider('configURL', 'Required.'), given('configURL', mark('undefined'))],
    [`${AT}.configURL`, 'TypeError', ofProvider('configURL', 'Symbol.'), given('configURL', mark('symbol'))],
    [`${AT}.clientId`, 'InvalidStateError', INCOMPLETE, given('clientId', [])],
    [`${AT}.clientId`, 'InvalidStateError', INCOMPLETE, given('clientId', [null])],
    [`${AT}.clientId`, 'TypeError', `${EXECUTE}Missing the provider's clientId.`, given('clientId', mark('undefined'))],
    [`${AT}.clientId`, 'TypeError', PRIMITIVE, given('clientId', {})],
    ...['loginHint', 'domainHint', 'nonce'].flatMap((name): [string, string, string, unknown][] => [
      [`${AT}.${name}`, 'TypeError', ofProvider(name, 'Symbol.'), given(name, mark('symbol'))],
      [`${AT}.${name}`, 'TypeError', PRIMITIVE, given(name, {})],
    ]),
    ...['name', '', null, 0, true, {}, mark('function'), mark('URL')].map(
      (value): [string, string, string, unknown] => [
        `${AT}.fields`,
        'TypeError',
        ofProvider('fields', NO_LIST),
        given('fields', value),
      ],
    ),
    [`${AT}.fields[1]`, 'TypeError', ofProvider('fields', 'No string.'), given('fields', ['name', null])],
    [`${AT}.fields[0]`, 'TypeError', PRIMITIVE, given('fields', [])],
    [`${AT}.loginHint`, 'TypeError', PRIMITIVE, request({ provider: { loginHint: {}, fields: ['name'] } })],
    [`${AT}.params`, 'TypeError', BIGINT, given('params', mark('bigint'))],
    [`${AT}.params.n`, 'TypeError', BIGINT, given('params', { n: mark('bigint') })],
    [`${AT}.params.a[1].b`, 'TypeError', BIGINT, given('params', { a: [1, { b: mark('BigInt') }] })],
    [`${AT}.params`, 'TypeError', CYCLE, given('params', { a: { a: mark('cut') } })],
    ['identity.providers', 'TypeError', `${PROVIDERS}${NO_LIST}`, request({ providers: provider })],
    ['identity.providers', 'TypeError', `${PROVIDERS}${NO_LIST}`, request({ providers: mark('undefined') })],
    [
      'identity.providers',
      'TypeError',
      `${EXECUTE}Need at least one identity provider.`,
      request({ providers: mark('Set') }),
    ],
    ['identity.providers[1]', 'TypeError', PROVIDERS, request({ providers: [provider, 'x'] })],
    [
      'identity.mode',
      'TypeError',
      `${IDENTITY}Failed to read the 'mode' property`,
      request({ identity: { mode: null } }),
    ],
    ['signal', 'TypeError', `${EXECUTE}Failed to read the 'signal' property`, request({ options: { signal: null } })],
    ['identity', 'TypeError', IDENTITY, { identity: null }],
    ['identity', 'NotSupportedError', 'No credential type was specified.', { identity: mark('undefined') }],
  ];

  it.each(CASES)('%s: %s', (path, name, message, options) => {
    const finding = first(rejected({}, {}, { request: options, ...failing(name, message) }));
    expect(finding).toMatchObject({ code: 'InvalidOptions', severity: 'error', certainty: 'certain' });
    expect(finding?.evidence[0]?.path).toBe(path);
    expect(finding?.evidence[0]?.found).not.toMatch(/^\{"\$type/);
  });

  it('are not looked for among those that it takes', () => {
    const provider = {
      loginHint: null,
      domainHint: 5,
      nonce: mark('undefined'),
      params: mark('function'),
      fields: mark('Set'),
    };
    const options = request({ provider, identity: { mode: mark('undefined'), context: ['signin'] } });
    const finding = first(rejected({}, {}, { request: options, ...failing('TypeError', 'Something new.') }));
    expect(finding).toMatchObject({ code: 'InvalidOptions', certainty: 'likely' });
    expect(finding?.evidence.map(({ path }) => path)).toEqual(['outcome.error']);
  });
});

describe('of several invalid options', () => {
  it('the one that Chrome names comes first', () => {
    const options = request({ provider: { fields: 'name' }, identity: { mode: 'button' } });
    const paths = (message: string) =>
      first(rejected({}, {}, { request: options, ...failing('TypeError', message) }))?.evidence.map(({ path }) => path);
    expect(paths(`${IDENTITY}Failed to read the 'mode' property`)?.[0]).toBe('identity.mode');
    expect(paths(ofProvider('fields', NO_LIST))?.[0]).toBe('identity.providers[0].fields');
    expect(paths(ofProvider('fields', NO_LIST))).toContain('identity.mode');
  });

  it('the provider that Chrome counts to comes first', () => {
    const providers = [provider, { ...provider, clientId: '' }];
    const flow = rejected({}, { providers, identity: { mode: 'active' } });
    const finding = first({ ...flow, ...failing('InvalidStateError', 'Provider 2 information is incomplete.') });
    expect(finding?.evidence[0]?.path).toBe('identity.providers[1].clientId');
  });

  it('a member that no rule knows is named as Chrome names it', () => {
    const message = ofProvider('format', 'The provided value is not a valid enum value.');
    const at = (providers: unknown[]) => first(rejected({}, { providers }, failing('TypeError', message)));
    expect(at([{ ...provider, format: 'x' }])?.evidence[0]).toEqual({
      path: 'identity.providers[0].format',
      found: '"x"',
      note: 'The provided value is not a valid enum value.',
    });
    expect(at([provider, provider])?.evidence[0]?.path).toBe('identity.providers[*].format');
  });
});

describe('errors that are not Chrome’s', () => {
  it('come from code of the page in `params`', () => {
    const options = given('params', { deep: { a: mark('getter') } });
    const flow = rejected({}, {}, { request: options, ...failing('RangeError', 'boom') });
    expect(first(flow)).toMatchObject({
      code: 'InvalidOptions',
      certainty: 'likely',
      evidence: [{ path: 'identity.providers[0].params.deep.a' }, { path: 'outcome.error', found: 'RangeError' }],
    });
  });

  it.each([
    ['a getter', { identity: { providers: mark('getter') } }, { name: 'Error', message: 'own' }],
    ['a `toString()`', given('fields', []), { name: 'RangeError', message: 'own' }],
    ['what is no Error', given('clientId', { toString: mark('function') }), { value: 5 }],
  ])('come out of the options: %s', (_what, options, error) => {
    const flow = rejected({}, {}, { request: options, outcome: { status: 'rejected', error } });
    expect(first(flow)).toMatchObject({
      code: 'InvalidOptions',
      certainty: 'likely',
      evidence: [{ path: 'outcome.error' }],
    });
  });

  it('are none of the browser’s own, though a getter was there', () => {
    const options = given('params', { a: mark('getter') });
    const flow = rejected({}, {}, { request: options, ...failing('NotSupportedError', 'FedCM is not supported.') });
    expect(first(flow)?.code).toBe('FedCmUnavailable');
  });

  it('come from an abort, whatever the reason that it was given', () => {
    const context = { abortStack: ['at stop (http://rp.localhost:8000/app.js:1:1)'] };
    const flow = rejected({}, {}, { context, ...failing('TypeError', 'Changed my mind') });
    expect(first(flow)).toMatchObject({ code: 'Canceled', certainty: 'likely' });
  });
});
