/** From a page's call to its row on screen. */
import { openDevTools } from '../../scripts/browser/devtools.ts';
import { blank, serve } from '../browser/pages.ts';
import { browserWith, tabIn } from './browsers.ts';
import { type Figure, figure } from './figures.ts';

const CALLS = 60;

/** Notes when a frame is painted that has a row where there was none; epoch ms. */
const WATCH_ROWS = `
  globalThis.painted = [];
  const count = () => document.querySelectorAll('.row.flow').length;
  let rows = count();
  new MutationObserver(() => {
    const now = count();
    if (now === rows) return;
    rows = now;
    if (now > 0) requestAnimationFrame(() => setTimeout(() => painted.push(performance.timeOrigin + performance.now())));
  }).observe(document.body, { childList: true, subtree: true });
`;

export async function benchLatency(): Promise<Figure[]> {
  const site = await serve({ '/': blank('page') });
  const browser = await browserWith();
  const { page } = await tabIn(browser);
  await page.goto(site.url('rp', '/'));
  const devtools = await openDevTools(page);
  await devtools.owner.waitForFunction(`fedcmLog.pageState === 'ready'`, { polling: 20 });
  const panel = await devtools.showPanel();
  const taken: number[] = [];
  for (let i = 0; i < CALLS; i++) {
    // An empty list each time: a row that is out of sight is not drawn.
    await devtools.owner.evaluate('fedcmLog.clear()');
    await panel.waitForFunction(`document.querySelectorAll('.row.flow').length === 0`, { polling: 10 });
    if (i === 0) await panel.evaluate(WATCH_ROWS);
    await panel.evaluate('painted.length = 0');
    const at = (await page.evaluate(`(() => {
      const at = performance.timeOrigin + performance.now();
      navigator.credentials.get({ identity: { providers: [] } }).catch(() => {});
      return at;
    })()`)) as number;
    await panel.waitForFunction('painted.length > 0', { polling: 10 });
    taken.push(((await panel.evaluate('painted[0]')) as number) - at);
  }
  await browser.close();
  await site.close();
  return [figure('latency', 'from a call in the page to its row on screen', 'ms', taken)];
}
