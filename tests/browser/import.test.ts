import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { exportCapture, exportInSteps } from '../../src/core/capture/export.ts';
import { finish } from '../../src/core/capture/steps.ts';
import type { Flow } from '../../src/core/model.ts';
import { optionsFor, sampleFlow } from '../unit/capture/sample.ts';
import { type Clipboard, openClipboard } from './clipboard.ts';
import { choose, type SavedBy, savingInto } from './files.ts';
import { type Inspected, type Rig, startRig, waitIn } from './rig.ts';

let rig: Rig;
let folder: string;
let saved: SavedBy;
let devtools: Inspected;
let panel: Frame;
let clipboard: Clipboard;

beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fedcm-import-'));
  rig = await startRig();
  saved = await savingInto(rig.browser, folder);
  const page = await rig.openRp();
  devtools = await rig.inspect(page);
  panel = await devtools.showPanel();
  clipboard = await openClipboard(rig, devtools.window);
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

describe('what is pasted', () => {
  const paste = async () => {
    await devtools.window.keyboard.down('Control');
    await devtools.window.keyboard.press('KeyV', { commands: ['Paste'] });
    await devtools.window.keyboard.up('Control');
  };

  test.each([
    ['a capture', captureOf(sampleFlow('pasted'))],
    ['a HAR', finish(exportInSteps('har', [sampleFlow('pasted')], optionsFor('none'))).parts.join('')],
  ])('as text is imported: %s', async (_, text) => {
    await clipboard.write(text);
    await panel.focus('button[aria-label="Import"]');
    await paste();
    await until(`document.querySelector('.row.file')?.textContent.includes('Pasted text') ?? false`);
    await closeFile('Pasted text');
    await until(`document.querySelector('.row.file') === null`);
  });

  test('and is no capture is refused by name; into a field it is text', async () => {
    await clipboard.write('a word');
    await panel.focus('button[aria-label="Import"]');
    await paste();
    await until(
      `document.querySelector('[role="alert"]')?.textContent.includes('Pasted text was not imported') ?? false`,
    );
    await button('Close message').click();
    await panel.focus('input[type="search"]');
    await paste();
    await until(`document.querySelector('input[type="search"]').value === 'a word'`);
    expect(await panel.$('[role="alert"]')).toBeNull();
    await panel.$eval('input[type="search"]', field => {
      (field as HTMLInputElement).value = '';
      field.dispatchEvent(new Event('input', { bubbles: true }));
    });
  });
});

test('imported files are still there when the panel is loaded again, and can be closed', async () => {
  await importFile(await file('kept.json', captureOf(sampleFlow('a'), sampleFlow('b'))));
  await until(`document.querySelectorAll('.row.flow').length === 2`);
  const before = await listed();
  await panel.evaluate(() => {
    Object.assign(globalThis, { old: true });
    location.reload();
  });
  panel = await devtools.showPanel();
  await until(`!('old' in globalThis) && document.querySelectorAll('.row.flow').length === 2`);
  expect(await listed()).toEqual(before);
  await closeFile('kept.json');
  await until(`document.querySelector('.row.file') === null`);
});

