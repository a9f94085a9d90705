import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { faultOrigin } from '../../demo/hosts.ts';
import type { Flow } from '../../src/core/model.ts';
import { answerDialogs, type Inspected, type Rig, signInUrl, startRig } from './rig.ts';

interface Scene {
  page: Awaited<ReturnType<Rig['openRp']>>;
  devtools: Inspected;
}

let rig: Rig;
let tab: Scene;
beforeAll(async () => {
  rig = await startRig();
  const page = await rig.openRp();
  await answerDialogs(page);
  tab = { page, devtools: await rig.inspect(page) };
});
afterAll(() => rig.close());
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

/** The relying party's page, anew, in a tab that is inspected; its log is empty. */
async function inspectedRp(): Promise<Scene> {
  await tab.page.goto(rig.demo.rp);
  await tab.devtools.clear();
  return tab;
}

const only = (flows: Flow[]): Flow => {
  expect(flows).toHaveLength(1);
  return flows[0] as Flow;
};

const anySettled = (log: { readonly flows: readonly Flow[] }) =>
  log.flows.length > 0 && log.flows.every(({ outcome }) => outcome.status !== 'pending');

describe('a successful sign-in', () => {
  test('has the credential and the times that the page itself saw', async () => {
    const { page, devtools } = await inspectedRp();
    const seen = await page.evaluate(async configURL => {
      const wall = () => performance.timeOrigin + performance.now();
      const providers = [
        { configURL, clientId: 'demo-rp', params: { nonce: 'n-1', deep: { list: [1, 'two', null] } } },
      ];
      const before = wall();
      const promise = navigator.credentials.get({ identity: { providers, context: 'signup' } } as never);
      const called = wall();
      const { type, token, isAutoSelected, configURL: used } = (await promise) as unknown as Record<string, unknown>;
      return { before, called, after: wall(), credential: { type, token, isAutoSelected, configURL: used } };
    }, `${rig.demo.idp}/config.json`);
    const flow = only(await devtools.until(anySettled));
    expect(flow.outcome).toEqual({ status: 'fulfilled', credential: seen.credential });
    expect(flow.startedAt).toBeGreaterThanOrEqual(seen.before);
    expect(flow.startedAt).toBeLessThanOrEqual(seen.called);
    expect(flow.settledAt).toBeGreaterThanOrEqual(seen.called);
    expect(flow.settledAt).toBeLessThanOrEqual(seen.after);
    expect(flow.request).toEqual({
      identity: {
        context: 'signup',
        providers: [
          {
            clientId: 'demo-rp',
            configURL: `${rig.demo.idp}/config.json`,
            params: { nonce: 'n-1', deep: { list: [1, 'two', null] } },
          },
        ],
      },
    });
    expect(flow.page).toMatchObject({
      origin: rig.demo.rp,
      topOrigin: rig.demo.rp,
      frameId: 0,
      url: `${rig.demo.rp}/`,
    });
    expect(flow.context.visibility).toBe('visible');
  });

  test('holds a token of any JSON kind', async () => {
    const { page, devtools } = await inspectedRp();
    for (const fault of [
      'token-json',
      'token-code',
      'token-array',
      'token-number',
      'token-null',
      'token-empty-string',
    ]) {
      await page.goto(signInUrl(faultOrigin(rig.demo.port, fault), rig.demo.rp));
      await devtools.clear();
      const seen = await page.evaluate(name => window.demo.signIn({ fault: name, deliver: false }), fault);
      const flow = only(await devtools.until(anySettled));
      expect(flow.outcome.credential).toHaveProperty('token');
      expect(seen).toMatchObject({ status: 'fulfilled', value: { token: flow.outcome.credential?.token } });
    }
  });

  test('names the frame of the caller’s script and leaves out our own', async () => {
    const { page, devtools } = await inspectedRp();
    await page.evaluate(() => window.demo.signIn({ deliver: false }));
    const flow = only(await devtools.until(anySettled));
    expect(flow.context.stack?.length).toBeGreaterThan(0);
    expect(flow.context.stack?.join('\n')).toContain(rig.demo.rp);
    expect(flow.context.stack?.join('\n')).not.toContain('chrome-extension:');
  });
});

