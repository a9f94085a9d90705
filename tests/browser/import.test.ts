import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { exportCapture } from '../../src/core/capture/export.ts';
import type { Flow } from '../../src/core/model.ts';
import { optionsFor, sampleFlow } from '../unit/capture/sample.ts';
import { choose, type SavedBy, savingInto } from './files.ts';
import { type Inspected, type Rig, startRig, waitIn } from './rig.ts';

let rig: Rig;
let folder: string;
let saved: SavedBy;
let devtools: Inspected;
let panel: Frame;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fedcm-import-'));
  rig = await startRig();
  saved = await savingInto(rig.browser, folder);
  const page = await rig.openRp();
  devtools = await rig.inspect(page);
  panel = await devtools.showPanel();
});
afterAll(async () => {
  await rig.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

const button = (name: string) => panel.locator(`::-p-aria([name="${name}"][role="button"])`);
const listed = () =>
  panel.$$eval('.row.flow, .row.file', rows => rows.map(row => row.getAttribute('aria-label') ?? row.textContent));
const body = () => panel.$eval('body', node => node.textContent ?? '');
const until = (expression: string) => waitIn(panel, expression, body);

async function file(name: string, text: string): Promise<string> {
  const at = path.join(folder, name);
  await writeFile(at, text);
  return at;
}

const captureOf = (...flows: Flow[]) => exportCapture(flows, optionsFor('none'));

async function exportAll(save: string): Promise<string> {
  await button('Export').click();
  await panel.locator('::-p-aria([name="Include secrets"][role="checkbox"])').click();
  const { text } = await saved(() => button(save).click());
  await button('Close').click();
  return text;
}

async function importFile(at: string): Promise<void> {
  const { length } = await panel.$$('.row.file');
  await choose(panel, at);
  await until(`document.querySelectorAll('.row.file').length > ${length}`);
}

async function closeFile(name: string): Promise<void> {
  await button(`Close ${name}`).click();
}

describe('a round trip', () => {
  /** Exports of a real flow; a fresh log for each. */
  test.each(['Save JSON', 'Save HAR'])('differs in nothing but the date and the program: %s', async save => {
    const first = await file(
      'first.json',
      captureOf(sampleFlow('a'), { ...sampleFlow('b'), ...{ ofALaterVersion: [1] } }),
    );
    await importFile(first);
    const once = await exportAll(save);
    await closeFile('first.json');
    const second = await file(`second.${save.slice(-4).trim().toLowerCase()}`, once);
    await importFile(second);
    const twice = await exportAll('Save JSON');
    await closeFile(path.basename(second));
    const bare = (text: string) => ({ ...JSON.parse(text), exportedAt: '', creator: '' });
    expect(bare(twice)).toEqual(bare(captureOf(sampleFlow('a'), { ...sampleFlow('b'), ...{ ofALaterVersion: [1] } })));
  });
});

describe('an imported file', () => {
  test('is marked, stands apart from the live log, and can be closed', async () => {
    await panel.evaluate('0');
    await importFile(await file('marked.json', captureOf(sampleFlow('a'), sampleFlow('b'))));
    const rows = await listed();
    expect(rows[0]).toContain('Imported from marked.json');
    expect(rows.slice(1)).toEqual([expect.stringContaining('imported'), expect.stringContaining('imported')]);
    expect(await devtools.flows()).toEqual([]);
    await button('Clear').click();
    expect(await listed()).toHaveLength(3);
    await closeFile('marked.json');
    await until(`document.querySelector('.row.flow') === null`);
  });

  test('shows its findings as they were stored', async () => {
    const flow = sampleFlow('a');
    const [finding] = flow.findings;
    if (finding === undefined) throw new Error('The sample has a finding.');
    const told: Flow = {
      ...flow,
      outcome: { status: 'rejected', error: { name: 'NetworkError' } },
      findings: [{ ...finding, severity: 'error', title: 'Said by another program' }],
    };
    await importFile(await file('told.json', captureOf(told)));
    await panel.locator('.row.flow').click();
    await until(
      `document.querySelector('[role="tabpanel"]')?.textContent.includes('Said by another program') ?? false`,
    );
    await button('Back').click();
    await closeFile('told.json');
    await until(`document.querySelector('.row.flow') === null`);
  });

  test('may be dropped on the panel', async () => {
    const text = captureOf(sampleFlow('dropped'));
    await panel.evaluate(content => {
      const dataTransfer = new DataTransfer();
      dataTransfer.items.add(new File([content], 'dropped.json'));
      document.body.dispatchEvent(new DragEvent('dragover', { dataTransfer, bubbles: true, cancelable: true }));
      document.body.dispatchEvent(new DragEvent('drop', { dataTransfer, bubbles: true, cancelable: true }));
    }, text);
    await until(`document.querySelector('.row.file')?.textContent.includes('dropped.json') ?? false`);
    await closeFile('dropped.json');
  });
});

describe('a file that is refused', () => {
  const capture = JSON.parse(captureOf(sampleFlow('a'), sampleFlow('b')));
  const cases: [name: string, text: string, place: string][] = [
    ['empty.json', '', 'empty'],
    ['cut.json', captureOf(sampleFlow()).slice(0, 900), 'flows[0]'],
    ['text.json', 'hello', 'character 0'],
    ['other.json', '{"format":"another"}', 'format'],
    [
      'shape.json',
      JSON.stringify({ ...capture, flows: [capture.flows[0], { ...capture.flows[1], page: 7 }] }),
      'flows[1].page',
    ],
    ['twice.json', JSON.stringify({ ...capture, flows: [capture.flows[0], capture.flows[0]] }), 'flows[1].id'],
    ['newer.json', JSON.stringify({ ...capture, version: 99, flows: {} }), 'version 99'],
    ['deep.json', `{"format":${'['.repeat(100_000)}`, 'format'],
    ['web.har', '{"log":{"version":"1.2","entries":[]}}', 'FedCM'],
  ];

  test('is named with the place of the fault, and nothing else changes', async () => {
    await importFile(await file('good.json', captureOf(sampleFlow('kept'))));
    const before = await listed();
    for (const [name, text, place] of cases) {
      await choose(panel, await file(name, text));
      await until(`document.querySelector('[role="alert"]')?.textContent.includes(${JSON.stringify(name)}) ?? false`);
      expect(await panel.$eval('[role="alert"]', node => node.textContent)).toContain(place);
      expect(await listed()).toEqual(before);
    }
    await button('Close message').click();
    await closeFile('good.json');
  });
});

describe('five thousand flows', () => {
  const FLOWS = 5000;

  /** The longest time, ms, that the panel drew nothing while `act` went on; the flag ends the watch. */
  async function longestFreeze(act: () => Promise<unknown>): Promise<number> {
    await panel.evaluate(`(() => {
      const watch = { on: true, longest: 0 };
      let last = performance.now();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const now = performance.now();
        watch.longest = Math.max(watch.longest, now - last);
        last = now;
        if (watch.on) setTimeout(() => port2.postMessage(0));
      };
      port2.postMessage(0);
      window.freezeWatch = watch;
    })()`);
    await act();
    return (await panel.evaluate('(window.freezeWatch.on = false, window.freezeWatch.longest)')) as number;
  }

  test('are imported and exported with progress, can be cancelled, and the panel goes on answering', async () => {
    const flow = sampleFlow();
    const [exchange] = flow.exchanges;
    if (exchange === undefined) throw new Error('The sample has an exchange.');
    const filler = JSON.stringify({
      accounts: Array.from({ length: 100 }, (_, at) => ({
        id: `a${at}`,
        name: 'Some One',
        email: `a${at}@mail.example`,
        picture: `https://idp.example/p/${at}.png`,
      })),
    });
    const flows = Array.from(
      { length: FLOWS },
      (_, at): Flow => ({
        ...flow,
        id: `f${at}`,
        exchanges: [{ ...exchange, response: { ...exchange.response, body: filler } }],
      }),
    );
    const large = await file('large.json', captureOf(...flows));

    await choose(panel, large);
    await until(`document.querySelector('progress[aria-label="Reading large.json"]') !== null`);
    await button('Cancel').click();
    await until(`document.querySelector('progress') === null`);
    expect(await listed()).toEqual([]);

    const importing = await longestFreeze(() => importFile(large));
    expect(await panel.$eval('[role="grid"]', grid => grid.getAttribute('aria-rowcount'))).toBe(String(FLOWS + 2));

    await button('Export').click();
    await until(`document.querySelector('dialog progress') !== null`);
    await button('Cancel').click();
    await until(`document.querySelector('dialog') === null`);
    let exported = '';
    const exporting = await longestFreeze(async () => {
      exported = await exportAll('Save JSON');
    });
    expect(JSON.parse(exported).flows).toHaveLength(FLOWS);
    expect(Math.max(importing, exporting)).toBeLessThan(1500);
    await closeFile('large.json');
  }, 180_000);
});
