import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { blank, serve, type TestSite, UNANSWERED_IDP } from './pages.ts';
import { type Inspected, type Rig, startRig } from './rig.ts';
import { watchWorker } from './worker-watch.ts';

const REFUSED = 'navigator.credentials.get({ identity: { providers: [] } }).catch(() => {})';
/** A call that can be told apart: its index is its client id. Refused at once, and not waited for. */
const numbered = (i: number) =>
  `void navigator.credentials.get({ identity: { providers: [{ configURL: 'no url', clientId: '${i}' }] } }).catch(() => {})`;

let rig: Rig;
let site: TestSite;
beforeAll(async () => {
  rig = await startRig();
  const rules = { prerender: [{ urls: ['/prerendered'], eagerness: 'immediate' }] };
  site = await serve({
    ...UNANSWERED_IDP,
    '/': blank('page'),
    '/prerenders': blank('page', `<script type="speculationrules">${JSON.stringify(rules)}</script>`),
    '/prerendered': blank(
      'prerendered',
      `<script>
        const { prerendering } = document;
        ${REFUSED}.then(() => localStorage.calledWhile = prerendering);
        const again = new BroadcastChannel('again');
        again.onmessage = () => ${REFUSED};
      </script>`,
    ),
  });
});
afterAll(async () => {
  await rig.close();
  await site.close();
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

async function inspected(path = '/'): Promise<{ page: Page; devtools: Inspected }> {
  const page = await rig.newTab();
  await page.goto(site.url('rp', path));
  const devtools = await rig.inspect(page);
  await devtools.until(log => log.pageState === 'ready');
  return { page, devtools };
}

/** Runs in the devtools page: notes the number of each event that comes from the one document there is. */
const countHeard = `
  globalThis.heard = new Set();
  const take = fedcmLog.event.bind(fedcmLog);
  fedcmLog.event = (documentId, event) => {
    heard.add(event.n);
    take(documentId, event);
  };
`;

describe('the worker is stopped', () => {
  test('200 times at any moment while 2,000 calls run in three tabs', async () => {
    const tabs = [await inspected(), await inspected(), await inspected()].map(tab => ({ ...tab, calls: 0 }));
    for (const { devtools } of tabs) await devtools.owner.evaluate(countHeard);
    const worker = await watchWorker(tabs[0]?.page as Page);
    const call = (turn: number) => {
      const tab = tabs[turn % tabs.length] as (typeof tabs)[number];
      return tab.page.evaluate(numbered(tab.calls++));
    };
    const isHeard = ({ devtools, calls }: (typeof tabs)[number]) =>
      devtools.owner.waitForFunction(
        `${calls} === 0 || (fedcmLog.flows.at(-1)?.request.identity.providers[0].clientId === '${calls - 1}'
          && fedcmLog.flows.at(-1).outcome.status === 'rejected')`,
        { polling: 20 },
      );
    let turn = 0;
    for (let round = 0; worker.stops() < 200 || turn < 2000; round++) {
      await worker.until('starting', 'running');
      // Every second time it is left alone until it has told all: on a slow machine it would else always be stopped while
      // it starts, and waited for ever longer.
      if (round % 2 === 0) for (const tab of tabs) await isHeard(tab);
      // Where in the round the stop falls is left to chance; every call counts, so it decides nothing.
      const at = Math.floor(Math.random() * 10);
      for (let i = 0; i < 10; i++) {
        if (i === at) worker.stop();
        await call(turn++);
      }
    }
    for (const tab of tabs) {
      const { devtools, calls } = tab;
      await isHeard(tab);
      const told = (await devtools.owner.evaluate(`({
        ids: fedcmLog.flows.map(({ request }) => Number(request.identity.providers[0].clientId)),
        heard: heard.size,
        lost: fedcmLog.losses.events,
      })`)) as { ids: number[]; heard: number; lost: number };
      expect(told.ids, 'once each, and in order').toEqual([...new Set(told.ids)].sort((a, b) => a - b));
      // What is missing is what the page's ring no longer held, and is counted: two events make a call.
      expect(told.heard + told.lost).toBe(2 * calls);
      expect(told.ids.length).toBeGreaterThanOrEqual(calls - told.lost);
    }
    await worker.end();
    await Promise.all(tabs.map(({ page }) => page.close()));
  }, 600_000);
});

describe('the tab', () => {
  /** A call that stays open. */
  async function openCall(): Promise<{ page: Page; devtools: Inspected }> {
    const page = await rig.newTab();
    await page.goto(site.url('rp', '/'));
    const devtools = await rig.inspect(page);
    await page.evaluate(REFUSED);
    await page.evaluate(`void navigator.credentials.get({ identity: {
      providers: [{ configURL: '${site.url('held', '/config.json')}', clientId: 'demo-rp' }] } }).catch(() => {})`);
    await devtools.until(log => log.flows.length === 2 && log.flows[1]?.outcome.status === 'pending');
    return { page, devtools };
  }

  test('crashes: its open call is cut off, and the panel says after which event it was last heard', async () => {
    const { page, devtools } = await openCall();
    const panel = await devtools.showPanel();
    const crashed = new Promise(resolve => page.once('error', resolve));
    // The address never answers.
    void page.goto('chrome://crash').catch(() => {});
    await crashed;
    const [, cut] = await devtools.until(log => log.flows[1]?.outcome.status === 'interrupted');
    // Two events of the call that was refused, and the third that this one was made.
    expect(cut?.lastHeard).toEqual({ event: 3, at: cut?.startedAt });
    await panel.waitForSelector('[aria-label*="interrupted"]');
    await panel.evaluate(`document.querySelector('[aria-label*="interrupted"]').click()`);
    await panel.waitForFunction(`document.body.textContent.includes('with event 3 of the page')`);
    await devtools.close();
    await page.close();
  });

  test('moves to another window: the log goes on, and the open call stays open', async () => {
    const { page, devtools } = await openCall();
    const other = await rig.newTab('window');
    await other.goto(site.url('other', '/'));
    const tabId = await devtools.owner.evaluate('chrome.devtools.inspectedWindow.tabId');
    const moved = await devtools.owner.evaluate(
      async (tab, url) => {
        const windowId = (await chrome.tabs.query({})).find(each => each.url === url)?.windowId ?? -1;
        const before = (await chrome.tabs.get(tab)).windowId;
        await chrome.tabs.move(tab, { windowId, index: -1 });
        return { before, after: (await chrome.tabs.get(tab)).windowId };
      },
      tabId as number,
      site.url('other', '/'),
    );
    expect(moved.after).not.toBe(moved.before);
    await page.evaluate(REFUSED);
    const flows = await devtools.until(log => log.flows.length === 3 && log.flows[2]?.outcome.status === 'rejected');
    expect(flows.map(({ lastHeard }) => lastHeard)).toEqual([undefined, undefined, undefined]);
    expect((await devtools.log()).losses).toEqual({ events: 0, flows: 0 });
    await Promise.all([page.close(), other.close()]);
  });
});

describe('a prerendered page', () => {
  const activated = `fedcmLog.navigations.at(-1)?.url.endsWith('/prerendered') && fedcmLog.pageState === 'ready'`;

  /** Waits until the other page has called, hidden as it is, and goes to it. */
  async function activate(page: Page): Promise<void> {
    await page.waitForFunction(`localStorage.calledWhile === 'true'`, { polling: 20 });
    await page.evaluate(`localStorage.clear(); location.href = '/prerendered'`);
  }

  test('tells while it is hidden, and goes on as the page shown', async () => {
    const { page, devtools } = await inspected();
    await page.goto(site.url('rp', '/prerenders'));
    await devtools.until(log => log.flows[0]?.outcome.status === 'rejected');
    expect((await devtools.log()).navigations).toHaveLength(2);
    await activate(page);
    await devtools.owner.waitForFunction(activated, { polling: 20 });
    // By way of another page: the driver may never learn of the exchanged frame.
    const other = await rig.newTab();
    await other.goto(site.url('rp', '/'));
    await other.evaluate(`new BroadcastChannel('again').postMessage(0)`);
    const flows = await devtools.until(log => log.flows.length === 2);
    expect(new Set(flows.map(flow => flow.page.documentId)).size).toBe(1);
    expect(flows[1]?.page.frameId).toBe(0);
    await Promise.all([page.close(), other.close()]);
  });

  test('from before DevTools was opened is met once it is shown', async () => {
    const { page, devtools } = await inspected('/prerenders');
    await activate(page);
    await devtools.owner.waitForFunction(activated, { polling: 20 });
    const [flow] = await devtools.until(log => log.flows[0]?.outcome.status === 'rejected');
    expect(flow?.page.url).toBe(site.url('rp', '/prerendered'));
    await page.close();
  });
});

test('a page left before DevTools was opened is met when it comes back from the back/forward cache', async () => {
  const page = await rig.newTab();
  await page.goto(site.url('one', '/'));
  await page.evaluate(REFUSED);
  await page.goto(site.url('two', '/'));
  const devtools = await rig.inspect(page);
  await devtools.until(log => log.pageState === 'ready');
  await page.goBack();
  expect(await page.evaluate('performance.getEntriesByType("navigation")[0].notRestoredReasons')).toBeNull();
  const [flow] = await devtools.until(log => log.flows.length === 1 && log.pageState === 'ready');
  expect(flow?.page.url).toBe(site.url('one', '/'));
  await page.close();
});