describe('a rejection', () => {
  interface Case {
    name: string;
    /** Runs in the page, with the good config URL. */
    call: string;
    error: object;
  }
  const provider = '{ configURL, clientId: "demo-rp" }';
  const cases: Case[] = [
    {
      name: 'NetworkError',
      call: 'navigator.credentials.get({ identity: { providers: [{ configURL: configURL + "-missing", clientId: "demo-rp" }] } })',
      error: { name: 'NetworkError', message: 'Error retrieving a token.' },
    },
    {
      name: 'NotAllowedError',
      call: `Promise.allSettled([navigator.credentials.get({ identity: { providers: [${provider}] }, mediation: "required" }), navigator.credentials.get({ identity: { providers: [${provider}] } })])`,
      error: { name: 'NotAllowedError' },
    },
    {
      name: 'AbortError',
      call: `(() => { const c = new AbortController(); const p = navigator.credentials.get({ identity: { providers: [${provider}] }, signal: c.signal }); c.abort(); return p; })()`,
      error: { name: 'AbortError', message: 'signal is aborted without reason' },
    },
    {
      name: 'an abort with an arbitrary reason',
      call: `(() => { const c = new AbortController(); const p = navigator.credentials.get({ identity: { providers: [${provider}] }, signal: c.signal }); c.abort({ why: ["because"] }); return p; })()`,
      error: { value: { why: ['because'] } },
    },
    {
      name: 'an abort with a text',
      call: `(() => { const c = new AbortController(); c.abort("enough"); return navigator.credentials.get({ identity: { providers: [${provider}] }, signal: c.signal }); })()`,
      error: { value: 'enough' },
    },
    {
      name: 'an abort with an error of the page',
      call: `(() => { const c = new AbortController(); c.abort(new RangeError("too far")); return navigator.credentials.get({ identity: { providers: [${provider}] }, signal: c.signal }); })()`,
      error: { name: 'RangeError', message: 'too far' },
    },
    {
      name: 'TypeError',
      call: 'navigator.credentials.get({ identity: { providers: [{ configURL }] } })',
      error: { name: 'TypeError' },
    },
    {
      name: 'InvalidStateError',
      call: 'navigator.credentials.get({ identity: { providers: [{ configURL, clientId: "" }] } })',
      error: { name: 'InvalidStateError' },
    },
  ];

  test('by an abort says who aborted, and nothing where no script did', async () => {
    const { page, devtools } = await inspectedRp();
    await page.evaluate(async configURL => {
      const providers = [{ configURL, clientId: 'demo-rp' }];
      const get = (signal: AbortSignal) =>
        navigator.credentials.get({ identity: { providers }, mediation: 'required', signal } as never).catch(() => {});
      const controller = new AbortController();
      const both = [get(controller.signal), get(controller.signal)];
      // The second is refused at once: only the first is there to be aborted.
      await both[1];
      function unmountedTheComponent() {
        controller.abort();
      }
      unmountedTheComponent();
      await both[0];
      await get(AbortSignal.timeout(1));
    }, `${rig.demo.idp}/config.json`);
    const flows = await devtools.until(
      log => log.flows.length === 3 && log.flows.every(({ outcome }) => outcome.status === 'rejected'),
    );
    const [aborted, refused, timedOut] = flows.map(({ context }) => context.abortStack);
    expect(aborted?.[0]).toMatch(/^unmountedTheComponent /);
    expect(aborted?.join()).not.toContain('chrome-extension:');
    expect(refused).toBeUndefined();
    expect(timedOut).toEqual([]);
  });

  test.each(cases)('is recorded: $name', async ({ call, error }) => {
    const { page, devtools } = await inspectedRp();
    await page.evaluate(`(configURL => ${call})(${JSON.stringify(`${rig.demo.idp}/config.json`)}).catch(() => {})`);
    const flows = await devtools.until(
      log =>
        log.flows.some(({ outcome }) => outcome.status === 'rejected') &&
        log.flows.every(({ outcome }) => outcome.status !== 'pending'),
    );
    const rejected = flows.filter(({ outcome }) => outcome.status === 'rejected');
    expect(rejected).toHaveLength(1);
    expect(rejected[0]?.outcome).toMatchObject({ status: 'rejected', error });
  });

  test('is recorded: IdentityCredentialError, with its error and url', async () => {
    const page = await rig.newTab();
    await page.goto(`${faultOrigin(rig.demo.port, 'assertion-error')}/login?user=ann`);
    await page.goto(rig.demo.rp);
    const said: string[] = [];
    page.on('console', message => said.push(message.text()));
    await answerDialogs(page);
    const devtools = await rig.inspect(page);
    const seen = await page.evaluate(() => window.demo.signIn({ fault: 'assertion-error', deliver: false }));
    const flow = only(await devtools.until(anySettled));
    expect(flow.outcome).toMatchObject({ status: 'rejected', error: { name: 'IdentityCredentialError' } });
    expect(seen).toEqual({ status: 'rejected', ...flow.outcome.error });
    expect(flow.outcome.error?.error).toBeTruthy();
    // Reading `code` would have warned here.
    expect(said.join('\n')).not.toContain('deprecated');
  });
});

