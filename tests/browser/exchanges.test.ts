import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { click, popup } from '../../demo/browse.ts';
import type { Fault } from '../../demo/gallery/fault.ts';
import { findFault } from '../../demo/gallery/index.ts';
import { faultOrigin } from '../../demo/hosts.ts';
import { runFault } from '../../demo/run-fault.ts';
import { CLOCK_TOLERANCE } from '../../src/core/flow/call-window.ts';
import { exchangeStrip } from '../../src/core/flow/exchange-strip.ts';
import type { LogView } from '../../src/core/flow/log-view.ts';
import type { Flow } from '../../src/core/model.ts';
import { answerDialogs, type Inspected, type Rig, signInUrl, startRig, waitIn } from './rig.ts';
import { expectPhasesEndToEnd, expectWholeAndInOrder, rolesIn, wireRequests } from './wire.ts';

let rig: Rig;
let tab: { page: Page; devtools: Inspected };
beforeAll(async () => {
  rig = await startRig();
  const page = await rig.openRp();
  await answerDialogs(page);
  tab = { page, devtools: await rig.inspect(page) };
});
afterAll(() => rig.close());
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

/** Every call is over, and every answer's body was asked for. */
const allComplete = (log: LogView) =>
  log.flows.length > 0 &&
  log.flows.every(
    ({ outcome, exchanges }) =>
      outcome.status !== 'pending' &&
      exchanges.every(({ response }) => response.body !== undefined || response.bodyMissing !== undefined),
  );

interface Scene {
  page: Page;
  devtools: Inspected;
  /** Whole flows, once `count` requests reached a server since the scene was set and stand in the log. */
  settle(calls?: number): Promise<Flow[]>;
  /** What reached the servers meanwhile. */
  wire(): ReturnType<typeof wireRequests>;
}

/** A signed-in user on the relying party's page, DevTools open with an empty log; counting begins here. */
async function scene(prepare?: (page: Page) => Promise<unknown>): Promise<Scene> {
  const { page, devtools } = tab;
  await prepare?.(page);
  await page.goto(rig.demo.rp);
  await devtools.clear();
  return sceneOn(page, devtools);
}

function sceneOn(page: Page, devtools: Inspected, since = rig.demo.log.length): Scene {
  const wire = () => wireRequests(rig.demo.log, since);
  return {
    page,
    devtools,
    wire,
    async settle(calls = 1) {
      const wanted = wire().length;
      const fetched = 'fedcmLog.flows.flatMap(flow => flow.exchanges).filter(({ fromCache }) => !fromCache).length';
      await waitIn(
        devtools.owner,
        `${fetched} === ${wanted} && (${allComplete})(fedcmLog)`,
        async () => `${await devtools.owner.evaluate(fetched)} of ${wanted} exchanges`,
      );
      const flows = await devtools.flows();
      expect(await devtools.owner.evaluate('fedcmLog.leftovers.length')).toBe(0);
      // The identity provider's own pages call close() wherever they are shown.
      expect(flows.filter(({ parent, api }) => parent === undefined && !api.endsWith('.close'))).toHaveLength(calls);
      return flows;
    },
  };
}

const fault = (name: string): Fault => {
  const found = findFault(name);
  if (!found) throw new Error(`No fault ${name}`);
  return found;
};

const PICTURES = ['other 200', 'other 200'];
const FIRST_SIGN_IN = ['accounts 200', 'client-metadata 200', 'config 200', 'id-assertion 200', 'well-known 200'];

function expectSound(flows: readonly Flow[], wire: ReturnType<typeof wireRequests>): void {
  expectWholeAndInOrder(flows, wire);
  for (const flow of flows) {
    if (flow.api === 'credentials.get') expectPhasesEndToEnd(flow);
  }
}

const phaseNames = (flow: Flow | undefined) => flow?.phases.map(({ name }) => name);

