import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { blank, serve, type TestSite } from './pages.ts';
import { extensionFolder, type Rig, startRig } from './rig.ts';
import { type WorkerWatch, watchWorker } from './worker-watch.ts';

const REFUSED = 'navigator.credentials.get({ identity: { providers: [] } }).catch(() => {})';
/** A call that can be told apart: its index is its client id. */
const numbered = (i: number) =>
  `navigator.credentials.get({ identity: { providers: [{ configURL: 'no url', clientId: '${i}' }] } }).catch(() => {})`;

let rig: Rig;
let site: TestSite;
/** A page of the extension in an ordinary tab: it can be asked whether a worker runs or not. */
let witness: Page;
let worker: WorkerWatch;
beforeAll(async () => {
  rig = await startRig();
  witness = await rig.browser.newPage();
  await witness.goto(new URL('/manifest.json', (await rig.worker()).url()).href);
  worker = await watchWorker(witness);
  site = await serve({ '/': blank('page'), '/frames': blank('frames', '<iframe src="/"></iframe>'.repeat(5)) });
});
afterAll(async () => {
  await rig.close();
  await site.close();
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

/** How many scripts the extension has registered for new documents. */
const registered = () => witness.evaluate(async () => (await chrome.scripting.getRegisteredContentScripts()).length);

const clientIds = (flows: { request: unknown }[]) =>
  flows.map(({ request }) => Number(/"clientId":"(\d+)"/.exec(JSON.stringify(request))?.[1]));

test('the worker may stop before, during and after calls: nothing lost, nothing doubled, in order', async () => {
  const page = await rig.newTab();
  await page.goto(site.url('rp', '/'));
  const devtools = await rig.inspect(page);
  await devtools.until(log => log.pageState === 'ready');
  let calls = 0;
  const call = () => page.evaluate(numbered(calls++));
  for (let stop = 0; stop < 10; stop++) {
    await call();
    await worker.until('running');
    const before = worker.stops();
    worker.stop();
    await call();
    await worker.stopped(before);
    await call();
    // The line comes back by itself; a later stop must find a worker to stop.
    await devtools.owner.waitForFunction(
      `fedcmLog.flows.length === ${calls} && fedcmLog.flows.every(({ outcome }) => outcome.status === 'rejected')`,
      { polling: 20 },
    );
  }
  const flows = await devtools.flows();
  expect(clientIds(flows)).toEqual(Array.from({ length: 30 }, (_, i) => i));
  expect((await devtools.log()).losses).toEqual({ events: 0, flows: 0 });
  await page.close();
}, 120_000);

test('a line that leads nowhere is made anew', async () => {
  const page = await rig.newTab();
  await page.goto(site.url('rp', '/'));
  const devtools = await rig.inspect(page);
  await devtools.until(log => log.pageState === 'ready');
  // In the browser it is a matter of the moment whether the next line is one.
  await devtools.owner.evaluate(`{
    const { connect } = chrome.runtime;
    const nobody = { addListener() {} };
    chrome.runtime.connect = () => {
      chrome.runtime.connect = connect;
      return { onMessage: nobody, onDisconnect: nobody, postMessage() {}, disconnect() { globalThis.gaveUp = true; } };
    };
  }`);
  const before = worker.stops();
  worker.stop();
  await worker.stopped(before);
  await page.evaluate(REFUSED);
  await devtools.until(log => log.flows[0]?.outcome.status === 'rejected');
  expect(await devtools.owner.evaluate('gaveUp')).toBe(true);
  await page.close();
});

test('with no DevTools open there is no bridge and no running worker, before and after', async () => {
  const page = await rig.newTab();
  await page.goto(site.url('rp', '/frames'));
  const startsMeanwhile = async () => {
    worker.stop();
    await worker.until('stopped');
    const before = worker.starts();
    await page.goto(site.url('rp', '/frames'));
    await page.evaluate(REFUSED);
    await Promise.all(page.frames().map(frame => frame.evaluate(REFUSED)));
    await page.goto(site.url('other', '/'));
    await page.evaluate(REFUSED);
    return worker.starts() - before;
  };
  await expect.poll(registered, { timeout: 60_000, interval: 50 }).toBe(0);
  expect(await startsMeanwhile()).toBe(0);
  const devtools = await rig.inspect(page);
  await devtools.until(log => log.pageState === 'ready');
  await expect.poll(registered, { timeout: 60_000, interval: 50 }).toBe(1);
  await devtools.close();
  await expect.poll(registered, { timeout: 60_000, interval: 50 }).toBe(0);
  expect(await startsMeanwhile()).toBe(0);
  await page.close();
}, 180_000);

test('a worker that was stopped when the last DevTools closed cleans up once it starts again', async () => {
  const page = await rig.newTab();
  await page.goto(site.url('rp', '/'));
  const devtools = await rig.inspect(page);
  await devtools.until(log => log.pageState === 'ready');
  await worker.until('running');
  worker.stop();
  await devtools.close();
  const next = await rig.inspect(page);
  await next.until(log => log.pageState === 'ready');
  await next.close();
  await expect.poll(registered, { timeout: 60_000, interval: 50 }).toBe(0);
  await page.close();
});

test('pages outlive a reload of the extension, and DevTools opened again goes on with them', async () => {
  const page = await rig.newTab();
  await page.goto(site.url('rp', '/'));
  const said: string[] = [];
  page.on('console', message => said.push(message.text()));
  page.on('pageerror', error => said.push(String(error)));
  const before = await rig.inspect(page);
  await page.evaluate(numbered(1));
  await before.until(log => log.flows.length === 1);
  const gone = new Promise(resolve => before.window.once('close', resolve));
  // What the reload button of chrome://extensions does; headless, chrome.runtime.reload() never comes back.
  await rig.browser.installExtension(extensionFolder);
  await gone;
  await page.evaluate(numbered(2));
  const after = await rig.inspect(page);
  await page.evaluate(numbered(3));
  const flows = await after.until(
    log => log.flows.length === 3 && log.flows.every(({ outcome }) => outcome.status === 'rejected'),
  );
  expect(clientIds(flows)).toEqual([1, 2, 3]);
  expect(said).toEqual([]);
  await page.close();
});
