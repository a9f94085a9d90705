import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { CDPSession, Frame, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { blank, serve, type TestSite } from './pages.ts';
import { answerDialogs, extensionFolder, type Inspected, type Rig, startRig, waitIn } from './rig.ts';

const REFUSED = 'navigator.credentials.get({ identity: { providers: [] } }).catch(() => {})';

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

const text = (panel: Frame) => panel.evaluate(() => document.body.textContent ?? '');
const shows = (panel: Frame, words: string) =>
  waitIn(panel, `document.body.textContent.includes(${JSON.stringify(words)})`, () => text(panel));
const has = (panel: Frame, selector: string) =>
  waitIn(panel, `document.querySelector(${JSON.stringify(selector)}) !== null`, () => panel.content());
const press = (devtools: Inspected, ...keys: Parameters<Page['keyboard']['press']>[0][]) =>
  keys.reduce((before, key) => before.then(() => devtools.window.keyboard.press(key)), Promise.resolve());

/** A tab with one good and one failed sign-in, and its panel. */
async function twoFlows(): Promise<{ page: Page; devtools: Inspected; panel: Frame }> {
  const page = await rig.openRp();
  await answerDialogs(page);
  const devtools = await rig.inspect(page);
  await page.evaluate(() => window.demo.signIn());
  await page.evaluate(REFUSED);
  await devtools.until(log => log.flows.length === 2 && log.flows.every(({ outcome }) => outcome.status !== 'pending'));
  const panel = await devtools.showPanel();
  await has(panel, '[aria-label*="InvalidOptions"]');
  return { page, devtools, panel };
}

describe('what assistive technology can rely on', () => {
  test('names and roles of the list, the toolbar and the details', async () => {
    const { page, panel } = await twoFlows();
    const find = (selector: string) => panel.waitForSelector(`::-p-aria(${selector})`, { timeout: 30_000 });
    for (const name of ['Record', 'Clear', 'Export']) await find(`${name}[role="button"]`);
    await find('Filter flows[role="searchbox"]');
    await find('Preserve log[role="checkbox"]');
    await find('Flows[role="grid"]');
    const rows = await panel.$$eval('[aria-label^="credentials.get"]', all =>
      all.map(row => row.getAttribute('aria-label') ?? ''),
    );
    expect(rows).toHaveLength(2);
    for (const part of ['credentials.get', rig.demo.rp, rig.demo.idp]) expect(rows[0]).toContain(part);
    expect(rows[0]).toContain('fulfilled');
    expect(rows[1]).toMatch(/rejected, InvalidOptions$/);
    await panel.click('[aria-label^="credentials.get"]');
    await find('Flow details[role="tablist"]');
    for (const tab of ['Summary', 'Request', 'Token', 'Raw']) await find(`${tab}[role="tab"]`);
    await page.close();
  });

  test('axe finds nothing, in either theme, on any tab', async () => {
    const { page, devtools, panel } = await twoFlows();
    const axe = await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8');
    await panel.evaluate(axe);
    await panel.click('[aria-label^="credentials.get"]');
    const tabs = await panel.$$eval('[role=tab]', all => all.map(tab => tab.textContent ?? ''));
    expect(tabs.length).toBeGreaterThanOrEqual(4);
    for (const theme of ['light', 'dark']) {
      await setTheme(devtools, panel, theme);
      for (let i = 0; i < tabs.length; i++) {
        await panel.evaluate(n => document.querySelectorAll<HTMLElement>('[role=tab]')[n]?.click(), i);
        const found = await panel.evaluate(
          'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))',
        );
        expect(found, `${theme}, ${tabs[i]}`).toEqual([]);
      }
    }
    await setTheme(devtools, panel, 'light');
    await page.close();
  });
});

/** DevTools' own setting, as its menu sets it. */
async function setTheme(devtools: Inspected, panel: Frame, theme: string): Promise<void> {
  await devtools.window.evaluate(
    `import('./core/common/common.js').then(({ Settings }) => Settings.Settings.instance().moduleSetting('ui-theme').set(${JSON.stringify(theme === 'dark' ? 'dark' : 'default')}))`,
  );
  const dark = theme === 'dark';
  await waitIn(
    panel,
    `document.documentElement.classList.contains('dark') === ${dark}`,
    () => panel.evaluate('document.documentElement.className') as Promise<string>,
  );
}

test('everything is reached by keyboard', async () => {
  const { page, devtools, panel } = await twoFlows();
  await panel.focus('[role=grid] [tabindex="0"]');
  await press(devtools, 'Home');
  const focused = () =>
    panel.evaluate(
      () => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent ?? '',
    ) as Promise<string>;
  const first = await focused();
  await press(devtools, 'ArrowDown');
  expect(await focused()).not.toBe(first);
  await press(devtools, 'Enter');
  await has(panel, '[role=tab][aria-selected=true]');
  // A narrow panel gives the focus to Back, a moment later.
  const settled = `(back => back === null || back === document.activeElement)(document.querySelector('[aria-label="Back"]'))`;
  await waitIn(panel, settled, focused);
  await panel.focus('[role=tab][aria-selected=true]');
  await press(devtools, 'ArrowRight');
  const selected = () => panel.$eval('[role=tab][aria-selected=true]', tab => tab.textContent);
  expect(await selected()).toContain('Request');
  await press(devtools, 'End');
  expect(await selected()).toContain('Raw');
  await press(devtools, 'Escape');
  await waitIn(panel, "document.querySelector('[role=tab]') === null", () => text(panel));
  await page.close();
});

test('a pending call ticks until it settles', async () => {
  const page = await rig.openRp();
  const client = await page.createCDPSession();
  await client.send('FedCm.enable', { disableRejectionDelay: true });
  const shown = new Promise<string>(resolve => client.once('FedCm.dialogShown', ({ dialogId }) => resolve(dialogId)));
  const devtools = await rig.inspect(page);
  const panel = await devtools.showPanel();
  const outcome = page.evaluate(() => window.demo.signIn({ deliver: false, mediation: 'required' }));
  const dialogId = await shown;
  await has(panel, '[aria-label*="pending"]');
  const duration = () => panel.$eval('tr.flow.pending .duration', cell => cell.textContent ?? '');
  for (let i = 0; i < 2; i++) {
    const before = await duration();
    const changed = `document.querySelector('tr.flow.pending .duration')?.textContent !== ${JSON.stringify(before)}`;
    await waitIn(panel, changed, duration);
  }
  expect(await duration()).toMatch(/^\d:\d\d$/);
  await client.send('FedCm.selectAccount', { dialogId, accountIndex: 0 });
  await outcome;
  await has(panel, '[aria-label*="credentials.get"]:not([aria-label*="pending"])');
  await page.close();
});

test('Record, Clear, Preserve log and the filter do what they say', async () => {
  const { page, devtools, panel } = await twoFlows();
  const button = (name: string) => panel.waitForSelector(`::-p-aria(${name}[role="button"])`);
  await panel.type('[type=search]', 'outcome:failed');
  await waitIn(panel, 'document.querySelectorAll("[aria-label^=credentials]").length === 1', () => text(panel));
  await panel.type('[type=search]', ' nowhere');
  await shows(panel, 'Clear filter');
  await (await button('Clear filter'))?.click();
  await waitIn(panel, 'document.querySelectorAll("[aria-label^=credentials]").length === 2', () => text(panel));
  const toggleRecord = async (to: boolean) => {
    await (await button('Record'))?.click();
    await has(panel, `.record[aria-pressed="${to}"]`);
  };
  await toggleRecord(false);
  // What is passed over leaves no trace in the log: count what comes in.
  await devtools.owner.evaluate(`
    globalThis.heard = 0;
    const take = fedcmLog.event.bind(fedcmLog);
    fedcmLog.event = (...event) => {
      take(...event);
      heard += 1;
    };`);
  await page.evaluate(REFUSED);
  await page.evaluate(REFUSED);
  await devtools.owner.waitForFunction('heard === 4', { polling: 20 });
  await toggleRecord(true);
  await page.evaluate(REFUSED);
  expect(await devtools.until(log => log.flows.length >= 3)).toHaveLength(3);
  await (await button('Clear'))?.click();
  expect(await devtools.until(log => log.flows.length === 0)).toEqual([]);
  // It has called, and is not asked why it has not.
  await shows(panel, 'No further FedCM call yet');
  await (await panel.waitForSelector('::-p-aria(Preserve log[role="checkbox"])'))?.click();
  expect(await devtools.owner.evaluate('fedcmLog.preserve')).toBe(false);
  await page.close();
});

describe('the empty state says what to do', () => {
  test('when there was no call yet', async () => {
    const page = await rig.newTab();
    await page.goto(site.url('rp', '/'));
    const devtools = await rig.inspect(page);
    const panel = await devtools.showPanel();
    await shows(panel, 'No FedCM call yet');
    await (await panel.waitForSelector('::-p-aria(Record[role="button"])'))?.click();
    await shows(panel, 'paused');
    await page.close();
  });

  test('when the page is no secure context, and when the browser has no FedCM', async () => {
    const other = await startRig({
      args: ['--disable-features=FedCm', '--host-resolver-rules=MAP insecure.test 127.0.0.1'],
    });
    try {
      const page = await other.newTab();
      await page.goto(site.url('rp', '/').replace('rp.localhost', 'insecure.test'));
      const devtools = await other.inspect(page);
      const panel = await devtools.showPanel();
      await devtools.until(log => log.pageState === 'insecure');
      await shows(panel, 'secure context');
      await page.goto(site.url('rp', '/'));
      await devtools.until(log => log.pageState === 'unsupported');
      await shows(panel, 'No FedCM in this browser');
      expect(other.problems).toEqual([]);
    } finally {
      await other.close();
    }
  });

  test('when the page is older than the extension', async () => {
    const other = await startRig({ extensions: [] });
    try {
      const page = await other.newTab();
      await page.goto(site.url('rp', '/'));
      await other.browser.installExtension(extensionFolder);
      const devtools = await other.inspect(page);
      const panel = await devtools.showPanel();
      await devtools.until(log => log.pageState === 'reload-needed');
      await shows(panel, 'Reload');
      await page.reload();
      await devtools.until(log => log.pageState === 'ready');
      expect(other.problems).toEqual([]);
    } finally {
      await other.close();
    }
  });
});

test('the panel finds the log again after a reload of its own', async () => {
  const { page, devtools, panel } = await twoFlows();
  await panel.evaluate(() => location.reload());
  const again = await devtools.showPanel();
  await waitIn(again, 'document.querySelectorAll("[aria-label^=credentials]").length === 2', () => text(again));
  await page.evaluate(REFUSED);
  await waitIn(again, 'document.querySelectorAll("[aria-label^=credentials]").length === 3', () => text(again));
  await page.close();
});

test('a view whose code cannot be loaded any more says so', async () => {
  const page = await rig.newTab();
  await page.goto(site.url('rp', '/'));
  const devtools = await rig.inspect(page);
  const panel = await devtools.showPanel();
  // Puppeteer's types hide the session of a frame.
  const { client } = panel as Frame & { client: CDPSession };
  await client.send('Network.enable');
  await client.send('Network.setBlockedURLs', { urls: ['*/browser-state*'] });
  await panel.locator('::-p-aria([name="Browser state"][role="button"])').click();
  await shows(panel, 'This part of the panel could not be loaded');
  await page.close();
});