describe('each exchange stands in its flow', () => {
  test('passive', async () => {
    const { page, settle, wire } = await scene();
    await page.evaluate(() => window.demo.signIn());
    const flows = await settle();
    expectSound(flows, wire());
    const [flow] = flows;
    expect(flow && rolesIn(flow).toSorted()).toEqual([...FIRST_SIGN_IN, ...PICTURES].toSorted());
    expect(flow?.exchanges.map(({ role }) => role).slice(2)).toEqual([
      'accounts',
      'client-metadata',
      'other',
      'other',
      'id-assertion',
    ]);
    // Where the machine is slow, the page is told a while after the answer.
    // A longer pause between two steps is a part of its own.
    expect([...new Set(phaseNames(flow))].slice(0, 4)).toEqual(['discovery', 'accounts', 'user', 'assertion']);
    expect(flow?.exchanges.every(({ configURL }) => configURL === `${rig.demo.idp}/config.json`)).toBe(true);
  });

  test('active', async () => {
    const { page, settle, wire } = await scene();
    await click(page, 'button[data-options=\'{"mode":"active"}\']');
    await page.evaluate(() => window.demo.last);
    const flows = await settle();
    expectSound(flows, wire());
    const [flow] = flows;
    const assertion = flow?.exchanges.find(({ role }) => role === 'id-assertion');
    expect(new URLSearchParams(assertion?.request.body).get('mode')).toBe('active');
  });

  test('automatic re-authentication', async () => {
    const { page, settle, wire } = await scene();
    await page.evaluate(() => window.demo.signIn());
    await page.evaluate(() => window.demo.signIn());
    const flows = await settle(2);
    expectSound(flows, wire());
    const again = flows[1];
    expect(again?.outcome.credential?.isAutoSelected).toBe(true);
    const assertion = again?.exchanges.find(({ role }) => role === 'id-assertion');
    expect(new URLSearchParams(assertion?.request.body).get('is_auto_selected')).toBe('true');
    expect(again && rolesIn(again).toSorted()).toEqual(
      [...FIRST_SIGN_IN, ...PICTURES].filter(role => !role.startsWith('client')).toSorted(),
    );
  });

  test('two identity providers, one of them failing', async () => {
    const { page, settle, wire } = await scene();
    const failing = faultOrigin(rig.demo.port, 'accounts-500');
    await page.evaluate(() => window.demo.signIn({ fault: 'accounts-500', providers: ['good', 'this'] }));
    const flows = await settle();
    expectSound(flows, wire());
    const [flow] = flows;
    if (!flow) throw new Error('No flow');
    const strips = Object.fromEntries(
      exchangeStrip(flow).map(({ configURL, steps }) => [configURL, steps.map(step => `${step.label} ${step.status}`)]),
    );
    expect(strips[`${failing}/config.json`]).toContain('accounts 500');
    expect(strips[`${failing}/config.json`]).not.toContain('assertion 200');
    expect(strips[`${rig.demo.idp}/config.json`]).toContain('assertion 200');
  });

  test('a cross-origin frame', async () => {
    const { page, settle, wire } = await scene();
    await page.evaluate(() => window.demo.openFrame());
    const frame = page.frames().find(each => each.url().startsWith(rig.demo.frameRp));
    await frame?.evaluate(() => window.demo.signIn({ deliver: false }));
    const flows = await settle();
    expectSound(flows, wire());
    expect(flows[0]?.page.origin).toBe(rig.demo.frameRp);
    expect(flows[0]?.exchanges.map(({ role }) => role)).toContain('id-assertion');
  });

  test('disconnect', async () => {
    const { page, settle, wire } = await scene();
    await page.evaluate(() => window.demo.signIn());
    await page.evaluate(() => window.demo.disconnect());
    const flows = await settle(2);
    expectWholeAndInOrder(flows, wire());
    expect(flows[1] && rolesIn(flows[1]).at(-1)).toBe('disconnect 200');
    expect(flows[1]?.exchanges.map(({ role }) => role).toSorted()).toEqual(['config', 'disconnect', 'well-known']);
  });

  test('getUserInfo', async () => {
    const { page, settle, wire } = await scene();
    await page.evaluate(() => window.demo.signIn());
    await page.evaluate(() => window.demo.getUserInfo());
    const flows = await settle(2);
    expectWholeAndInOrder(flows, wire());
    expect(flows[1]?.api).toBe('IdentityProvider.getUserInfo');
    expect(flows[1]?.exchanges.map(({ role }) => role).toSorted()).toEqual(['accounts', 'config', 'well-known']);
  });

  test.each([
    ['config-cacheable', 'config'],
    ['accounts-cacheable', 'accounts'],
  ])('%s: what came out of the cache is shown, and marked', async (name, role) => {
    const { page, settle, wire } = await scene(async tab => {
      await tab.goto(signInUrl(faultOrigin(rig.demo.port, name), rig.demo.rp));
    });
    await page.evaluate(each => window.demo.signIn({ fault: each, deliver: false }), name);
    // Answers carry whole seconds: only a later one can be told from a repetition.
    await page.waitForFunction((from: number) => Date.now() - from > 2000, { polling: 20 }, Date.now());
    await page.evaluate(each => window.demo.signIn({ fault: each, deliver: false }), name);
    const flows = await settle(2);
    expectSound(flows, wire());
    const cached = flows.flatMap(({ exchanges }) => exchanges.filter(({ fromCache }) => fromCache));
    expect(cached.map(exchange => exchange.role)).toEqual([role]);
    expect(flows[1]?.exchanges.some(({ fromCache }) => fromCache)).toBe(true);
  });
});