test('a flow of values that no browser records is shown all the same', async () => {
  const flow = sampleFlow('strange');
  const deep = JSON.parse(`${'{"a":['.repeat(100)}1${']}'.repeat(100)}`);
  const strange = {
    ...flow,
    startedAt: -1e300,
    settledAt: 1e300,
    request: { identity: 'no object', mediation: [], ['__proto__']: { deep } },
    outcome: { status: 'rejected', error: { name: '', message: '\u202e\u0000', value: deep } },
    exchanges: flow.exchanges.map(exchange => ({ ...exchange, startedAt: 1e300, duration: -1, configURL: 'no URL' })),
    phases: flow.phases.map(phase => ({ ...phase, startedAt: 1e300, duration: 1e300 })),
    deliveries: flow.deliveries.map(delivery => ({ ...delivery, url: '', origin: '', startedAt: 1e300 })),
    token: { kind: 'jwt', payload: { exp: 1e300, iat: -1, aud: { deep } }, problems: [''], checks: [] },
    chrome: { askedAt: 1e300, issues: [''], log: [{ at: 1e300, level: '', text: '' }] },
  } as unknown as Flow;
  await importFile(await file('strange.json', captureOf(strange)));
  await panel.locator('.row.flow').click();
  for (const name of ['Request', 'Exchanges', 'Token', 'Timeline', 'Raw', 'Summary']) {
    await panel.locator(`::-p-aria([name="${name}"][role="tab"])`).click();
    await until(`document.querySelector('[role="tab"][aria-selected="true"]')?.textContent === '${name}'`);
    await until(`(document.querySelector('[role="tabpanel"]')?.textContent ?? '') !== ''`);
  }
  // What the guards of the import let nobody do: a fault in one tab is told there, and the others go on.
  await devtools.owner.evaluate(`delete fedcmLog.shelf.files[0].flows[0].chrome.log`);
  await panel.locator('::-p-aria([name="Raw"][role="tab"])').click();
  await panel.locator('::-p-aria([name="Summary"][role="tab"])').click();
  await until(
    `document.querySelector('[role="tabpanel"] [role="alert"]')?.textContent.includes('The Summary tab cannot be shown') ?? false`,
  );
  await button('Copy the error').click();
  await until(`document.querySelector('output[aria-live]')?.textContent.includes('Copied the error') ?? false`);
  expect(await clipboard.read()).toMatch(/^The Summary tab of credentials\.get, import-\d+\/strange\nTypeError: /);
  await panel.locator('::-p-aria([name="Exchanges"][role="tab"])').click();
  await until(`document.querySelector('[role="tabpanel"]')?.textContent.includes('accounts') ?? false`);
  expect(await panel.$('[role="alert"]')).toBeNull();
  await button('Back').click();
  await closeFile('strange.json');
  await until(`document.querySelector('.row.flow') === null`);
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

test('of several files each is taken for itself, and the refused ones are named', async () => {
  const good = await file('good.json', captureOf(sampleFlow('kept')));
  await choose(panel, good, await file('bad.json', '{'), await file('none.json', ''), good);
  await until(`document.querySelectorAll('.row.file').length === 2 && document.querySelector('progress') === null`);
  expect(await panel.$$eval('[role="alert"] li', lines => lines.map(line => line.textContent))).toEqual([
    expect.stringMatching(/^bad\.json was not imported\. end of file: /),
    'none.json was not imported. The file is empty.',
  ]);
  await button('Close message').click();
  await closeFile('good.json');
  await closeFile('good.json (2)');
  await until(`document.querySelector('.row.file') === null`);
});

describe('five thousand flows', () => {
  const FLOWS = 5000;

  /** What a watch saw while long work went on. */
  interface Watched {
    /** Values of the progress bar, each once, in their order. */
    progress: number[];
    /** Tasks that the panel did in between. */
    turns: number;
    /** A button that was pressed when the work had begun had been answered before it ended. */
    answered: boolean;
  }

  /** Presses `Record` once the progress bar moves, and counts what the panel does until the bar is gone. */
  async function watched(act: () => Promise<unknown>): Promise<Watched> {
    await panel.evaluate(`(() => {
      const watch = (window.watch = { progress: [], turns: 0, answered: false, on: true });
      const record = document.querySelector('button[aria-label="Record"]');
      const before = record.getAttribute('aria-pressed');
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        const bar = document.querySelector('progress');
        if (bar !== null) {
          watch.turns += 1;
          if (bar.value !== watch.progress.at(-1)) watch.progress.push(bar.value);
          if (watch.progress.length === 2 && record.getAttribute('aria-pressed') === before && !watch.pressed) {
            watch.pressed = true;
            record.click();
          }
          if (record.getAttribute('aria-pressed') !== before) watch.answered = true;
        }
        if (watch.on) setTimeout(() => port2.postMessage(0));
      };
      port2.postMessage(0);
    })()`);
    await act();
    const { progress, turns, answered } = (await panel.evaluate('(window.watch.on = false, window.watch)')) as Watched;
    await button('Record').click();
    return { progress, turns, answered };
  }

  function expectSteady({ progress, turns, answered }: Watched): void {
    expect(answered).toBe(true);
    expect(progress).toEqual(progress.toSorted((a, b) => a - b));
    expect(progress.length).toBeGreaterThan(10);
    expect(turns).toBeGreaterThan(50);
  }

  const whenDone = (expression: string) => panel.waitForFunction(expression, { polling: 100, timeout: 120_000 });

  test('are imported and exported redacted, with progress, can be cancelled, and the panel goes on answering', async () => {
    const flow = sampleFlow();
    const [exchange] = flow.exchanges;
    if (exchange === undefined) throw new Error('The sample has an exchange.');
    const bodies = Array.from({ length: 20 }, (_, of) =>
      JSON.stringify({
        accounts: Array.from({ length: 150 }, (__, at) => ({
          id: `a${at}-${of}`,
          name: 'Some One',
          email: `a${at}@mail.example`,
          picture: `https://idp.example/p/${at}.png`,
        })),
      }),
    );
    const flows = Array.from(
      { length: FLOWS },
      (_, at): Flow => ({
        ...flow,
        id: `f${at}`,
        exchanges: [{ ...exchange, response: { ...exchange.response, body: bodies[at % bodies.length] ?? '' } }],
      }),
    );
    const text = captureOf(...flows);
    expect(text.length).toBeGreaterThan(90e6);
    const large = await file('large.json', text);

    await choose(panel, large);
    await until(`document.querySelector('progress[aria-label="Reading large.json"]') !== null`);
    await button('Cancel').click();
    await until(`document.querySelector('progress') === null`);
    expect(await listed()).toEqual([]);

    expectSteady(
      await watched(async () => {
        await choose(panel, large);
        await whenDone(`document.querySelector('.row.file') !== null`);
      }),
    );
    expect(await panel.$eval('[role="grid"]', grid => grid.getAttribute('aria-rowcount'))).toBe(String(FLOWS + 2));

    await button('Export').click();
    await until(`document.querySelector('dialog progress') !== null`);
    await button('Cancel').click();
    await until(`document.querySelector('dialog') === null`);

    expectSteady(
      await watched(async () => {
        await button('Export').click();
        await whenDone(`document.querySelector('section[aria-label="Preview"]') !== null`);
        exported = await saved(() => button('Save JSON').click());
        await button('Close').click();
      }),
    );
    const told = JSON.parse(exported.text);
    expect([told.redaction, told.flows.length]).toEqual(['secrets', FLOWS]);
    expect(exported.text).not.toMatch(/Some One|@mail\.example/);
    await closeFile('large.json');
  }, 480_000);
  let exported: Awaited<ReturnType<SavedBy>>;
});
