/** Page load and heap with and without the extension, paired and interleaved. */
import type { Browser } from 'puppeteer-core';
import { openDevTools } from '../../scripts/browser/devtools.ts';
import { blank, serve } from '../browser/pages.ts';
import { isOurWorker } from '../browser/rig.ts';
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

export async function benchLoad({ loads }: BenchOptions): Promise<Figure[]> {
  const site = await serve({
    '/page': blank('page', '<iframe src="/frame"></iframe>'.repeat(FRAMES)),
    '/frame': blank('frame', `<p>${'A frame with a little text. '.repeat(20)}</p>`),
    '/other': blank('other'),
  });
  // A second browser without the extension says how far two equal ones differ.
  const browsers = await Promise.all([browserWithout(), browserWithout(), browserWith(), browserWith()]);
  const [, , closed, open] = browsers;
  const kinds: Kind[] = [];
  for (const browser of browsers) kinds.push({ tab: await tabIn(browser), times: [], heaps: [] });
  const inspected = await open.newPage();
  await inspected.goto(site.url('elsewhere', '/other'));
  const devtools = await openDevTools(inspected);
  await devtools.owner.waitForFunction(`fedcmLog.pageState === 'ready'`, { polling: 20 });
  const wakeUps = await countStarts(closed);
  for (let round = -WARM; round < loads; round++) {
    // The order changes from round to round, so that none always comes first.
    for (let i = 0; i < kinds.length; i++) {
      const kind = kinds[(i + round + WARM) % kinds.length] as Kind;
      const took = await loadOnce(kind.tab, site.url('page', `/page?${round}`));
      const heap = await heapOf(kind.tab.session);
      if (round < 0) continue;
      kind.times.push(took);
      kind.heaps.push(heap);
    }
  }
  const [without, again, withClosed, withOpen] = kinds as [Kind, Kind, Kind, Kind];
  const figures = [
    figure('load', `${FRAMES} frames, without the extension`, 'ms', without.times),
    figure('load', 'the same again, without: the noise', '×', ratios(again.times, without.times)),
    figure('load', 'with it, DevTools closed', '×', ratios(withClosed.times, without.times)),
    figure('load', 'with it, DevTools open on another tab', '×', ratios(withOpen.times, without.times)),
    figure('heap', `${FRAMES} frames, without the extension`, 'bytes', without.heaps),
    figure('heap', 'the same again, without: the noise', '×', ratios(again.heaps, without.heaps)),
    figure('heap', 'with it, DevTools closed', '×', ratios(withClosed.heaps, without.heaps)),
    figure('heap', 'with it, DevTools open on another tab', '×', ratios(withOpen.heaps, without.heaps)),
    figure('worker', 'starts during the loads, DevTools closed', 'count', [wakeUps()], `${loads + WARM} loads`),
  ];
  await Promise.all(browsers.map(browser => browser.close()));
  await site.close();
  return figures;
}

async function loadOnce({ page }: Tab, url: string): Promise<number> {
  await page.goto(url);
  return (await page.evaluate(`performance.getEntriesByType('navigation')[0].loadEventEnd`)) as number;
}

/** Stops the worker that the installation started, and counts its starts from then on. */
async function countStarts(browser: Browser): Promise<() => number> {
  const target = await browser.waitForTarget(isOurWorker);
  const gone = new Promise(resolve => {
    browser.on('targetdestroyed', each => each === target && resolve(undefined));
  });
  await (await target.worker())?.close();
  await gone;
  let starts = 0;
  browser.on('targetcreated', each => {
    if (isOurWorker(each)) starts++;
  });
  return () => starts;
}
