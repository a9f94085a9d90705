/** The longest block of the panel while 5,000 flows, about 100 MB, are imported and exported. */
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame } from 'puppeteer-core';
import { openDevTools } from '../../scripts/browser/devtools.ts';
import { exportCapture } from '../../src/core/capture/export.ts';
import type { Flow } from '../../src/core/model.ts';
import { choose } from '../browser/files.ts';
import { blank, serve } from '../browser/pages.ts';
import { optionsFor, sampleFlow } from '../unit/capture/sample.ts';
import { browserWith, tabIn } from './browsers.ts';
import { type Figure, figure } from './figures.ts';

const FLOWS = 5000;
const PATIENCE = 300_000;

/** A flow of some 20 KB, most of it in a body. */
function largeFlow(at: number): Flow {
  const flow = sampleFlow(`flow-${at}`);
  const [exchange] = flow.exchanges;
  const all = Array.from({ length: 75 }, (_, id) => ({
    id: `account-${id}`,
    name: `Person ${id} of ${at % 10}`,
    email: `person.${id}@mail.example`,
    picture: `https://idp.example/pictures/${id}.png`,
    approved_clients: ['shop-client'],
  }));
  if (exchange) exchange.response.body = JSON.stringify({ accounts: all });
  return flow;
}

export async function benchFiles(): Promise<Figure[]> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fedcm-bench-'));
  const file = path.join(folder, 'large.json');
  const text = exportCapture(
    Array.from({ length: FLOWS }, (_, at) => largeFlow(at)),
    optionsFor('none'),
  );
  await writeFile(file, text);
  const site = await serve({ '/': blank('page') });
  const browser = await browserWith();
  try {
    const { page } = await tabIn(browser);
    await page.goto(site.url('rp', '/'));
    const panel = await (await openDevTools(page)).showPanel();
    const imported = await watched(panel, async () => {
      await choose(panel, file);
      await panel.waitForSelector('.row.file', { timeout: PATIENCE });
    });
    const exported = await watched(panel, async () => {
      await panel.locator('::-p-aria([name="Export"][role="button"])').click();
      const ready = `[...document.querySelectorAll('dialog button')].some(({ textContent, disabled }) => textContent === 'Save JSON' && !disabled)
        && /parts? replaced/.test(document.querySelector('dialog').textContent)`;
      await panel.waitForFunction(ready, { polling: 100, timeout: PATIENCE });
    });
    const size = `${(text.length / 1e6).toFixed(0)} MB`;
    return [
      figure('files', `import of 5,000 flows, ${size}`, 'ms', [imported.took]),
      figure('files', 'import: longest block of the panel', 'ms', [imported.longest]),
      figure('files', `export of 5,000 flows, ${size}, redacted`, 'ms', [exported.took]),
      figure('files', 'export: longest block of the panel', 'ms', [exported.longest]),
    ];
  } finally {
    await browser.close();
    await site.close();
    await rm(folder, { recursive: true });
  }
}

/** How long it took, and the longest task of the panel meanwhile; ms. Chrome tells of tasks of 50 ms and more. */
async function watched(panel: Frame, work: () => Promise<void>): Promise<{ took: number; longest: number }> {
  await panel.evaluate(`globalThis.longest = 0;
    globalThis.observer = new PerformanceObserver(list => { for (const { duration } of list.getEntries()) longest = Math.max(longest, duration); });
    observer.observe({ type: 'longtask' }); 0`);
  const from = performance.now();
  await work();
  const took = performance.now() - from;
  const longest = (await panel.evaluate(
    `new Promise(done => setTimeout(() => { observer.disconnect(); done(longest); }, 100))`,
  )) as number;
  return { took, longest };
}
