/** What Chrome makes of answers at the edge of what is valid. Every row was measured on Chromium 156. */
import { describe, expect, it } from 'vitest';
import { diagnose } from '../../../src/core/diagnosis/index.ts';
import type { Flow, Header } from '../../../src/core/model.ts';
import {
  ANN,
  type Answer,
  type Answers,
  type Call,
  CONFIG,
  CORS,
  fulfilled,
  GOOD,
  IDP,
  RP,
  refused,
  rejected,
} from './flows.ts';

/** The call went on to the dialog: no answer is at fault. */
const PASSES = 'UiDismissedNoEmbargo';

const found = (flow: Flow): string => diagnose(flow, { earlier: [] })[0]?.code ?? 'nothing';

const ENDPOINTS = { accounts_endpoint: '/accounts', id_assertion_endpoint: '/token', login_url: '/login' };
const PAIR = { accounts_endpoint: '/accounts', login_url: '/login' };
const LISTED = '{"provider_urls":["/config.json"]';

describe('the well-known', () => {
  const wellKnown = (answer: Answer, call: Call = {}) => {
    const stops = found(rejected({ wellKnown: answer, config: GOOD.config }, call));
    // Where it is in order, what Chrome went on to do is recorded too.
    return stops.includes('Known') ? stops : found(rejected({ ...GOOD, wellKnown: answer }, call));
  };
  const body = (value: unknown) => wellKnown({ body: value });

  it.each([
    ['a byte order mark', `\uFEFF${LISTED}}`, PASSES],
    ['two byte order marks', `\uFEFF\uFEFF${LISTED}}`, 'WellKnownInvalidResponse'],
    ['blanks around it', ` \n\t ${LISTED}} \n`, PASSES],
    ['a form feed before it', `\f${LISTED}}`, 'WellKnownInvalidResponse'],
    ['a comment', `/* */${LISTED}}`, 'WellKnownInvalidResponse'],
    ['a trailing comma', `${LISTED},}`, 'WellKnownInvalidResponse'],
    ['something after it', `${LISTED}} x`, 'WellKnownInvalidResponse'],
    ['a member twice, the last in order', `{"provider_urls":["/x"],"provider_urls":["/config.json"]}`, PASSES],
    ['a member twice, the first in order', `${LISTED},"provider_urls":["/x"]}`, 'ConfigNotInWellKnown'],
    ['a line break in a string', `${LISTED},"x":"a\nb"}`, 'WellKnownInvalidResponse'],
    ['half of a surrogate pair', `${LISTED},"x":"\\ud800"}`, 'WellKnownInvalidResponse'],
    ['half of a surrogate pair in a name', `${LISTED},"\\udc00":1}`, 'WellKnownInvalidResponse'],
    ['a whole surrogate pair', `${LISTED},"x":"\\ud83d\\ude00"}`, PASSES],
    ['a noncharacter', `${LISTED},"x":"\\uffff"}`, PASSES],
    ['a number beyond a double', `${LISTED},"x":1e999}`, 'WellKnownInvalidResponse'],
    ['a long integer', `${LISTED},"x":123456789012345678901234567890}`, PASSES],
    ['a number with a zero before it', `${LISTED},"x":01}`, 'WellKnownInvalidResponse'],
    ['199 levels', `${LISTED},"x":${'['.repeat(198)}${']'.repeat(198)}}`, PASSES],
    ['200 levels', `${LISTED},"x":${'['.repeat(199)}${']'.repeat(199)}}`, 'WellKnownInvalidResponse'],
    ['nothing', '', 'WellKnownInvalidResponse'],
  ])('with %s', (_what, text, code) => expect(body(text)).toBe(code));

  it.each([
    ['config.json', 'ConfigNotInWellKnown'],
    [' /config.json ', PASSES],
    ['/config.json/', 'ConfigNotInWellKnown'],
    ['/config.json#app', 'ConfigNotInWellKnown'],
    ['/config.json?', 'ConfigNotInWellKnown'],
    ['', 'ConfigNotInWellKnown'],
    ['http://[', 'ConfigNotInWellKnown'],
    ['HTTP://IDP.LOCALHOST:9000/config.json', PASSES],
    ['//idp.localhost:9000/config.json', PASSES],
    ['http://idp.localhost/config.json', 'ConfigNotInWellKnown'],
    ['https://idp.localhost:9000/config.json', 'ConfigNotInWellKnown'],
    ['/../config.json', PASSES],
    ['http:/config.json', 'ConfigNotInWellKnown'],
    ['\\config.json', PASSES],
  ])('listing %j', (entry, code) => expect(body({ provider_urls: [entry] })).toBe(code));

  it.each([
    [['/config.json', CONFIG], PASSES],
    [['/config.json', '/x'], 'WellKnownTooBig'],
    [['/config.json', 'http://['], 'WellKnownTooBig'],
    [['/config.json', 'http:/config.json'], 'WellKnownTooBig'],
    [['http://[', 'http://['], 'ConfigNotInWellKnown'],
    [['/config.json', 3], 'WellKnownInvalidResponse'],
    [[], 'WellKnownListEmpty'],
    ['/config.json', 'WellKnownInvalidResponse'],
    [null, 'WellKnownInvalidResponse'],
    [{}, 'WellKnownInvalidResponse'],
  ])('with provider_urls %j', (list, code) => expect(body({ provider_urls: list })).toBe(code));

  it.each([
    [{ ...PAIR }, PASSES],
    [{ ...PAIR, provider_urls: ['/x', '/y'] }, PASSES],
    [{ ...PAIR, provider_urls: ['http://['] }, PASSES],
    [{ ...PAIR, provider_urls: [] }, 'WellKnownListEmpty'],
    [{ ...PAIR, provider_urls: [1] }, 'WellKnownInvalidResponse'],
    [{ ...PAIR, provider_urls: null }, 'WellKnownInvalidResponse'],
    [{ ...PAIR, accounts_endpoint: '/b', provider_urls: ['/config.json'] }, 'ConfigInvalidResponse'],
    [{ ...PAIR, accounts_endpoint: '/b', provider_urls: ['/x', '/y'] }, 'ConfigInvalidResponse'],
    [{ ...PAIR, accounts_endpoint: '/accounts#x' }, 'ConfigInvalidResponse'],
    [{ accounts_endpoint: 'accounts', login_url: 'login' }, 'ConfigInvalidResponse'],
    [{ accounts_endpoint: '../accounts', login_url: '../login' }, PASSES],
    [{ accounts_endpoint: '/accounts' }, 'WellKnownInvalidResponse'],
    [{ accounts_endpoint: '/b', provider_urls: ['/config.json'] }, PASSES],
    [{ accounts_endpoint: '/accounts', provider_urls: ['/x'] }, 'ConfigNotInWellKnown'],
    [{ ...PAIR, accounts_endpoint: 1, provider_urls: ['/config.json'] }, PASSES],
    [{ ...PAIR, accounts_endpoint: '' }, 'WellKnownInvalidResponse'],
    [{ ...PAIR, accounts_endpoint: 'http://[' }, 'WellKnownInvalidResponse'],
  ])('that says %j', (value, code) => {
    const flow = rejected({ wellKnown: { body: value }, config: GOOD.config });
    expect(code === PASSES ? body(value) : found(flow)).toBe(code);
  });

  it('counts from where Chrome looked first, wherever it was redirected to', () => {
    const flow = rejected(
      { ...GOOD, wellKnown: { body: { provider_urls: ['../config.json'] } } },
      {},
      { outcome: { status: 'pending' } },
    );
    const redirected = flow.exchanges.map(exchange =>
      exchange.role === 'well-known'
        ? { ...exchange, request: { ...exchange.request, url: 'http://elsewhere.localhost:9000/a/b/moved' } }
        : exchange,
    );
    expect(diagnose({ ...flow, exchanges: redirected }, { earlier: [] }).map(({ code }) => code)).not.toContain(
      'ConfigNotInWellKnown',
    );
  });
});