test('an open call is shown as pending, and two at once are kept apart, in one frame and in two', async () => {
  const page = await rig.openRp();
  const watch = await answerDialogs(page, { user: { chooser: 'select' } });
  await watch.stop();
  const client = await page.createCDPSession();
  await client.send('FedCm.enable', { disableRejectionDelay: true });
  const shown = new Promise<string>(resolve => client.once('FedCm.dialogShown', ({ dialogId }) => resolve(dialogId)));
  const devtools = await rig.inspect(page);
  await page.evaluate(configURL => {
    const get = ({ navigator }: Window, clientId: string) =>
      navigator.credentials.get({ identity: { providers: [{ configURL, clientId }] }, mediation: 'required' } as never);
    const inside = document.body.appendChild(document.createElement('iframe')).contentWindow ?? window;
    const calls = [get(window, 'demo-rp'), get(window, 'second'), get(inside, 'in-a-frame')];
    Object.assign(window, { all: Promise.allSettled(calls) });
  }, `${rig.demo.idp}/config.json`);
  const dialogId = await shown;
  const during = await devtools.until(
    log => log.flows.filter(({ outcome }) => outcome.status === 'rejected').length === 2,
  );
  expect(during.map(({ outcome }) => outcome.status)).toEqual(['pending', 'rejected', 'rejected']);
  expect(during[0]?.settledAt).toBeUndefined();
  await client.send('FedCm.selectAccount', { dialogId, accountIndex: 0 });
  await page.evaluate('all');
  const after = await devtools.until(log => log.flows.every(({ outcome }) => outcome.status !== 'pending'));
  const told = after.map(({ outcome, request }) => {
    const client = /"clientId":"([^"]+)"/.exec(JSON.stringify(request))?.[1];
    return [client, outcome.status, outcome.error?.name];
  });
  expect(told).toEqual([
    ['demo-rp', 'fulfilled', undefined],
    ['second', 'rejected', 'NotAllowedError'],
    ['in-a-frame', 'rejected', 'NotAllowedError'],
  ]);
});

