import type { Target } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { blank, serve, type TestSite } from './pages.ts';
import { isOurWorker, type Rig, startRig } from './rig.ts';

const TABS = 3;
const CALLS = 200;
const STOPS = 10;

let rig: Rig;
let site: TestSite;
beforeAll(async () => {
  rig = await startRig();
  site = await serve({ '/': blank('page') });
});
afterAll(async () => {
  await rig.close();
  await site.close();
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

test('the worker stops again and again while several tabs call: nothing lost, doubled or out of order', async () => {
  const tabs = [];
  for (let i = 0; i < TABS; i++) {
    const page = await rig.newTab();
    await page.goto(site.url(`rp${i}`, '/'));
    const devtools = await rig.inspect(page);
    await devtools.until(log => log.pageState === 'ready');
    tabs.push({ page, devtools });
  }
  const calling = tabs.map(({ page }) =>
    page.evaluate(`(async () => {
      for (let i = 0; i < ${CALLS}; i++) {
        await navigator.credentials.get({ identity: { providers: [{ configURL: 'no url', clientId: '' + i }] } }).catch(() => {});
        await new Promise(resolve => setTimeout(resolve, 20));
      }
    })()`),
  );
  // The worker is stopped as soon as it is there again: each time at another moment of the reconnection.
  for (let stop = 0; stop < STOPS; stop++) {
    const worker = await rig.worker();
    const next = new Promise<void>(resolve => {
      const note = (target: Target) => {
        if (!isOurWorker(target)) return;
        rig.browser.off('targetcreated', note);
        resolve();
      };
      rig.browser.on('targetcreated', note);
    });
    await worker.close();
    await next;
  }
  await Promise.all(calling);
  for (const { page, devtools } of tabs) {
    await devtools.owner.waitForFunction(
      `fedcmLog.flows.length === ${CALLS} && fedcmLog.flows.every(({ outcome }) => outcome.status === 'rejected')`,
      { polling: 50, timeout: 20_000 },
    );
    const seen = (await devtools.flows()).map(({ request }) => /"clientId":"(\d+)"/.exec(JSON.stringify(request))?.[1]);
    expect(seen).toEqual(Array.from({ length: CALLS }, (_, i) => String(i)));
    expect((await devtools.log()).losses).toEqual({ events: 0, flows: 0 });
    await page.close();
  }
}, 180_000);
