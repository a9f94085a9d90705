import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { answerDialogs, extensionFolder, type Inspected, type Rig, startRig } from './rig.ts';

/** Runs where `chrome.runtime` is: takes a port of ours by that name, and says what came of it. */
const KNOCK = `(id, name, words) => new Promise(resolve => {
  const heard = [];
  const port = id ? chrome.runtime.connect(id, { name }) : chrome.runtime.connect({ name });
  port.onMessage.addListener(message => heard.push(message));
  port.onDisconnect.addListener(() => resolve({ heard, error: chrome.runtime.lastError?.message }));
  for (const word of words) try { port.postMessage(word); } catch {}
})`;

let rig: Rig;
let folder: string;
let page: Page;
let devtools: Inspected;
let ours: string;
let tabId: number;
/** A page of another extension. */
let stranger: Page;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fedcm-stranger-'));
  const manifest = {
    manifest_version: 3,
    name: 'stranger',
    version: '1',
    background: { service_worker: 'stranger.js' },
  };
  await writeFile(path.join(folder, 'manifest.json'), JSON.stringify(manifest));
  await writeFile(path.join(folder, 'stranger.js'), '');
  await writeFile(path.join(folder, 'stranger.html'), '<!doctype html><title>stranger</title>');
  rig = await startRig({ extensions: [extensionFolder, folder] });
  const target = await rig.browser.waitForTarget(each => each.url().endsWith('/stranger.js'));
  stranger = await rig.newTab();
  await stranger.goto(new URL('/stranger.html', target.url()).href);
  page = await rig.openRp();
  await answerDialogs(page);
  devtools = await rig.inspect(page);
  await devtools.until(log => log.pageState === 'ready');
  ours = (await devtools.owner.evaluate('chrome.runtime.id')) as string;
  tabId = (await devtools.owner.evaluate('chrome.devtools.inspectedWindow.tabId')) as number;
  await page.evaluate(() => window.demo.signIn({ deliver: false }));
  await devtools.until(log => log.flows[0]?.outcome.status === 'fulfilled');
});
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true });
});
afterEach(async () => {
  // Chrome writes down which file it refused.
  expect(rig.problems.splice(0).filter(text => !text.includes('net::ERR_'))).toEqual([]);
  // Whoever knocked: the log has the one sign-in, and its reader still hears of what comes.
  const before = (await devtools.flows()).length;
  await page.evaluate('navigator.credentials.get({ identity: { providers: [] } }).catch(() => {})');
  await devtools.owner.waitForFunction(`fedcmLog.flows.length === ${before + 1}`, { polling: 20 });
  expect((await devtools.flows()).filter(({ api }) => api !== 'credentials.get')).toEqual([]);
});

const FILES = ['panel/panel.html', 'devtools/devtools.html', 'hook.js', 'manifest.json'];

/** What the page gets of our files. */
const filesFor = (of: Page) =>
  of.evaluate(
    (id, files) =>
      Promise.all(
        files.map(file =>
          fetch(`chrome-extension://${id}/${file}`).then(
            ({ status }) => status,
            () => 'refused',
          ),
        ),
      ),
    ours,
    FILES,
  );

/** What each would say who wants to listen in, or to be believed. */
const attach = () => ({ t: 'attach', tabId, documents: [] });
const lies = () => [
  { t: 'document', state: 'ready', last: 9, timeOrigin: 1, url: 'https://bank.example/' },
  { t: 'event', reader: tabId, text: '{"t":"call","n":1,"call":1,"at":1,"api":"IdentityProvider.close","url":"x"}' },
];

test('another extension gets no port, no answer and no file', async () => {
  const refused = 'Could not establish connection. Receiving end does not exist.';
  for (const name of ['devtools', 'bridge']) {
    const words = JSON.stringify([attach(), ...lies()]);
    expect(await stranger.evaluate(`(${KNOCK})('${ours}', '${name}', ${words})`)).toEqual({
      heard: [],
      error: refused,
    });
  }
  const answer = await stranger.evaluate(
    `chrome.runtime.sendMessage('${ours}', { t: 'attach' }).then(String, error => error.message)`,
  );
  expect(answer).toBe(refused);
  expect(await filesFor(stranger)).toEqual(FILES.map(() => 'refused'));
});

test('a content script of ours that calls itself DevTools is sent away', async () => {
  const worker = await rig.worker();
  const told = await worker.evaluate(
    async (tab, word) => {
      const [done] = await chrome.scripting.executeScript({
        target: { tabId: tab },
        args: [word],
        func: said =>
          new Promise(resolve => {
            const heard: unknown[] = [];
            const port = chrome.runtime.connect({ name: 'devtools' });
            port.onMessage.addListener(message => heard.push(message));
            port.onDisconnect.addListener(() => resolve(heard));
            port.postMessage(said);
          }),
      });
      return done?.result;
    },
    tabId,
    attach(),
  );
  expect(told).toEqual([]);
});

test('a panel that calls itself the devtools page, or a bridge, is sent away; so is a devtools page that calls itself a bridge', async () => {
  const panel = await devtools.showPanel();
  const words = JSON.stringify([attach(), ...lies()]);
  for (const [frame, name] of [
    [panel, 'devtools'],
    [panel, 'bridge'],
    [panel, 'anything'],
    [devtools.owner, 'bridge'],
  ] as const) {
    expect(await frame.evaluate(`(${KNOCK})(undefined, '${name}', ${words})`)).toEqual({ heard: [] });
  }
});

test('a page finds no way to the extension: no file, no port', async () => {
  expect(await filesFor(page)).toEqual(FILES.map(() => 'refused'));
  expect(await page.evaluate('typeof globalThis.chrome?.runtime')).toBe('undefined');
});

test('nothing of what was captured is stored', async () => {
  const panel = await devtools.showPanel();
  await panel.waitForSelector('[aria-label*="fulfilled"]');
  await panel.evaluate(`document.querySelector('[aria-label*="fulfilled"]').click()`);
  await panel.waitForSelector('[role=tablist]');
  // It is written a while after the log has changed.
  await devtools.owner.waitForFunction(
    `chrome.storage.session.get('browserState').then(({ browserState }) => browserState !== undefined)`,
    { polling: 50 },
  );
  const stored = (await devtools.owner.evaluate(`(async () => ({
    local: await chrome.storage.local.get(null),
    session: await chrome.storage.session.get(null),
    sync: await chrome.storage.sync.get(null),
    web: { ...localStorage, ...sessionStorage },
    databases: (await indexedDB.databases()).map(({ name }) => name),
    caches: await caches.keys(),
  }))()`)) as Record<string, object>;
  const { local, session, ...others } = stored;
  expect(others).toEqual({ sync: {}, web: {}, databases: [], caches: [] });
  // Settings alone: numbers, and what is on or off.
  expect(Object.keys(local ?? {}).filter(key => !['panel', 'askChromeAlways', 'keptBytes'].includes(key))).toEqual([]);
  const leaves = JSON.stringify(local).match(/:("[^"]*"|[^,{}]+)/g) ?? [];
  expect(leaves.filter(leaf => !/^:(?:true|false|[\d.]+)$/.test(leaf))).toEqual([]);
  // In memory, until the browser ends: what Chrome remembers of sites, by origin.
  expect(Object.keys(session ?? {})).toEqual(['browserState']);
  const [flow] = await devtools.flows();
  const token = String(flow?.outcome.credential?.token);
  const personal = [...token.split('.'), 'ann@example.test', 'Ann Example', 'user-ann'];
  expect(personal.filter(secret => JSON.stringify(session).includes(secret))).toEqual([]);
});
