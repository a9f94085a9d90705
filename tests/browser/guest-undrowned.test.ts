import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { MAX_STRING, RING_EVENTS } from '../../src/protocol/limits.ts';
import { blank, serve, type TestSite } from './pages.ts';
import { type Inspected, type Rig, startRig } from './rig.ts';

const MIB = 1 << 20;
const REFUSED = 'navigator.credentials.get({ identity: { providers: [] } }).catch(() => {})';

let rig: Rig;
let site: TestSite;
beforeAll(async () => {
  rig = await startRig();
  site = await serve({ '/': blank('page', '<body>') });
});
afterAll(async () => {
  await rig.close();
  await site.close();
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

async function inspected(): Promise<{ page: Page; devtools: Inspected }> {
  const page = await rig.newTab();
  await page.goto(site.url('rp', '/'));
  const devtools = await rig.inspect(page);
  await devtools.until(log => log.pageState === 'ready');
  return { page, devtools };
}

/** Bytes that the page's scripts hold, with nothing left to collect. */
async function heapOf(page: Page): Promise<number> {
  const client = await page.createCDPSession();
  await client.send('HeapProfiler.collectGarbage');
  const { usedSize } = (await client.send('Runtime.getHeapUsage')) as { usedSize: number };
  await client.detach();
  return usedSize;
}

test('a million calls in one loop: the page keeps its ring, the log says what it missed, and goes on', async () => {
  const { page, devtools } = await inspected();
  const before = await heapOf(page);
  await page.evaluate('for (let i = 0; i < 1_000_000; i++) IdentityProvider.close()');
  await devtools.owner.waitForFunction('fedcmLog.losses.events > 0', { polling: 50, timeout: 30_000 });
  await page.evaluate(REFUSED);
  await devtools.owner.waitForFunction(
    "fedcmLog.flows.at(-1)?.api === 'credentials.get' && fedcmLog.flows.at(-1).outcome.status === 'rejected'",
    { polling: 50, timeout: 30_000 },
  );
  const counts = (await devtools.owner.evaluate(
    '({ flows: fedcmLog.flows.length, ...fedcmLog.losses, lost: fedcmLog.flows.reduce((sum, { lost = 0 }) => sum + lost, 0) })',
  )) as { flows: number; events: number; lost: number };
  // Two events a call; those of the loop came from the window of unacknowledged events and from the ring.
  expect(counts.flows).toBeLessThanOrEqual(2 * RING_EVENTS);
  expect(counts.events).toBeGreaterThan(2_000_000 - 4 * RING_EVENTS);
  expect(counts.events).toBeLessThan(2_000_000);
  expect(counts.lost).toBe(counts.events);
  expect((await heapOf(page)) - before).toBeLessThan(16 * MIB);
  await page.close();
}, 180_000);

test('an argument of 100 MB is cut where it is recorded, with its length', async () => {
  const { page, devtools } = await inspected();
  await page.evaluate(`IdentityProvider.resolve('x'.repeat(100_000_000)).catch(() => {})`);
  const [flow] = await devtools.until(log => log.flows.length > 0);
  expect(String(flow?.request)).toHaveLength(MAX_STRING);
  expect(flow?.cut).toEqual([{ path: 'request', bytes: 100_000_000 }]);
  await page.close();
});

test('hundreds of frames at once, and in turn', async () => {
  const { page, devtools } = await inspected();
  await page.evaluate(`(async () => {
    for (let i = 0; i < 200; i++) {
      const { contentWindow } = document.body.appendChild(document.createElement('iframe'));
      contentWindow.navigator.credentials.get({ identity: { providers: [] } }).catch(() => {});
    }
  })()`);
  await devtools.owner.waitForFunction(
    "fedcmLog.flows.length === 200 && fedcmLog.flows.every(({ outcome }) => outcome.status === 'rejected')",
    { polling: 100, timeout: 60_000 },
  );
  await page.evaluate(`(async () => {
    document.body.replaceChildren();
    for (let i = 0; i < 200; i++) {
      const frame = document.body.appendChild(document.createElement('iframe'));
      frame.contentWindow.navigator.credentials.get({ identity: { providers: [] } }).catch(() => {});
      await null;
      frame.remove();
    }
  })()`);
  await page.evaluate(REFUSED);
  await devtools.owner.waitForFunction(
    "fedcmLog.flows.at(-1).page.frameId === 0 && fedcmLog.flows.at(-1).outcome.status === 'rejected'",
    { polling: 50, timeout: 30_000 },
  );
  const ids = (await devtools.owner.evaluate('fedcmLog.flows.map(({ id }) => id)')) as string[];
  expect(new Set(ids).size).toBe(ids.length);
  await page.close();
}, 180_000);
