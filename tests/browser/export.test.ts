import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Flow } from '../../src/core/model.ts';
import { readings } from '../unit/capture/strings.ts';
import { choose, type SavedBy, savingInto } from './files.ts';
import { answerDialogs, type Inspected, type Rig, startRig, waitIn } from './rig.ts';

let rig: Rig;
let folder: string;
let saved: SavedBy;
let devtools: Inspected;
let panel: Frame;

const CANARY = 'zq7canary41fe';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fedcm-export-'));
  rig = await startRig();
  saved = await savingInto(rig.browser, folder);
  const page = await rig.openRp();
  await answerDialogs(page);
  devtools = await rig.inspect(page);
  await page.evaluate(
    (configURL, canary) =>
      navigator.credentials.get({
        identity: {
          providers: [
            {
              configURL,
              clientId: 'demo-rp',
              nonce: canary,
              params: { nonce: canary, note: canary, deep: { [canary]: [canary] }, as: JSON.stringify({ canary }) },
            },
          ],
        },
      } as never),
    `${rig.demo.idp}/config.json`,
    CANARY,
  );
  await page.evaluate(
    (configURL, canary) =>
      navigator.credentials
        .get({ identity: { providers: [{ configURL, clientId: 'demo-rp', loginHint: canary }] } } as never)
        .catch(() => undefined),
    `${rig.demo.idp}/config.json`,
    CANARY,
  );
  await devtools.until(log => log.flows.length === 2 && log.flows.every(flow => flow.settledAt !== undefined));
  panel = await devtools.showPanel();
});
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(async () => {
  expect(rig.problems.splice(0)).toEqual([]);
  if (await panel.$('dialog[open]')) await press('Close');
});

const press = async (name: string) => panel.locator(`::-p-aria([name="${name}"][role="button"])`).click();

async function openDialog(): Promise<void> {
  await press('Export');
  await panel.waitForSelector('::-p-aria([name="Export flows"][role="dialog"])');
}

const previewed = (): Promise<string> => panel.$eval('section[aria-label="Preview"]', node => node.textContent ?? '');

async function showPreview(format: string): Promise<void> {
  await panel.locator(`::-p-aria([name="${format}"][role="radio"])`).click();
  await waitIn(panel, `document.querySelector('section[aria-label="Preview"]') !== null`, () => previewed());
}

/** The whole preview, page by page. */
async function wholePreview(): Promise<string> {
  let text = await previewed();
  for (;;) {
    const more = await panel.$('::-p-aria([name="Next part"][role="button"])');
    if (more === null || (await more.evaluate(button => (button as HTMLButtonElement).disabled))) return text;
    await more.click();
    text += await previewed();
  }
}

/** What the user would paste elsewhere. */
async function clipboard(): Promise<string> {
  const reader = await rig.newTab();
  await reader.goto(rig.demo.rp);
  await rig.browser.defaultBrowserContext().setPermission(rig.demo.rp, {
    permission: { name: 'clipboard-read' },
    state: 'granted',
  });
  await reader.bringToFront();
  const text = await reader.evaluate(() => navigator.clipboard.readText());
  await reader.close();
  return text;
}

const FORMATS = [
  { format: 'JSON', button: 'Save JSON', ending: '.json' },
  { format: 'HAR', button: 'Save HAR', ending: '.har' },
  { format: 'Report', button: 'Save report', ending: '.md' },
];

describe('what leaves', () => {
  test.each(FORMATS)('is what the preview shows: $format', async ({ format, button, ending }) => {
    await openDialog();
    await showPreview(format);
    const shown = await wholePreview();
    const file = await saved(() => press(button));
    expect(file.name.endsWith(ending)).toBe(true);
    expect(file.text).toBe(shown);
    expect(file.text.length).toBeGreaterThan(300);
  });

  test('is shown before it leaves where another format was', async () => {
    await openDialog();
    const file = await saved(() => press('Save HAR'));
    expect(JSON.parse(file.text).log.version).toBe('1.2');
    expect(await wholePreview()).toBe(file.text);
  });

  test('to the clipboard is the report that is saved', async () => {
    await openDialog();
    await press('Copy report');
    await waitIn(panel, `document.querySelector('dialog')?.textContent.includes('Copied the report') ?? false`, () =>
      panel.$eval('dialog', node => node.textContent ?? ''),
    );
    expect(await clipboard()).toBe(await wholePreview());
  });
});