describe('the content type', () => {
  it.each([
    'application/json',
    'text/json',
    'application/x+json',
    'application/json; charset=x',
    'APPLICATION/JSON',
    'application/json;',
    'application/problem+json',
    'image/svg+json',
    'application/+json',
    'a/b+c+json',
    'text/html, application/json',
    'application/json, */*',
    'application/json charset=utf-8',
    'application/ld+json;profile="a,b"',
  ])('%s is one of JSON', type => expect(found(rejected({ ...GOOD, config: { ...GOOD.config, type } }))).toBe(PASSES));

  it.each([
    'application/json-seq',
    'application/jsonx',
    'text/javascript',
    'text/plain',
    'text/x-json',
    '+json',
    'json',
    'application/json, text/html',
    '*/*',
    '"application/json"',
    ' ',
  ])('%s is none', type =>
    expect(found(rejected({ wellKnown: GOOD.wellKnown, config: { ...GOOD.config, type } }))).toBe(
      'ConfigInvalidContentType',
    ),
  );
});

describe('the status', () => {
  it.each([
    [201, PASSES],
    [206, PASSES],
    [204, 'AccountsInvalidResponse'],
    [205, 'AccountsInvalidResponse'],
    [300, 'AccountsNoResponse'],
    [302, 'AccountsNoResponse'],
    [304, 'AccountsNoResponse'],
    [401, 'AccountsNoResponse'],
    [404, 'AccountsHttpNotFound'],
    [410, 'AccountsNoResponse'],
    [500, 'AccountsNoResponse'],
  ])('%d', (status, code) => {
    const answer = code === PASSES ? { ...GOOD.accounts, status } : { status };
    expect(found(rejected({ ...GOOD, accounts: answer }))).toBe(code);
  });

  it('comes before the content type, and an empty body after it', () => {
    const accounts = (answer: Answer) => found(rejected({ ...GOOD, accounts: answer }));
    expect(accounts({ status: 404, type: 'text/html' })).toBe('AccountsHttpNotFound');
    expect(accounts({ status: 500, type: 'text/html' })).toBe('AccountsNoResponse');
    expect(accounts({ status: 204, type: undefined })).toBe('AccountsInvalidContentType');
  });

  it('is 200 with one byte too many', () => {
    const config = { status: 200, error: 'net::ERR_INSUFFICIENT_RESOURCES', type: 'text/html' };
    const [first] = diagnose(rejected({ wellKnown: GOOD.wellKnown, config }), { earlier: [] });
    expect(first).toMatchObject({ code: 'ConfigNoResponse', title: 'The config answered with more than 1 MiB' });
  });
});