test('the other entry points are recorded', async () => {
  const { page, devtools } = await inspectedRp();
  await page.evaluate(() => window.demo.signIn({ deliver: false }));
  await page.evaluate(() => window.demo.disconnect());
  await page.evaluate(() => window.demo.preventSilentAccess());
  await page.evaluate(() => window.demo.setStatus());
  await page.evaluate(() => {
    const provider = Reflect.get(window, 'IdentityProvider');
    provider.close();
    return provider.resolve({ a: 1 }, { accountId: 'ann' }).catch(() => {});
  });
  const flows = await devtools.until(
    log => log.flows.length === 6 && log.flows.every(({ outcome }) => outcome.status !== 'pending'),
  );
  expect(flows.map(({ api, outcome }) => `${api} ${outcome.status}`)).toEqual([
    'credentials.get fulfilled',
    'IdentityCredential.disconnect fulfilled',
    'credentials.preventSilentAccess fulfilled',
    'login.setStatus fulfilled',
    'IdentityProvider.close fulfilled',
    'IdentityProvider.resolve rejected',
  ]);
  expect(flows[1]?.request).toMatchObject({ clientId: 'demo-rp', configURL: `${rig.demo.idp}/config.json` });
  expect(flows[3]?.request).toBe('logged-in');
  expect(flows[5]).toMatchObject({ request: { a: 1 }, options: { accountId: 'ann' } });
});

test('members that the browser never reads are named', async () => {
  const { page, devtools } = await inspectedRp();
  await page.evaluate(
    configURL =>
      navigator.credentials.get({
        identity: { providers: [{ configURL, clientId: 'demo-rp', mode: 'active', surprise: 1 }] },
        mediaton: 'silent',
      } as never),
    `${rig.demo.idp}/config.json`,
  );
  const flow = only(await devtools.until(anySettled));
  expect(flow.context.unread?.toSorted()).toEqual([
    'identity.providers[0].mode',
    'identity.providers[0].surprise',
    'mediaton',
  ]);
});

test('options that are Proxies all the way down are recorded as what they hold, and so are functions', async () => {
  const { page, devtools } = await inspectedRp();
  const request = (name: string) => ({
    identity: {
      providers: [{ configURL: `${rig.demo.idp}/config.json`, clientId: 'demo-rp', fields: ['name', name] }],
    },
  });
  const trapped = await page.evaluate(
    async (first, second) => {
      const trapped: string[] = [];
      const reactive = (target: object): object =>
        new Proxy(target, {
          get(from, key, receiver) {
            trapped.push(String(key));
            const found = Reflect.get(from, key, receiver);
            return typeof found === 'object' && found !== null ? reactive(found) : found;
          },
        });
      await navigator.credentials.get(reactive(first));
      await navigator.credentials.get(Object.assign(() => {}, second) as never);
      return trapped;
    },
    request('email'),
    request('picture'),
  );
  const flows = await devtools.until(
    log => log.flows.length === 2 && log.flows.every(({ outcome }) => outcome.status === 'fulfilled'),
  );
  expect(flows.map(flow => flow.request)).toEqual([request('email'), request('picture')]);
  expect(flows.map(({ exchanges }) => exchanges.some(({ role }) => role === 'id-assertion'))).toEqual([true, true]);
  expect(trapped).toContain('Symbol(Symbol.iterator)');
});

test('passkey and password calls pass through untouched and unrecorded', async () => {
  const { page, devtools } = await inspectedRp();
  const results = await page.evaluate(async () => {
    const touched: string[] = [];
    const signal = AbortSignal.timeout(200);
    const own = { publicKey: { challenge: new Uint8Array(16), rpId: 'rp.localhost', timeout: 100 }, signal };
    const options = new Proxy(own, {
      get: (target, key, receiver) => {
        touched.push(String(key));
        return Reflect.get(target, key, receiver);
      },
      ownKeys: target => {
        touched.push('ownKeys');
        return Reflect.ownKeys(target);
      },
    });
    const passkey = await navigator.credentials.get(options).catch(error => error.name);
    const plain = await navigator.credentials.get({ password: true } as never).catch(error => error.name);
    const nothing = await navigator.credentials.get().catch(error => error.name);
    return { passkey, plain, nothing, touched };
  });
  expect(results.touched).not.toContain('ownKeys');
  // A FedCM call afterwards is the first thing recorded.
  await page.evaluate(() => window.demo.setStatus());
  const flow = only(await devtools.until(log => log.flows.length > 0));
  expect(flow.api).toBe('login.setStatus');
});
