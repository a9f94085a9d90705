/** Browsers that differ in nothing but the extension. */
import type { Browser, CDPSession, Page } from 'puppeteer-core';
import { launchBrowser } from '../../scripts/browser/launch.ts';
import { dist } from '../../scripts/build.ts';

/** Heap sizes exact, a `gc()` in every page, and none of the pages before kept in the back/forward cache. */
const EXACT = ['--disable-features=BackForwardCache', '--enable-precise-memory-info', '--js-flags=--expose-gc'];

export const browserWith = (): Promise<Browser> => launchBrowser({ headless: true, extensions: [dist], args: EXACT });

export const browserWithout = (): Promise<Browser> => launchBrowser({ headless: true, extensions: [], args: EXACT });

/** Bytes of JS heap in the page's process, with nothing left to collect. */
export async function heapOf(session: CDPSession): Promise<number> {
  await session.send('HeapProfiler.collectGarbage');
  return (await session.send('Runtime.getHeapUsage')).usedSize;
}

export interface Tab {
  page: Page;
  session: CDPSession;
}

export async function tabIn(browser: Browser): Promise<Tab> {
  const page = await browser.newPage();
  return { page, session: await page.createCDPSession() };
}