describe('the config', () => {
  it.each([
    ['accounts', PASSES],
    [' /accounts ', PASSES],
    ['/accounts#x', PASSES],
    [`${IDP.toUpperCase()}/accounts`, PASSES],
    ['//idp.localhost:9000/accounts', PASSES],
    ['', 'ConfigInvalidResponse'],
    [1, 'ConfigInvalidResponse'],
    [null, 'ConfigInvalidResponse'],
    ['http://idp.localhost:9001/accounts', 'ConfigInvalidResponse'],
    ['http://idp.localhost/accounts', 'ConfigInvalidResponse'],
    ['https://idp.localhost:9000/accounts', 'ConfigInvalidResponse'],
    ['data:,x', 'ConfigInvalidResponse'],
    ['http://[', 'ConfigInvalidResponse'],
  ])('with accounts_endpoint %j', (value, code) => {
    const config = { body: { ...ENDPOINTS, accounts_endpoint: value } };
    const answers = code === PASSES ? { ...GOOD, config } : { wellKnown: GOOD.wellKnown, config };
    expect(found(rejected(answers))).toBe(code);
  });

  it.each([
    { client_metadata_endpoint: 'http://other.localhost/m' },
    { disconnect_endpoint: 4 },
    { branding: 'x' },
    { account_label: 4 },
    { account_label: '' },
    { formats: 3, types: 3, modes: {}, accounts: { include: 'x' } },
  ])('with %j goes on', extra =>
    expect(found(rejected({ ...GOOD, config: { body: { ...ENDPOINTS, ...extra } } }))).toBe(PASSES),
  );
});