describe('redaction', () => {
  test('is on, marks what it replaced, and lets no secret out in any format', async () => {
    const flows = JSON.stringify(await devtools.flows());
    expect(flows).toContain(CANARY);
    const account = ['Ann', 'ann@'].filter(word => flows.includes(word));
    expect(account).not.toEqual([]);
    await openDialog();
    expect(
      await panel.$eval(
        '::-p-aria([name="Include secrets"][role="checkbox"])',
        box => (box as HTMLInputElement).checked,
      ),
    ).toBe(false);
    for (const { format, button } of FORMATS) {
      await showPreview(format);
      const { text } = await saved(() => press(button));
      for (const secret of [CANARY, ...account]) {
        expect([...readings(text)].filter(reading => reading.includes(secret))).toEqual([]);
      }
      const marks = await panel.$$eval('section[aria-label="Preview"] mark', all => all.map(mark => mark.textContent));
      const counted = await panel.$eval('dialog', node => /([\d,]+) parts? replaced/.exec(node.textContent ?? '')?.[1]);
      expect([format, String(marks.length)]).toEqual([format, counted ?? '0']);
    }
  });

  test('keeps what tells nothing: the browser, the hosts, the client id, our own words', async () => {
    await openDialog();
    const { text } = await saved(() => press('Save JSON'));
    const [flow] = JSON.parse(text).flows;
    expect(JSON.parse(text).userAgent).toBe(await panel.evaluate('navigator.userAgent'));
    expect(flow.page.origin).toBe(rig.demo.rp);
    expect(flow.request.identity.providers[0]).toMatchObject({
      clientId: 'demo-rp',
      configURL: `${rig.demo.idp}/config.json`,
    });
    expect(JSON.parse(text).redaction).toBe('secrets');
  });

  test('is off where secrets are included, and the file is the log itself', async () => {
    await openDialog();
    await panel.locator('::-p-aria([name="Include secrets"][role="checkbox"])').click();
    const { text } = await saved(() => press('Save JSON'));
    const capture = JSON.parse(text);
    expect(capture.redaction).toBe('none');
    // Ten seconds after a call the log learns whether its token was handed on: that may fall between the two.
    const still = (flows: readonly Flow[]) =>
      flows.map(flow => ({ ...flow, findings: flow.findings.filter(({ code }) => code !== 'TokenNotSent') }));
    expect(still(capture.flows)).toEqual(still(await devtools.flows()));
  });
});

test('Chrome’s Network panel imports the HAR', async () => {
  await openDialog();
  await panel.locator('::-p-aria([name="Include secrets"][role="checkbox"])').click();
  const { text } = await saved(() => press('Save HAR'));
  await press('Close');
  const entries = JSON.parse(text).log.entries as { request: { url: string } }[];
  expect(entries.length).toBeGreaterThan(0);
  const urls = (await devtools.window.evaluate(`(async () => {
    const { NetworkPanel } = await import('./panels/network/network.js');
    const { NetworkLog } = await import('./models/logs/logs.js');
    const view = NetworkPanel.NetworkPanel.instance().networkLogView;
    await view.onLoadFromFile(new File([${JSON.stringify(text)}], 'flows.har'));
    return NetworkLog.NetworkLog.instance().requests().map(request => request.url());
  })()`)) as string[];
  expect(urls).toEqual(expect.arrayContaining(entries.map(({ request }) => request.url)));
});

test('a redacted file reads the same when it is imported', async () => {
  const live = await devtools.flows();
  await openDialog();
  const { name, text } = await saved(() => press('Save JSON'));
  await press('Close');
  const told = JSON.parse(text).flows as typeof live;
  // Findings quote the page, and what they quote is replaced.
  const unquoted = (text: string) => text.replace(/"[^"]*"|“[^”]*”/g, '""');
  const verdicts = (flows: typeof live) =>
    flows.map(({ findings, token, phases }) => [
      findings.map(({ code, title, steps }) => [code, unquoted(title), steps]),
      token?.checks.map(({ id, status }) => [id, status]),
      phases,
    ]);
  expect(verdicts(told)).toEqual(verdicts(live));
  await choose(panel, path.join(folder, name));
  await waitIn(panel, `document.querySelectorAll('.row.flow.imported').length === ${live.length}`, previewed);
  const rows = await panel.$$eval('.row.flow', all => all.map(row => row.getAttribute('aria-label')));
  expect(rows.slice(live.length)).toEqual(rows.slice(0, live.length).map(words => `${words}, imported`));
});
