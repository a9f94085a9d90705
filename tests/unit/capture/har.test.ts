import * as v from 'valibot';
import { describe, expect, it } from 'vitest';
import { exportInSteps } from '../../../src/core/capture/export.ts';
import { importInSteps } from '../../../src/core/capture/import.ts';
import { finish } from '../../../src/core/capture/steps.ts';
import type { Finding, Flow } from '../../../src/core/model.ts';
import { jwt, optionsFor, sampleFlow } from './sample.ts';

const isoDate = v.pipe(v.string(), v.isoTimestamp());
const pair = v.looseObject({ name: v.string(), value: v.string() });
/** Sizes and times that are not known are -1. */
const amount = v.pipe(v.number(), v.minValue(-1));
const cookie = pair;

/** HAR 1.2: the members that the specification requires, with their types. Extensions begin with an underscore. */
const har = v.object({
  log: v.looseObject({
    version: v.literal('1.2'),
    creator: v.looseObject({ name: v.string(), version: v.string() }),
    pages: v.array(
      v.looseObject({
        startedDateTime: isoDate,
        id: v.string(),
        title: v.string(),
        pageTimings: v.looseObject({ onContentLoad: amount, onLoad: amount }),
      }),
    ),
    entries: v.array(
      v.looseObject({
        pageref: v.string(),
        startedDateTime: isoDate,
        time: v.pipe(v.number(), v.minValue(0)),
        request: v.looseObject({
          method: v.string(),
          url: v.pipe(v.string(), v.url()),
          httpVersion: v.string(),
          cookies: v.array(cookie),
          headers: v.array(pair),
          queryString: v.array(pair),
          postData: v.optional(
            v.looseObject({ mimeType: v.string(), text: v.string(), params: v.optional(v.array(pair)) }),
          ),
          headersSize: amount,
          bodySize: amount,
        }),
        response: v.looseObject({
          status: v.number(),
          statusText: v.string(),
          httpVersion: v.string(),
          cookies: v.array(cookie),
          headers: v.array(pair),
          content: v.looseObject({ size: v.number(), mimeType: v.string(), text: v.optional(v.string()) }),
          redirectURL: v.string(),
          headersSize: amount,
          bodySize: amount,
        }),
        cache: v.looseObject({}),
        timings: v.looseObject({ send: amount, wait: amount, receive: amount }),
      }),
    ),
  }),
});

function harOf(flows: Flow[], redaction: 'secrets' | 'none' = 'none') {
  return JSON.parse(finish(exportInSteps('har', flows, optionsFor(redaction))).parts.join(''));
}

const ALLOWED = new Set(
  `version creator name browser pages entries comment startedDateTime id title pageTimings onContentLoad onLoad pageref time
  request response cache timings serverIPAddress connection method url httpVersion cookies headers queryString postData
  headersSize bodySize status statusText content redirectURL size mimeType text encoding params value send wait receive
  blocked dns connect ssl log`.split(/\s+/),
);

/** Names of members that HAR 1.2 does not define and that are no extension. */
function strangers(value: unknown): string[] {
  if (Array.isArray(value)) return value.flatMap(strangers);
  if (typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, item]) => {
    if (name.startsWith('_')) return [];
    return ALLOWED.has(name) ? strangers(item) : [name];
  });
}

describe('a HAR file of ours', () => {
  it.each(['none', 'secrets'] as const)('is HAR 1.2 (redaction: %s)', redaction => {
    const file = harOf([sampleFlow('flow-1'), sampleFlow('flow-2')], redaction);
    expect(v.safeParse(har, file).issues).toBeUndefined();
    expect(strangers(file)).toEqual([]);
  });

  it('has a page per flow, which its entries refer to, and timings that add up', () => {
    const { log } = harOf([sampleFlow('flow-1'), sampleFlow('flow-2')]);
    expect(log.pages.map((page: { id: string }) => page.id)).toEqual(['flow-1', 'flow-2']);
    expect(log.entries.map((entry: { pageref: string }) => entry.pageref)).toEqual([
      'flow-1',
      'flow-1',
      'flow-2',
      'flow-2',
    ]);
    for (const { time, timings } of log.entries) expect(timings.send + timings.wait + timings.receive).toBe(time);
  });

  it('holds the flow beside its exchanges under _fedcm', () => {
    const { log } = harOf([sampleFlow()]);
    expect(log.pages[0]._fedcm.findings[0].code).toBe('AccountsNoResponse');
    expect(log.entries[1]._fedcm.role).toBe('id-assertion');
  });
});

interface Sent {
  url: string;
  at: number;
  post?: string;
  status?: number;
  body?: object;
  initiator?: string;
}

/** An entry as Chrome's Network panel saves it. */
const saved = ({ url, at, post, status = 200, body, initiator }: Sent) => ({
  _initiator: { type: 'FedCM', ...(initiator ? { url: initiator } : {}) },
  _resourceType: 'fedcm',
  cache: {},
  startedDateTime: new Date(1_763_900_000_000 + at).toISOString(),
  time: 10,
  request: {
    method: post === undefined ? 'GET' : 'POST',
    url,
    httpVersion: 'http/2.0',
    headers: post === undefined ? [] : [{ name: 'Origin', value: 'https://rp.example' }],
    ...(post === undefined ? {} : { postData: { mimeType: 'application/x-www-form-urlencoded', text: post } }),
  },
  response: {
    status,
    statusText: '',
    headers: [],
    content: { size: 1, mimeType: 'application/json', ...(body ? { text: JSON.stringify(body) } : {}) },
  },
});