describe('the accounts', () => {
  const INVALID = 'AccountsInvalidResponse';
  it.each([
    [[ANN, ANN], INVALID],
    [[{ ...ANN, id: 1 }], INVALID],
    [[{ ...ANN, id: null }], INVALID],
    [[{ ...ANN, id: '' }], PASSES],
    [[{ id: '1', tel: '+49' }], PASSES],
    [[{ id: '1', username: 'ann' }], PASSES],
    [[{ id: '1', tel: 49 }], INVALID],
    [[{ id: '1', name: '', email: '' }], INVALID],
    [[{ id: '1', name: ' \t' }], INVALID],
    [[{ id: '1', name: '\u00a0' }], PASSES],
    [[{ id: '1', name: 5, email: 'a@b' }], PASSES],
    [[{ id: '1', given_name: 'Ann' }], INVALID],
    [[{ ...ANN, given_name: 1, picture: 'http://[', approved_clients: 'c' }], PASSES],
    [[ANN, null], INVALID],
    [[ANN, 'x'], INVALID],
    [[ANN, { id: '2' }], INVALID],
    [{ 0: ANN }, INVALID],
    [null, INVALID],
    [undefined, INVALID],
    [[], 'AccountsListEmpty'],
  ])('%j', (list, code) => expect(found(rejected({ ...GOOD, accounts: { body: { accounts: list } } }))).toBe(code));

  it.each([
    [{ loginHint: '' }, {}, PASSES],
    [{ loginHint: '1' }, {}, 'AccountsListEmpty'],
    [{ loginHint: null }, {}, 'AccountsListEmpty'],
    [{ loginHint: null }, { login_hints: ['null'] }, PASSES],
    [{ loginHint: 5 }, { login_hints: ['5'] }, PASSES],
    [{ loginHint: ['a', 'b'] }, { login_hints: ['a,b'] }, PASSES],
    [{ loginHint: { $type: 'undefined' } }, {}, PASSES],
    [{ domainHint: true }, { domain_hints: ['x'] }, 'AccountsListEmpty'],
    [{ loginHint: '1' }, { login_hints: [1] }, 'AccountsListEmpty'],
    [{ loginHint: 'ann' }, { login_hints: 'ann' }, 'AccountsListEmpty'],
    [{ loginHint: 'ann' }, { login_hints: [1, 'ann'] }, PASSES],
    [{ loginHint: 'ann' }, { login_hints: ['Ann'] }, 'AccountsListEmpty'],
    [{ domainHint: '' }, {}, PASSES],
    [{ domainHint: 'any' }, {}, 'AccountsListEmpty'],
    [{ domainHint: 'any' }, { domain_hints: [] }, 'AccountsListEmpty'],
    [{ domainHint: 'any' }, { domain_hints: [1] }, 'AccountsListEmpty'],
    [{ domainHint: 'any' }, { domain_hints: [''] }, PASSES],
    [{ domainHint: 'ANY' }, { domain_hints: ['x'] }, 'AccountsListEmpty'],
  ])('%j with %j', (hints, account, code) => {
    const accounts = { body: { accounts: [{ ...ANN, ...account }] } };
    expect(found(rejected({ ...GOOD, accounts }, { provider: hints }))).toBe(code);
  });

  it('are not UTF-8 where DevTools has fewer bytes than were announced', () => {
    const text = JSON.stringify({ accounts: [{ ...ANN, name: 'Mller' }] });
    const answer = (length: number) => {
      const flow = rejected({
        ...GOOD,
        accounts: { body: text, headers: [{ name: 'Content-Length', value: String(length) }] },
      });
      const exchanges = flow.exchanges.map(each => ({
        ...each,
        response: { ...each.response, bodyBytes: each.response.body?.length ?? 0 },
      }));
      return diagnose({ ...flow, exchanges }, { earlier: [] })[0];
    };
    expect(answer(text.length)?.code).toBe(PASSES);
    expect(answer(text.length + 1)).toMatchObject({ code: INVALID, certainty: 'likely', owner: 'idp' });
  });

  it('may hold bytes that are not UTF-8 where nothing tells how long they were', () => {
    const fitting = (body: string, ...headers: Header[]) => {
      const flow = rejected({ ...GOOD, accounts: { body, headers } });
      return diagnose(flow, { earlier: [] })[0]?.causes?.flatMap(({ code, status }) => (status === 'fits' ? code : []));
    };
    const list = (name: string) => JSON.stringify({ accounts: [{ ...ANN, name }] });
    const length = { name: 'content-length', value: '99' };
    const gzip = { name: 'content-encoding', value: 'gzip' };
    expect(fitting(list('Mller'))).toContain(INVALID);
    expect(fitting(list('Mller'), length, gzip)).toContain(INVALID);
    expect(fitting(list('M\uFFFDller'), length)).toContain(INVALID);
    expect(fitting(list('Mller'), length)).not.toContain(INVALID);
    expect(fitting(list('Müller'), gzip)).not.toContain(INVALID);
    expect(fitting(list('Mller'))?.length).toBeLessThanOrEqual(4);
    const narrowed = rejected(
      { ...GOOD, accounts: { body: list('M\uFFFDller'), headers: [length] } },
      { provider: { loginHint: 'ann' } },
    );
    expect(diagnose(narrowed, { earlier: [] })[0]).toMatchObject({ code: 'AccountsListEmpty', certainty: 'likely' });
  });

  it('show a hint that was given as something else than text, and what Chrome makes of it', () => {
    const finding = diagnose(rejected(GOOD, { provider: { loginHint: null } }), { earlier: [] })[0];
    expect(finding).toMatchObject({
      code: 'AccountsListEmpty',
      evidence: [
        { path: '$.accounts[*].login_hints', expected: 'null' },
        { path: 'identity.providers[0].loginHint', found: 'null', note: 'Chrome reads it as the text "null".' },
      ],
    });
  });

  it('show the account that has no name', () => {
    const accounts = { body: { accounts: [ANN, { id: '2', name: null }] } };
    expect(diagnose(rejected({ ...GOOD, accounts }), { earlier: [] })[0]?.evidence).toMatchObject([
      { path: '$.accounts[1]', found: '{"id":"2","name":null}' },
    ]);
  });

  it('are judged before they are narrowed', () => {
    const accounts = { body: { accounts: [{ ...ANN, login_hints: ['ann'] }, { id: '2' }] } };
    expect(found(rejected({ ...GOOD, accounts }, { provider: { loginHint: 'ann' } }))).toBe(INVALID);
  });
});

