import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { MAX_STRING, Meeting, PROTOCOL, RING_EVENTS, WINDOW_EVENTS } from '../../src/protocol/limits.ts';
import { blank, serve, type TestSite } from './pages.ts';
import { type Inspected, type Rig, startRig } from './rig.ts';

const MIB = 1 << 20;
const REFUSED = 'navigator.credentials.get({ identity: { providers: [] } }).catch(() => {})';

/** Meets the bridge in the hook's place, in a frame that is prepared before the hook comes there, and tells all it can at once. */
const FLOOD = `
  const frame = document.createElement('iframe');
  frame.src = '/';
  document.body.append(frame);
  let flooded = false;
  const there = frame.contentWindow;
  const meeting = there.documentPictureInPicture;
  meeting.addEventListener('${Meeting.Handshake}', event => {
    event.stopImmediatePropagation();
    const line = there.status;
    there.status = '${PROTOCOL} 10000';
    let bell;
    meeting.addEventListener(line, event => {
      bell ??= event;
      if (event === bell || there.status >= 0 || flooded) return;
      flooded = true;
      const at = Date.now();
      for (let n = 1; n <= 10000; n++) {
        there.status = JSON.stringify({ n, call: n, at, api: 0, url: '', request: n });
        meeting.dispatchEvent(bell);
      }
    });
  }, true);
`;

let rig: Rig;
let site: TestSite;
beforeAll(async () => {
  rig = await startRig();
  site = await serve({ '/': blank('page', '<body>'), '/floods': blank('floods', `<body><script>${FLOOD}</script>`) });
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
  await page.evaluate(`(() => {
    for (let i = 0; i < 200; i++) {
      const { contentWindow } = document.body.appendChild(document.createElement('iframe'));
      contentWindow.navigator.credentials.get({ identity: { providers: [] } }).catch(() => {});
    }
  })()`);
  await devtools.owner.waitForFunction(
    "fedcmLog.flows.length === 200 && fedcmLog.flows.every(({ outcome }) => outcome.status === 'rejected')",
    { polling: 200, timeout: 120_000 },
  );
  await page.evaluate('document.body.replaceChildren()');
  const before = await heapOf(page);
  await page.evaluate(`(async () => {
    for (let i = 0; i < 400; i++) {
      const frame = document.body.appendChild(document.createElement('iframe'));
      frame.contentWindow.navigator.credentials.get({ identity: { providers: [] } }).catch(() => {});
      await null;
      frame.remove();
    }
  })()`);
  await page.evaluate(REFUSED);
  await devtools.owner.waitForFunction(
    "fedcmLog.flows.at(-1).page.frameId === 0 && fedcmLog.flows.at(-1).outcome.status === 'rejected'",
    { polling: 100, timeout: 60_000 },
  );
  const ids = (await devtools.owner.evaluate('fedcmLog.flows.map(({ id }) => id)')) as string[];
  expect(new Set(ids).size).toBe(ids.length);
  expect((await heapOf(page)) - before).toBeLessThan(16 * MIB);
  await page.close();
}, 240_000);

test('who stands in the hook’s place and never waits is heard for a window of events, and no further', async () => {
  const page = await rig.newTab();
  await page.goto(site.url('rp', '/floods'));
  const devtools = await rig.inspect(page);
  await devtools.until(log => log.flows.length >= 256);
  await page.evaluate(REFUSED);
  await devtools.until(log => log.flows.some(({ page: { frameId } }) => frameId === 0));
  const heard = (await devtools.owner.evaluate(
    'fedcmLog.flows.filter(({ page: { frameId } }) => frameId !== 0).length',
  )) as number;
  expect(heard).toBe(WINDOW_EVENTS);
  await page.close();
});

test('forty events of a mebibyte in a row: the log keeps to the size that is set, says what it dropped, and answers', async () => {
  const { page, devtools } = await inspected();
  const panel = await devtools.showPanel();
  await panel.locator('::-p-aria([name="Settings"][role="button"])').click();
  const choice = await panel.waitForSelector('dialog[aria-label="Settings"] select');
  await choice?.select(String(16 * MIB));
  await panel.locator('::-p-aria([name="Close"][role="button"])').click();
  const hears = (i: number) =>
    devtools.owner.waitForFunction(
      `fedcmLog.flows.at(-1)?.request?.startsWith('${i}x') && fedcmLog.flows.at(-1).outcome.status === 'rejected'`,
      { polling: 20, timeout: 60_000 },
    );
  const resolve = (i: string) => `IdentityProvider.resolve(String(${i}).padEnd(${MIB}, 'x')).catch(() => {})`;
  // Faster than they can be read: the ring holds two, and whatever it drops, the line goes on with the latest.
  await page.evaluate(`(async () => { for (let i = 0; i < 40; i++) await ${resolve('i')}; })()`);
  await hears(39);
  // As fast as they are read.
  for (let i = 40; i < 50; i++) {
    await page.evaluate(resolve(`${i}`));
    await hears(i);
  }
  const kept = (await devtools.owner.evaluate(
    '({ requests: fedcmLog.flows.map(({ request }) => request.slice(0, 2)), dropped: fedcmLog.losses.flows })',
  )) as { requests: string[]; dropped: number };
  // Two bytes a character: the eighth would be too much.
  expect(kept.requests).toEqual(['43', '44', '45', '46', '47', '48', '49']);
  expect(kept.dropped).toBeGreaterThanOrEqual(3);
  await panel.waitForFunction(`/older flows dropped/.test(document.querySelector('footer').textContent)`, {
    polling: 50,
  });
  await panel.locator('::-p-aria([name="Filter flows"])').fill('api:nothing');
  await panel.waitForFunction(`document.querySelector('footer').textContent.startsWith('0 of ')`, { polling: 50 });
  await devtools.close();
  const again = await rig.inspect(page);
  await again.owner.waitForFunction(`fedcmLog.keeping.bytes === ${16 * MIB}`, { polling: 20 });
  await page.close();
}, 180_000);
