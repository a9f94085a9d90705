import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { Flow } from '../../src/core/model.ts';
import { readings } from '../unit/capture/strings.ts';
import { type Clipboard, openClipboard } from './clipboard.ts';
import { choose, type SavedBy, savingInto } from './files.ts';
import { answerDialogs, type Inspected, type Rig, startRig, waitIn } from './rig.ts';

let rig: Rig;
let folder: string;
let saved: SavedBy;
let devtools: Inspected;
let page: Page;
let panel: Frame;
let clipboard: Clipboard;

const CANARY = 'zq7canary41fe';

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fedcm-export-'));
  rig = await startRig();
  saved = await savingInto(rig.browser, folder);
  page = await rig.openRp();
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
  clipboard = await openClipboard(rig, devtools.window);
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

const shown = () => panel.$eval('body', body => body.textContent ?? '');

async function showPreview(format: string): Promise<void> {
  await panel.locator(`::-p-aria([name="${format}"][role="radio"])`).click();
  await waitIn(panel, `document.querySelector('section[aria-label="Preview"]') !== null`, shown);
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
    expect(await clipboard.read()).toBe(await wholePreview());
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

  test('keeps what tells nothing: the browser, the hosts, our own words; and says so', async () => {
    await openDialog();
    const { text } = await saved(() => press('Save JSON'));
    const [flow] = JSON.parse(text).flows;
    expect(JSON.parse(text).userAgent).toBe(await panel.evaluate('navigator.userAgent'));
    expect(flow.page.origin).toBe(rig.demo.rp);
    expect(flow.request.identity.providers[0]).toMatchObject({
      clientId: expect.stringMatching(/^client-[0-9a-f]{12}$/),
      configURL: `${rig.demo.idp}/config.json`,
    });
    expect(await panel.$eval('dialog', node => node.textContent)).toContain('What stays: the hosts');
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

/** Presses a button that copies and gives what it copied. */
async function copied(name: string): Promise<string> {
  await clipboard.write('nothing yet');
  const said = () => panel.$eval('output[aria-live]', node => node.textContent ?? '');
  const before = await said();
  await press(name);
  await waitIn(panel, `document.querySelector('output[aria-live]').textContent !== ${JSON.stringify(before)}`, said);
  expect(await said()).toContain('Copied');
  return clipboard.read();
}

const openTab = (name: string) => panel.locator(`::-p-aria([name="${name}"][role="tab"])`).click();
/** Opens every fold of the tab. */
const unfold = () =>
  panel.$$eval('[role="tabpanel"] details', all => {
    for (const each of all) each.setAttribute('open', '');
  });

describe('a copy', () => {
  let flow: Flow;
  beforeAll(async () => {
    const [first] = await devtools.flows();
    if (first === undefined) throw new Error('The log holds a flow.');
    flow = first;
    await panel.locator('.row.flow').click();
  });
  afterAll(async () => {
    await (await panel.$('::-p-aria([name="Back"][role="button"])'))?.click();
  });

  test('as text is a report without secrets', async () => {
    await openTab('Summary');
    const report = await copied('Copy as text');
    expect(report).toMatch(/^## FedCM: /);
    for (const secret of [CANARY, 'ann@']) {
      expect([...readings(report)].filter(reading => reading.includes(secret))).toEqual([]);
    }
  });

  test('of the call is JavaScript that makes it again', async () => {
    await openTab('Request');
    const script = await copied('Copy as JavaScript');
    await page.evaluate(`(async () => { ${script} })().catch(() => undefined)`);
    const [, , again] = await devtools.until(log => log.flows.length === 3 && log.flows[2]?.settledAt !== undefined);
    expect([again?.api, again?.request]).toEqual([flow.api, flow.request]);
  });

  test('of a value of the call is the value', async () => {
    expect(await copied('Copy identity.providers[0].clientId')).toBe('demo-rp');
  });

  test('of a claim and of a part of the token is what the token holds', async () => {
    await openTab('Token');
    const token = String(flow.outcome.credential?.token);
    expect(await copied('Copy token')).toBe(token);
    await panel.waitForSelector('[role="tabpanel"] .raw-parts');
    await unfold();
    expect(await copied('Copy the claim nonce')).toBe(CANARY);
    expect(await copied('Copy the payload')).toBe(token.split('.')[1]);
  });

  test('of an exchange is a command that sends it again, of its body the body', async () => {
    await openTab('Exchanges');
    await panel.waitForSelector('details.exchange');
    await unfold();
    const [exchange] = flow.exchanges;
    expect(await copied('Copy as cURL')).toContain(`curl --globoff --url '${exchange?.request.url}'`);
    expect(await copied('Copy body')).toBe(exchange?.response.body);
  });

  test('of a place in the flow is its path, and its value', async () => {
    await openTab('Raw');
    await panel.locator('[role="treeitem"] ::-p-text(credentials.get)').click();
    expect(await copied('Copy path')).toBe('api');
    expect(await copied('Copy value')).toBe(flow.api);
  });
});

test('a HAR of Chrome’s Network panel gives the exchanges of each call, and says what is missing', async () => {
  const har = (await devtools.window.evaluate(`(async () => {
    const { Writer } = await import('./models/har/har.js');
    const { NetworkLog } = await import('./models/logs/logs.js');
    const { Progress } = await import('./core/common/common.js');
    const requests = NetworkLog.NetworkLog.instance().requests();
    const progress = new Progress.CompositeProgress(new Progress.Progress());
    return Writer.Writer.harStringForRequests(requests, { sanitize: false }, progress);
  })()`)) as string;
  const at = path.join(folder, 'chrome.har');
  await writeFile(at, har);
  await choose(panel, at);
  await waitIn(panel, `document.querySelector('.row.file')?.textContent.includes('chrome.har') ?? false`, () =>
    panel.$eval('body', node => node.textContent ?? ''),
  );
  const rebuilt = (await devtools.owner.evaluate('fedcmLog.shelf.files.at(-1).flows')) as Flow[];
  const live = await devtools.flows();
  const rolesOf = (flow: Flow | undefined) => flow?.exchanges.map(({ role, request }) => `${role} ${request.url}`);
  expect(rebuilt).toHaveLength(live.length);
  expect(rolesOf(rebuilt[0])?.toSorted()).toEqual(rolesOf(live[0])?.toSorted());
  expect(rebuilt[0]?.outcome.credential?.token).toBe(live[0]?.outcome.credential?.token);
  for (const { findings } of rebuilt) {
    expect(findings[0]?.code).toBe('RebuiltFromHar');
    // The second call had a hint that no account has: nobody knows of it who has the answers alone.
    expect(findings.slice(1).filter(({ severity }) => severity === 'error')).toEqual([]);
  }
  await press('Close chrome.har');
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
  // What is found 10 s after a call is found for all.
  await devtools.until(log =>
    log.flows.every(
      ({ outcome, findings }) => outcome.status !== 'fulfilled' || findings.some(({ code }) => code === 'TokenNotSent'),
    ),
  );
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
  await waitIn(panel, `document.querySelectorAll('.row.flow.imported').length === ${live.length}`, shown);
  const rows = await panel.$$eval('.row.flow', all => all.map(row => row.getAttribute('aria-label')));
  expect(rows.slice(live.length)).toEqual(rows.slice(0, live.length).map(words => `${words}, imported`));
});