describe('the token answer', () => {
  const INVALID = 'IdTokenInvalidResponse';
  const REFUSED = 'IdTokenIdpErrorResponse';
  const CROSS = 'IdTokenCrossSiteIdpErrorResponse';
  it.each([
    [200, { token: 'x', error: {} }, REFUSED],
    [200, { error: {} }, REFUSED],
    [500, { error: {} }, REFUSED],
    [404, { error: { error: 'a' } }, 'IdTokenHttpNotFound'],
    [200, { error: null }, INVALID],
    [200, { error: [] }, INVALID],
    [200, { error: 5 }, INVALID],
    [401, { error: 'denied' }, INVALID],
    [403, { token: 'x' }, INVALID],
    [300, { token: 'x' }, INVALID],
    [200, { Token: 'x' }, INVALID],
    [200, ['x'], INVALID],
    [200, { error: { url: '/help' } }, REFUSED],
    [200, { error: { url: 5 } }, REFUSED],
    [200, { error: { url: 'http://[' } }, REFUSED],
    [200, { error: { url: `${IDP.replace('http', 'https')}/help` } }, CROSS],
    [200, { error: { url: 'data:,x' } }, CROSS],
    [200, { error: { url: 'about:blank' } }, CROSS],
    [200, { error: { url: `${IDP.replace('localhost', 'localhost.')}/help` } }, CROSS],
    [200, { error: { url: `blob:${IDP}/x` } }, REFUSED],
    [200, { error: { url: `filesystem:${IDP}/temporary/x` } }, REFUSED],
    [200, { error: { url: 'blob:http://evil.localhost/x' } }, CROSS],
    [200, { continue_on: 5 }, INVALID],
    [200, { continue_on: 'http://[' }, INVALID],
    [200, { continue_on: `${IDP.replace('http', 'https')}/` }, INVALID],
    [200, { continue_on: 'http://evil.localhost/', error: 'x' }, INVALID],
  ])('%d %j', (status, body, code) => expect(found(refused({ status, body }))).toBe(code));

  it('that looks in order, and was refused, may hold bytes that are not UTF-8', () => {
    const [first] = diagnose(refused({ body: { token: 't' } }), { earlier: [] });
    expect(first).toMatchObject({ code: INVALID, certainty: 'likely', evidence: [{ path: '$' }] });
    const measured = [...CORS, { name: 'content-length', value: '13' }];
    expect(found(refused({ body: { token: 't' }, headers: measured }))).toBe('RejectedWithoutTrace');
  });

  it('with `continue_on` was left to the pop-up when the page went', () => {
    const outcome = { status: 'interrupted' as const };
    const flow = rejected({ ...GOOD, assertion: { body: { continue_on: '/more' } } }, {}, { outcome });
    expect(diagnose(flow, { earlier: [] })[0]).toMatchObject({
      code: 'ErrorIdToken',
      severity: 'warning',
      evidence: [{ found: 'interrupted' }, { path: '$.continue_on', found: `${IDP}/more` }],
    });
  });

  it.each([204, 205, 304])('%d has no body to read', status => expect(found(refused({ status }))).toBe(INVALID));

  it.each([
    [{ error: '', code: 'x' }, 'x'],
    [{ error: 5, code: 'x' }, 'x'],
    [{ error: 'a', code: 'b' }, 'a'],
    [{ code: 5 }, undefined],
  ])('names the code of %j', (error, code) => {
    const [first] = diagnose(refused({ status: 403, body: { error } }), { earlier: [] });
    expect(first?.title).toBe(`The identity provider refused the sign-in${code === undefined ? '' : `: ${code}`}`);
  });

  it.each([
    ['token beside error of another type', { token: 'x', error: 'denied' }],
    ['token beside continue_on', { token: null, continue_on: 'http://evil.localhost/' }],
  ])('%s is a token', (_what, body) => {
    const flow = rejected({ ...GOOD, assertion: { body } }, {}, { outcome: { status: 'fulfilled' } });
    expect(diagnose(flow, { earlier: [] }).filter(({ severity }) => severity !== 'advice')).toEqual([]);
  });

  it.each([
    ['silent mediation', { options: { mediation: 'silent' } }, true, INVALID],
    ['an automatic choice without a click', {}, false, INVALID],
    ['an automatic choice after a click', {}, true, 'ErrorIdToken'],
    ['mediation required', { options: { mediation: 'required' } }, false, 'ErrorIdToken'],
  ])('continue_on and %s', (_what, call, isActive, code) => {
    const flow = rejected({ ...GOOD, assertion: { body: { continue_on: '/more' } } }, call, {
      context: { userActivation: { isActive, hasBeenActive: isActive } },
    });
    const exchanges = flow.exchanges.map(each =>
      each.role === 'id-assertion'
        ? { ...each, request: { ...each.request, body: 'account_id=1&is_auto_selected=true' } }
        : each,
    );
    expect(found({ ...flow, exchanges })).toBe(code);
  });
});