describe('pop-ups', () => {
  test('continuation: what its page calls stands under the call, and its time is named', async () => {
    const idp = faultOrigin(rig.demo.port, 'continue-on');
    const { page, devtools, settle, wire } = await scene(async tab => {
      await tab.goto(signInUrl(idp, rig.demo.rp));
    });
    await click(page, '#run-continue-on');
    const opened = await popup(rig.browser, `${idp}/continue`);
    await opened.evaluate(() =>
      (Reflect.get(navigator, 'login') as { setStatus(s: string): Promise<void> }).setStatus('logged-in'),
    );
    await devtools.until(log => log.flows.some(({ api }) => api === 'login.setStatus'));
    // The window closes under the call, which then never reports back.
    opened.evaluate(() => document.querySelector<HTMLElement>('#resolve')?.click()).catch(() => undefined);
    await page.evaluate(() => window.demo.last);
    await devtools.until(log => log.flows.some(({ api }) => api === 'IdentityProvider.resolve'));
    const flows = await settle();
    expectSound(flows, wire());
    const call = flows.find(({ api }) => api === 'credentials.get');
    expect(call?.outcome.status).toBe('fulfilled');
    const inPopup = flows.filter(({ parent }) => parent !== undefined);
    expect(inPopup.map(({ api, parent, page: { origin } }) => [api, parent, origin])).toEqual([
      ['login.setStatus', call?.id, idp],
      ['IdentityProvider.resolve', call?.id, idp],
    ]);
    expect(inPopup[1]?.request).toBe(call?.outcome.credential?.token);
    expect(phaseNames(call)?.at(-1)).toBe('continuation');
  });

  test('sign-in from the mismatch dialog: everything is fetched once more, in the same flow', async () => {
    const page = await rig.openRp();
    const devtools = await rig.inspect(page);
    const since = rig.demo.log.length;
    const { outcome } = await runFault(page, rig.demo.port, fault('sign-in-again'), 'pop2');
    expect(outcome?.status).toBe('fulfilled');
    const { settle, wire } = sceneOn(page, devtools, since);
    const flows = await settle();
    expectSound(flows, wire());
    const call = flows.find(({ api }) => api === 'credentials.get');
    expect(call?.exchanges.filter(({ role }) => role === 'accounts').map(({ response }) => response.status)).toEqual([
      401, 200,
    ]);
    expect(phaseNames(call)).toContain('user');
    await page.close();
  });

  test('an unrelated tab that the page opened stays out, whatever it calls', async () => {
    const page = await rig.openRp();
    const watch = await answerDialogs(page);
    await watch.stop();
    const client = await page.createCDPSession();
    await client.send('FedCm.enable', { disableRejectionDelay: true });
    const shown = new Promise(resolve => client.once('FedCm.dialogShown', resolve));
    const devtools = await rig.inspect(page);
    const setStatusIn = async (url: string) => {
      // Chrome takes the tab in front for the opener.
      await page.bringToFront();
      await page.evaluate(address => void window.open(address), url);
      const tab = await popup(rig.browser, url);
      await tab.evaluate(() =>
        (Reflect.get(navigator, 'login') as { setStatus(s: string): Promise<void> }).setStatus('logged-in'),
      );
      return tab;
    };
    // The identity provider's own page, while no call is open.
    const before = await setStatusIn(`${rig.demo.idp}/register?before`);
    const told = Date.now();
    await page.waitForFunction(at => Date.now() > at, { polling: 20 }, told + 10 * CLOCK_TOLERANCE);
    await page.bringToFront();
    await page.evaluate(configURL => {
      const controller = new AbortController();
      const identity = { providers: [{ configURL, clientId: 'demo-rp' }] };
      const call = navigator.credentials.get({ identity, mediation: 'required', signal: controller.signal } as never);
      Object.assign(window, { controller, call: call.catch(() => 'over') });
    }, `${rig.demo.idp}/config.json`);
    await shown;
    // Another origin's page, while one is.
    const stranger = await setStatusIn(`${rig.demo.otherIdp}/register`);
    // The identity provider's own page, while one is: this one belongs to it.
    const own = await setStatusIn(`${rig.demo.idp}/register?own`);
    // The log hears of one document after the other: once the last call is there, so are those before it.
    await devtools.until(log => log.flows.some(({ parent }) => parent !== undefined));
    await page.evaluate('controller.abort(), call');
    const flows = await devtools.until(
      log => log.flows.length > 1 && log.flows.every(({ outcome }) => outcome.status !== 'pending'),
    );
    const call = flows.find(({ api }) => api === 'credentials.get');
    expect(flows.map(({ api, parent, page: { origin } }) => ({ api, parent, origin }))).toEqual([
      { api: 'credentials.get', parent: undefined, origin: rig.demo.rp },
      { api: 'login.setStatus', parent: call?.id, origin: rig.demo.idp },
    ]);
    for (const tab of [before, stranger, own, page]) if (!tab.isClosed()) await tab.close();
  });
});

