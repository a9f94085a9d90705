/** Page load and heap with and without the extension, paired and interleaved. */
import { fileURLToPath } from 'node:url';
import { build } from 'esbuild';
import { openDevTools } from '../../scripts/browser/devtools.ts';
import { blank, serve } from '../browser/pages.ts';
import { watchWorker } from '../browser/worker-watch.ts';
import type { BenchOptions } from './bench.ts';
import { browserWith, browserWithout, heapOf, type Tab, tabIn } from './browsers.ts';
import { type Figure, figure, ratios } from './figures.ts';

const FRAMES = 50;
/** Loads before any counts: caches and processes are warm then. */
const WARM = 3;

interface Kind {
  tab: Tab;
  /** ms to the end of the load event, and bytes of heap, of each load. */
  times: number[];
  heaps: number[];
}

/** What a frame holds that does something: a table of rows, each with a handler. */
const APPLICATION = `
  import { h, render } from 'preact';
  const rows = Array.from({ length: 100 }, (_, i) => ({ name: 'row ' + i, at: performance.now(), language: navigator.language }));
  addEventListener('message', ({ data }) => console.debug(data));
  render(
    h('table', null, rows.map(({ name, at, language }) =>
      h('tr', { key: name, onClick: () => console.debug(name) }, h('td', null, name), h('td', null, at), h('td', null, language)))),
    document.body,
  );
`;

export async function benchLoad({ loads }: BenchOptions): Promise<Figure[]> {
  const site = await serve({
    '/blank': blank('page', '<iframe src="/blank-frame"></iframe>'.repeat(FRAMES)),
    '/blank-frame': blank('frame', `<p>${'A frame with a little text. '.repeat(20)}</p>`),
    '/applications': blank('page', '<iframe src="/application"></iframe>'.repeat(FRAMES)),
    '/application': blank('frame', '<body><script src="/application.js"></script>'),
    '/application.js': { html: await bundled(APPLICATION) },
    '/other': blank('other'),
  });
  // A second browser without the extension says how far two equal ones differ.
  const browsers = await Promise.all([browserWithout(), browserWithout(), browserWith(), browserWith()]);
  const [, , closed, open] = browsers;
  const tabs: Tab[] = [];
  for (const browser of browsers) tabs.push(await tabIn(browser));
  const inspected = await open.newPage();
  await inspected.goto(site.url('elsewhere', '/other'));
  const devtools = await openDevTools(inspected);
  await devtools.owner.waitForFunction(`fedcmLog.pageState === 'ready'`, { polling: 20 });
  // The installation has started it.
  const worker = await watchWorker(await closed.newPage());
  worker.stop();
  await worker.until('stopped');
  const before = worker.starts();
  const figures = [
    ...(await compare(tabs, site.url('page', '/blank'), `${FRAMES} nearly empty frames`, loads)),
    ...(await compare(
      tabs,
      site.url('page', '/applications'),
      `${FRAMES} frames with a small application each`,
      loads,
    )),
    figure(
      'worker',
      'starts during the loads, DevTools closed',
      'count',
      [worker.starts() - before],
      `${2 * (loads + WARM)} loads`,
    ),
  ];
  await Promise.all(browsers.map(browser => browser.close()));
  await site.close();
  return figures;
}

const bundled = async (contents: string): Promise<string> => {
  const stdin = { contents, resolveDir: fileURLToPath(new URL('.', import.meta.url)) };
  const { outputFiles } = await build({ stdin, bundle: true, minify: true, format: 'iife', write: false });
  return outputFiles[0]?.text ?? '';
};

/**
 * Loads the page in each browser in turn: without the extension, again without, with it, and with DevTools open
 * elsewhere.
 */
async function compare(tabs: readonly Tab[], url: string, what: string, loads: number): Promise<Figure[]> {
  const kinds: Kind[] = tabs.map(tab => ({ tab, times: [], heaps: [] }));
  for (let round = -WARM; round < loads; round++) {
    // The order changes from round to round, so that none always comes first.
    for (let i = 0; i < kinds.length; i++) {
      const kind = kinds[(i + round + WARM) % kinds.length] as Kind;
      const took = await loadOnce(kind.tab, `${url}?${round}`);
      const heap = await heapOf(kind.tab.session);
      if (round < 0) continue;
      kind.times.push(took);
      kind.heaps.push(heap);
    }
  }
  const [without, again, withClosed, withOpen] = kinds as [Kind, Kind, Kind, Kind];
  return [
    figure('load', `${what}, without the extension`, 'ms', without.times),
    figure('load', 'the same again, without: the noise', '×', ratios(again.times, without.times)),
    figure('load', 'with it, DevTools closed', '×', ratios(withClosed.times, without.times)),
    figure('load', 'with it, DevTools open on another tab', '×', ratios(withOpen.times, without.times)),
    figure('heap', `${what}, without the extension`, 'bytes', without.heaps),
    figure('heap', 'the same again, without: the noise', '×', ratios(again.heaps, without.heaps)),
    figure('heap', 'with it, DevTools closed', '×', ratios(withClosed.heaps, without.heaps)),
    figure('heap', 'with it, DevTools open on another tab', '×', ratios(withOpen.heaps, without.heaps)),
  ];
}

async function loadOnce({ page }: Tab, url: string): Promise<number> {
  await page.goto(url);
  return (await page.evaluate(`performance.getEntriesByType('navigation')[0].loadEventEnd`)) as number;
}