describe('the client metadata', () => {
  const advice = (answers: Answers) => diagnose(fulfilled(answers), { earlier: [] });
  const config = (endpoint: unknown) => ({ body: { ...ENDPOINTS, client_metadata_endpoint: endpoint } });

  it.each([null, '', 0, true, [], 'http://['])('at %j are none, so nothing is missing', endpoint =>
    expect(advice({ config: config(endpoint) }).map(({ code }) => code)).not.toContain(
      'ClientMetadataWithoutEndpoints',
    ),
  );

  it.each([
    [{ status: 500 }, 'answered 500', { path: 'status', found: '500' }],
    [{ status: 200, error: 'net::ERR_INSUFFICIENT_RESOURCES' }, 'answered with more than 1 MiB', { path: 'error' }],
    [{ error: 'net::ERR_EMPTY_RESPONSE' }, 'cut the connection', { path: 'error', found: 'net::ERR_EMPTY_RESPONSE' }],
  ])('that %j', (metadata, words, evidence) => {
    const failed = advice({ config: config('/metadata'), metadata }).find(
      ({ code }) => code === 'ClientMetadataFailed',
    );
    expect(failed).toMatchObject({ title: `The client metadata endpoint ${words}`, evidence: [evidence] });
  });
});

describe('two faults at once', () => {
  const SLOW = 300;
  const { wellKnown, config } = GOOD;
  const answer = (body: unknown, duration = 5): Answer => ({ body, duration, at: 0 });
  const none = (status: number, duration = 5): Answer => ({ status, duration, at: 0 });
  it.each([
    ['a config not found, and two entries', answer({ provider_urls: ['/x', '/y'] }), none(404), 'ConfigHttpNotFound'],
    ['a config not found, and an empty list', answer({ provider_urls: [] }), none(404, SLOW), 'ConfigHttpNotFound'],
    ['an empty list after it', answer({ provider_urls: [] }, SLOW), none(404), 'WellKnownListEmpty'],
    ['no endpoints, and no well-known', none(404), answer({}, SLOW), 'WellKnownHttpNotFound'],
    ['no endpoints, and no well-known after it', none(404, SLOW), answer({}), 'WellKnownHttpNotFound'],
    [
      'two HTML pages, the config last',
      { ...wellKnown, type: 'text/html', at: 0 },
      { ...config, type: 'text/html', at: 0, duration: SLOW },
      'ConfigInvalidContentType',
    ],
    [
      'two HTML pages, the well-known last',
      { ...wellKnown, type: 'text/html', at: 0, duration: SLOW },
      { ...config, type: 'text/html', at: 0 },
      'WellKnownInvalidContentType',
    ],
    [
      'no JSON, and another config listed',
      answer({ provider_urls: ['/x'] }, SLOW),
      answer('{'),
      'ConfigInvalidResponse',
    ],
    ['no endpoints, and two entries', answer({ provider_urls: ['/x', '/y'] }), answer({}), 'ConfigInvalidResponse'],
    [
      'an endpoint missing, and others that differ',
      answer({ accounts_endpoint: '/c', login_url: '/d' }),
      answer({ accounts_endpoint: '/a', login_url: '/b' }),
      'ConfigInvalidResponse',
    ],
  ])('%s', (_what, first, second, code) => {
    expect(found(rejected({ wellKnown: first, config: second }))).toBe(code);
  });
});