test('DevTools opened in the middle of a flow shows what came after, and does not guess the rest', async () => {
  const page = await rig.openRp();
  const client = await page.createCDPSession();
  await client.send('FedCm.enable', { disableRejectionDelay: true });
  const shown = new Promise<string>(resolve => client.once('FedCm.dialogShown', ({ dialogId }) => resolve(dialogId)));
  const since = rig.demo.log.length;
  await page.evaluate(() => {
    void window.demo.signIn({ deliver: false, mediation: 'required' });
  });
  const dialogId = await shown;
  const opened = rig.demo.log.length;
  const devtools = await rig.inspect(page);
  await devtools.until(log => log.flows[0]?.outcome.status === 'pending');
  await client.send('FedCm.selectAccount', { dialogId, accountIndex: 0 });
  const flows = await devtools.until(log => log.flows[0]?.outcome.status === 'fulfilled');
  await devtools.until(log => log.flows[0]?.exchanges.some(({ role }) => role === 'id-assertion') === true);
  const [flow] = await devtools.flows();
  if (!flow) throw new Error('No flow');
  expect(flows).toHaveLength(1);
  expect(wireRequests(rig.demo.log, since).length).toBeGreaterThan(wireRequests(rig.demo.log, opened).length);
  expectWholeAndInOrder([flow], wireRequests(rig.demo.log, opened));
  expectPhasesEndToEnd(flow);
});

test('200 flows in a row are all complete', async () => {
  const { page, settle, wire } = await scene();
  await page.evaluate(() => window.demo.signIn({ deliver: false }));
  await page.evaluate(async () => {
    for (let i = 1; i < 200; i++)
      await window.demo.signIn({ deliver: false, mediation: i % 2 === 0 ? 'required' : 'optional' });
  });
  const flows = await settle(200);
  expectSound(flows, wire());
  for (const flow of flows) {
    expect(flow.outcome.status).toBe('fulfilled');
    expect(flow.exchanges.map(({ role }) => role)).toEqual(
      expect.arrayContaining(['well-known', 'config', 'accounts', 'id-assertion']),
    );
    expect(flow.exchanges.every(({ role, response }) => role === 'other' || response.body !== undefined)).toBe(true);
  }
}, 400_000);