const IDP = 'https://idp.example';
const config = { accounts_endpoint: '/accounts', id_assertion_endpoint: '/assert', login_url: '/login' };
const token = jwt({ alg: 'RS256' }, { sub: '1' });

const signIn = (at: number, answer: object) => [
  saved({ url: `${IDP}/.well-known/web-identity`, at, body: { provider_urls: [`${IDP}/config.json`] } }),
  saved({ url: `${IDP}/config.json`, at: at + 1, body: config }),
  saved({ url: `${IDP}/accounts`, at: at + 20, body: { accounts: [] }, initiator: 'https://rp.example/login' }),
  saved({ url: `${IDP}/assert`, at: at + 900, post: 'client_id=a&account_id=1', body: answer }),
];

const isMissing = ({ code }: Finding): boolean => code === 'RebuiltFromHar';

const rebuilt = (entries: object[]): Flow[] => {
  const file = JSON.stringify({
    log: { version: '1.2', creator: { name: 'WebInspector', version: '537.36' }, pages: [], entries },
  });
  return finish(importInSteps(new TextEncoder().encode(file), 1)).flows;
};

describe('a HAR file of Chrome’s Network panel', () => {
  it('gives one flow for each sign-in, in order of time, saying what is missing', () => {
    const page = {
      ...saved({ url: 'https://rp.example/', at: 0 }),
      _resourceType: 'document',
      _initiator: { type: 'other' },
    };
    const flows = rebuilt([...signIn(5000, { error: { code: 'access_denied' } }), page, ...signIn(0, { token })]);
    expect(flows.map(flow => flow.exchanges.map(exchange => exchange.role))).toEqual([
      ['well-known', 'config', 'accounts', 'id-assertion'],
      ['well-known', 'config', 'accounts', 'id-assertion'],
    ]);
    expect(flows.map(flow => flow.outcome.status)).toEqual(['fulfilled', 'interrupted']);
    expect(flows[0]?.outcome.credential?.token).toBe(token);
    expect(flows[0]?.page).toMatchObject({ url: 'https://rp.example/login', origin: 'https://rp.example' });
    for (const flow of flows) {
      expect(flow.imported).toBe(true);
      const [missing, ...told] = flow.findings.toSorted((a, b) => Number(isMissing(b)) - Number(isMissing(a)));
      expect([missing?.code, missing?.severity]).toEqual(['RebuiltFromHar', 'warning']);
      expect(told.every(({ source }) => source === 'response')).toBe(true);
      expect(flow.exchanges.slice(1).every(exchange => exchange.configURL === `${IDP}/config.json`)).toBe(true);
    }
  });

  it('knows endpoints that failed by the answers that name them', () => {
    const [wellKnown, config] = signIn(0, { token });
    const refused = { ...saved({ url: `${IDP}/accounts`, at: 20, status: 401 }) };
    const metadata = saved({ url: `${IDP}/metadata?client_id=a`, at: 30, status: 404 });
    const noConfig = saved({ url: `${IDP}/config.json`, at: 1, status: 500 });
    const roles = (entries: object[]) =>
      rebuilt(entries).flatMap(flow => flow.exchanges.map(({ role, configURL }) => [role, configURL]));
    const of = `${IDP}/config.json`;
    expect(roles([wellKnown ?? {}, config ?? {}, refused, metadata])).toEqual([
      ['well-known', undefined],
      ['config', of],
      ['accounts', of],
      ['client-metadata', undefined],
    ]);
    expect(roles([wellKnown ?? {}, noConfig])).toEqual([
      ['well-known', undefined],
      ['config', of],
    ]);
  });

  it('tells calls apart that failed before the accounts, and knows the config by its place', () => {
    const wrong = (at: number) => [
      saved({ url: `${IDP}/wrong.json`, at, status: 404 }),
      saved({ url: `${IDP}/.well-known/web-identity`, at: at + 1, body: { provider_urls: [`${IDP}/config.json`] } }),
    ];
    const told = rebuilt([...wrong(0), ...signIn(20, { token }), ...wrong(1000), ...wrong(1012)]);
    const failed = [['config', 'well-known'], 'ConfigHttpNotFound'];
    expect(told.map(({ exchanges, findings }) => [exchanges.map(({ role }) => role), findings[0]?.code])).toEqual([
      failed,
      [['well-known', 'config', 'accounts', 'id-assertion'], 'RebuiltFromHar'],
      failed,
      failed,
    ]);
  });

  it('keeps the files of several identity providers together, which a proxy hears of one after the other', () => {
    const files = ['one', 'two'].flatMap((name, at) => {
      const idp = `https://${name}.example`;
      return [
        saved({ url: `${idp}/.well-known/web-identity`, at: at * 200, body: { provider_urls: [`${idp}/c.json`] } }),
        saved({ url: `${idp}/c.json`, at: at * 200 + 90 }),
        saved({ url: `${idp}/accounts`, at: 500 + at, initiator: 'https://rp.example/' }),
      ];
    });
    expect(rebuilt(files).map(({ exchanges }) => exchanges.map(({ role }) => role))).toEqual([
      ['well-known', 'config', 'well-known', 'config', 'accounts', 'accounts'],
    ]);
  });

  it('says before what is missing why it failed, where an answer tells it', () => {
    const [wellKnown = {}, config = {}] = signIn(0, { token });
    const refused = saved({ url: `${IDP}/accounts`, at: 20, status: 401 });
    const [flow] = rebuilt([wellKnown, config, refused]);
    expect(flow?.outcome.status).toBe('interrupted');
    expect(flow?.findings.map(({ code }) => code).slice(0, 2)).toEqual(['AccountsNoResponse', 'RebuiltFromHar']);
    expect(flow?.findings[0]?.evidence[0]?.exchange).toBe(flow?.exchanges[2]?.id);
    // Saved and read again they are shown as they were stored.
    const file = finish(exportInSteps('har', flow ? [flow] : [], optionsFor('none'))).parts.join('');
    const again = finish(importInSteps(new TextEncoder().encode(file), 2)).flows[0];
    expect(again?.findings).toEqual(flow?.findings);
  });

  it.each([
    [500, 'interrupted'],
    [302, 'interrupted'],
    [200, 'fulfilled'],
    [201, 'fulfilled'],
  ])('takes a token for a sign-in only from a good answer: %s', (status, outcome) => {
    const assertion = saved({
      url: `${IDP}/assert`,
      at: 900,
      post: 'client_id=a&account_id=1',
      body: { token },
      status,
    });
    expect(rebuilt([...signIn(0, {}).slice(0, 3), assertion]).map(flow => flow.outcome.status)).toEqual([outcome]);
  });

  it('may be a proxy’s, in which the request’s own header marks FedCM', () => {
    const seen = (entry: object, dest: string) => {
      const { _initiator, _resourceType, request, ...rest } = entry as ReturnType<typeof saved>;
      const headers = [...request.headers, { name: 'sec-fetch-dest', value: dest }];
      return { ...rest, request: { ...request, headers } };
    };
    const page = seen(saved({ url: `${IDP}/.well-known/web-identity`, at: 5, body: {} }), 'empty');
    const flows = rebuilt([page, ...signIn(0, { token }).map(entry => seen(entry, 'webidentity'))]);
    expect(flows.map(flow => [flow.outcome.status, flow.page.origin])).toEqual([['fulfilled', 'https://rp.example']]);
    expect(flows[0]?.exchanges.map(({ role }) => role)).toEqual(['well-known', 'config', 'accounts', 'id-assertion']);
  });

  it('keeps a disconnect apart from a sign-in', () => {
    const end = saved({
      url: `${IDP}/disconnect`,
      at: 2000,
      post: 'client_id=a&account_hint=1',
      body: { account_id: '1' },
    });
    const ended = (entries: object[]) =>
      rebuilt(entries).map(({ api, exchanges, outcome }) => [api, exchanges.length, outcome.status]);
    const signedIn = ['credentials.get', 4, 'fulfilled'];
    expect(ended([...signIn(0, { token }), end])).toEqual([
      signedIn,
      ['IdentityCredential.disconnect', 1, 'fulfilled'],
    ]);
    // Chrome asks for both files again, unless they are cached.
    const before = signIn(1900, {}).slice(0, 2);
    expect(ended([...signIn(0, { token }), ...before, end])).toEqual([
      signedIn,
      ['IdentityCredential.disconnect', 3, 'fulfilled'],
    ]);
    const refused = { ...end, response: { ...end.response, status: 403 } };
    expect(ended([...before, refused])).toEqual([['IdentityCredential.disconnect', 3, 'interrupted']]);
  });

  it('may hold a form as a list of its fields', () => {
    const [wellKnown = {}, config = {}, accounts = {}] = signIn(0, {});
    const asserted = saved({ url: `${IDP}/assert`, at: 900, post: '', body: { token } });
    const params = [
      { name: 'account_id', value: 'a b' },
      { name: 'params', value: '{"x":"&"}' },
    ];
    const entry = { ...asserted, request: { ...asserted.request, postData: { mimeType: '', params } } };
    const [flow] = rebuilt([wellKnown, config, accounts, entry]);
    const body = new URLSearchParams(flow?.exchanges[3]?.request.body);
    expect([...body]).toEqual(params.map(({ name, value }) => [name, value]));
    expect(flow?.exchanges[3]?.role).toBe('id-assertion');
  });

  it('exports what it rebuilt, with and without secrets', () => {
    const flows = rebuilt(signIn(0, { token }));
    expect(v.safeParse(har, harOf(flows, 'secrets')).issues).toBeUndefined();
    expect(JSON.stringify(harOf(flows, 'secrets'))).not.toContain(token);
  });
});