describe('two faults at about the same time', () => {
  const both = (wellKnown: number, config: number) => {
    const answers = {
      wellKnown: { status: 404, at: 0, duration: wellKnown },
      config: { status: 404, at: 0, duration: config },
    };
    return diagnose(rejected(answers), { earlier: [] })[0];
  };
  const [WELL_KNOWN, OF_CONFIG] = ['WellKnownHttpNotFound', 'ConfigHttpNotFound'];

  it.each([
    [10, 100, OF_CONFIG, 'certain'],
    [10, 20, OF_CONFIG, 'likely'],
    [10, 10, OF_CONFIG, 'likely'],
    [12, 10, OF_CONFIG, 'likely'],
    [20, 10, WELL_KNOWN, 'one-of'],
    [100, 10, WELL_KNOWN, 'certain'],
  ])('the well-known after %d ms, the config after %d ms', (wellKnown, config, code, certainty) => {
    const finding = both(wellKnown, config);
    expect(finding).toMatchObject({ code, certainty });
    if (certainty !== 'one-of') return;
    expect(finding?.causes?.map(({ code }) => code).toSorted()).toEqual([OF_CONFIG, WELL_KNOWN]);
  });
});

describe('the headers that a recording shows of a token answer', () => {
  const header = (allow: string, credentials = 'true') => [
    { name: 'Access-Control-Allow-Origin', value: allow },
    { name: 'Access-Control-Allow-Credentials', value: credentials },
  ];
  it.each([
    ['*', header('*'), 'header:access-control-allow-origin'],
    ['a slash', header(`${RP}/`), 'header:access-control-allow-origin'],
    ['capitals', header(RP.toUpperCase()), 'header:access-control-allow-origin'],
    ['null', header('null'), 'header:access-control-allow-origin'],
    [
      'two values',
      [...header(RP), { name: 'access-control-allow-origin', value: IDP }],
      'header:access-control-allow-origin',
    ],
    ['no credentials', header(RP).slice(0, 1), 'header:access-control-allow-credentials'],
    ['credentials in capitals', header(RP, 'TRUE'), 'header:access-control-allow-credentials'],
  ])('%s', (_what, headers, path) => {
    const [first] = diagnose(refused({ body: { token: 't' }, headers }), { earlier: [] });
    expect(first).toMatchObject({ code: 'CorsError', certainty: 'certain', evidence: [{ path }] });
  });

  it('are in order', () => {
    const answers: Answers = { ...GOOD, assertion: { body: {}, headers: CORS } };
    expect(found(rejected(answers, {}, { outcome: refused({}).outcome }))).toBe('IdTokenInvalidResponse');
  });
});
