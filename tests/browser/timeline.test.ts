import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Frame, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { faultOrigin } from '../../demo/hosts.ts';
import { exportCapture } from '../../src/core/capture/export.ts';
import type { Capture } from '../../src/core/model.ts';
import { blank, serve, type TestSite } from './pages.ts';
import { answerDialogs, type Inspected, type Rig, startRig, waitIn } from './rig.ts';

/** More than is kept of a body, less than Chrome takes. */
const LARGE = 400 * 1024;

let rig: Rig;
let site: TestSite;
beforeAll(async () => {
  rig = await startRig();
  const json = (value: unknown) => ({ html: JSON.stringify(value), headers: { 'content-type': 'application/json' } });
  const endpoints = { accounts_endpoint: '/accounts', login_url: '/login', id_assertion_endpoint: '/assertion' };
  site = await serve({
    '/': blank('shop'),
    '/.well-known/web-identity': json({ accounts_endpoint: '/accounts', login_url: '/login' }),
    '/config.json': json(endpoints),
    '/accounts': json({ accounts: [{ id: 'ann', name: 'Ann', email: 'ann@example.test', note: 'x'.repeat(LARGE) }] }),
  });
});
afterAll(async () => {
  await rig.close();
  await site.close();
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

interface Shown {
  page: Page;
  devtools: Inspected;
  panel: Frame;
  /** Phases that the flow's row shows. */
  phasesInRow: number;
}

const settled = (devtools: Inspected) =>
  devtools.until(log => log.flows.length > 0 && log.flows.every(({ outcome }) => outcome.status !== 'pending'));

/** The flow's row is open in the panel. */
async function showFlow(page: Page, devtools: Inspected): Promise<Shown> {
  const panel = await devtools.showPanel();
  await panel.waitForSelector('[aria-label^="credentials.get"]');
  const phasesInRow = await panel.$$eval('[aria-label^="credentials.get"] .mini-waterfall > span', all => all.length);
  await panel.click('[aria-label^="credentials.get"]');
  // The Summary is loaded when it is first looked at.
  await panel.waitForSelector('.strip button');
  return { page, devtools, panel, phasesInRow };
}

/** A passive sign-in with Chrome's own 3 s floor, and the token delivered. */
async function signedIn(): Promise<Shown> {
  const page = await rig.openRp();
  await answerDialogs(page, { rejectionDelay: true });
  const devtools = await rig.inspect(page);
  await page.evaluate(() => window.demo.signIn());
  await devtools.until(log => log.flows[0]?.deliveries[0]?.response?.body !== undefined);
  return showFlow(page, devtools);
}

const text = (panel: Frame, selector: string) => panel.$eval(selector, element => element.textContent ?? '');
const openTab = (panel: Frame, id: string) => panel.$eval(`#tab-${id}`, tab => (tab as HTMLElement).click());

async function expectAccessible(panel: Frame, what: string): Promise<void> {
  const found = await panel.evaluate(
    'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => [id, ...nodes.map(({ html }) => html)]))',
  );
  expect(found, what).toEqual([]);
}

test('the whole of a sign-in, in the panel', async () => {
  const { page, devtools, panel, phasesInRow } = await signedIn();
  await panel.evaluate(await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8'));

  // The list and the Summary.
  expect(phasesInRow).toBe((await devtools.flows())[0]?.phases.length);
  const steps = await panel.$$eval('.strip button', buttons => buttons.map(button => button.textContent));
  expect(steps.slice(2)).toEqual([
    'accounts 200',
    'client metadata 200',
    'picture 200',
    'picture 200',
    'assertion 200',
  ]);
  expect(steps.slice(0, 2).toSorted()).toEqual(['config 200', 'well-known 200']);
  await panel.waitForSelector('.deliveries');
  const delivery = await text(panel, '.deliveries');
  expect(delivery).toContain(`POST ${rig.demo.rp}/session`);
  expect(delivery).toMatch(/in the body · .* after the call, took .*The server answered 200 · Date: .*"signedIn":true/);

  // A step of the strip leads to its exchange.
  await panel.evaluate(() => document.querySelectorAll<HTMLElement>('.strip button')[2]?.click());
  await panel.waitForSelector('.exchange[open] .accounts');
  expect(await panel.evaluate(() => document.activeElement?.textContent)).toContain('accounts200 OK');
  expect(await text(panel, '.accounts tbody')).toContain('ann@example.test');
  expect(await text(panel, '.accounts tbody')).toContain('/picture/ann.png');
  expect(await panel.$$eval('img, picture, [style*="url("]', all => all.length)).toBe(0);

  // Its body is a tree with values and paths to copy.
  await panel.click('.exchange[open] [role=treeitem]');
  const tools = await panel.$$eval('.exchange[open] .tree-tools button', all => all.map(each => each.textContent));
  expect(tools).toEqual(['Copy path', 'Copy value']);

  // The assertion's parameters, explained; what was asked beside what was sent.
  await panel.evaluate(() => document.querySelector<HTMLElement>('.exchanges > li:last-child summary')?.click());
  await panel.waitForSelector('.exchanges > li:last-child .members');
  const parameters = await text(panel, '.exchanges > li:last-child .members');
  expect(parameters).toContain('disclosure_text_showntrueThe dialog told the user');
  expect(parameters).toContain('is_auto_selectedfalseThe user chose the account.');
  const compared = await panel.$$eval('.comparisons tbody tr', rows =>
    rows.map(row => [row.querySelector('code')?.textContent, row.className]),
  );
  expect(compared.filter(([, status]) => status !== 'same')).toEqual([]);
  expect(compared.map(([name]) => name)).toEqual(
    expect.arrayContaining(['clientId', 'nonce', 'fields', 'params', 'mode', 'loginHint', 'domainHint', 'account']),
  );
  await expectAccessible(panel, 'Exchanges');

  // The Timeline says both moments, by picture, keyboard and table.
  await openTab(panel, 'timeline');
  await panel.waitForSelector('.waterfall');
  expect(await text(panel, '.held-back')).toMatch(/^The browser knew at .*, the page was told at .* s: .* s later\./);
  await panel.focus('.lanes [tabindex="0"]');
  const readout = () => text(panel, '.readout');
  const span = String.raw`(?:\d+ ms|\d+\.\d+ s)`;
  expect(await readout()).toMatch(new RegExp(`^Phase discovery, measured: at 0 ms, took ${span}, until ${span}$`));
  await devtools.window.keyboard.press('End');
  expect(await readout()).toMatch(/^delivery 200 · rp\.localhost:\d+: at \d+\.\d+ s, took/);
  await devtools.window.keyboard.press('ArrowUp');
  expect(await readout()).toMatch(new RegExp(`^identity assertion 200 OK: at ${span}, took`));
  const [flow] = await devtools.flows();
  const phases = await panel.$$eval('.phases tbody th', all => all.map(each => each.textContent));
  // A longer pause between two steps is a part of its own.
  expect([...new Set(phases)]).toEqual(['discovery', 'accounts', 'user', 'assertion', 'settle']);
  expect(phases).toEqual(flow?.phases.map(({ name }) => name));
  await expectAccessible(panel, 'Timeline');

  // Nothing is wider than a narrow panel.
  await devtools.window.setViewport({ width: 420, height: 800 });
  await waitIn(panel, 'innerWidth <= 420', async () => String(await panel.evaluate('innerWidth')));
  for (const tab of ['exchanges', 'timeline']) {
    await openTab(panel, tab);
    await panel.waitForSelector(tab === 'timeline' ? '.waterfall' : '.exchange');
    const { wide, width } = await panel.$eval('.tab-panel', each => ({
      wide: each.scrollWidth,
      width: each.clientWidth,
    }));
    expect(width).toBeLessThan(400);
    expect(wide, tab).toBe(width);
  }
  await page.close();
}, 180_000);

test('Show in Network leads to the Network panel', async () => {
  const page = await rig.openRp();
  await answerDialogs(page);
  const devtools = await rig.inspect(page);
  await page.evaluate(() => window.demo.signIn({ deliver: false }));
  await settled(devtools);
  const { panel } = await showFlow(page, devtools);
  await openTab(panel, 'exchanges');
  await (await panel.waitForSelector('.exchange summary'))?.click();
  const button = await panel.waitForSelector('.exchange[open] .actions button:last-child');
  expect(await button?.evaluate(each => each.textContent)).toBe('Show in Network');
  await button?.click();
  await waitIn(
    devtools.window,
    `import('./ui/legacy/legacy.js').then(({ InspectorView }) => InspectorView.InspectorView.instance().tabbedPane.selectedTabId === 'network')`,
    async () => 'another panel',
  );
  await page.close();
});

describe('a fault', () => {
  test('is marked on the tab and on the exchange that shows it', async () => {
    const page = await rig.newTab();
    await page.goto(`${faultOrigin(rig.demo.port, 'accounts-404')}/login?user=ann&status=unknown`);
    await page.goto(rig.demo.rp);
    await answerDialogs(page);
    const devtools = await rig.inspect(page);
    await page.evaluate(() => window.demo.signIn({ fault: 'accounts-404' }));
    await devtools.until(log => log.flows.at(-1)?.outcome.status === 'rejected');
    const { panel } = await showFlow(page, devtools);
    await panel.waitForSelector('#tab-exchanges[aria-describedby="tab-fault"]');
    expect(await panel.$$eval('.strip button.bad', all => all.map(each => each.textContent))).toEqual(['accounts 404']);
    await openTab(panel, 'exchanges');
    // What is known of the body comes after the exchange itself.
    const told = 'Chrome keeps no body of this answer, since its status is 404.';
    await waitIn(panel, `document.querySelector('.exchange[open]')?.textContent.includes('${told}')`, () =>
      text(panel, '.exchange[open]'),
    );
    const open = await text(panel, '.exchange[open]');
    expect(open).toContain('accounts404');
    expect(open).toContain('the fault');
    await page.close();
  });
});

test('of a large body 256 KiB are shown, and the rest on demand', async () => {
  const page = await rig.newTab();
  await page.goto(site.url('shop', '/'));
  const watch = await answerDialogs(page, { user: { chooser: 'dismiss' } });
  const devtools = await rig.inspect(page);
  await page.evaluate(
    configURL =>
      navigator.credentials
        .get({ identity: { providers: [{ configURL, clientId: 'c' }] } } as never)
        .then(() => 'signed in', String),
    site.url('large', '/config.json'),
  );
  expect(watch.dialogs.length).toBe(1);
  await devtools.until(log => log.flows[0]?.exchanges.some(({ response }) => response.bodyCut) === true);
  const { panel } = await showFlow(page, devtools);
  await openTab(panel, 'exchanges');
  await panel.waitForSelector('.exchange');
  await panel.evaluate(() => {
    for (const summary of document.querySelectorAll<HTMLElement>('.exchange:not([open]) > summary')) {
      if (summary.textContent?.startsWith('accounts')) summary.click();
    }
  });
  await panel.waitForSelector('.exchange[open] .cut');
  expect(await text(panel, '.cut')).toContain('The first 256.0 KiB of 400.1 KiB are shown.');
  await panel.click('.cut button');
  await panel.waitForSelector('.exchange[open] [role=tree][aria-label="Body of accounts"]');
  expect(await panel.$('.cut')).toBeNull();
  await page.close();
});

test('the capture file carries exchanges, phases and deliveries', async () => {
  const page = await rig.openRp();
  await answerDialogs(page);
  const devtools = await rig.inspect(page);
  await page.evaluate(() => window.demo.signIn());
  const flows = await devtools.until(log => log.flows[0]?.deliveries[0]?.response?.body !== undefined);
  const written = exportCapture(flows, {
    creator: { name: 'test', version: '1' },
    exportedAt: new Date().toISOString(),
    userAgent: 'test',
    redaction: 'none',
    key: new Uint8Array(32),
  });
  const capture: Capture = JSON.parse(written);
  const [flow] = capture.flows;
  expect(flow?.exchanges).toEqual(flows[0]?.exchanges);
  expect(flow?.phases).toEqual(flows[0]?.phases);
  expect(flow?.deliveries).toMatchObject([{ method: 'POST', where: 'body', response: { status: 200 } }]);
  expect(flow?.exchanges.length).toBeGreaterThan(4);
  await page.close();
});
