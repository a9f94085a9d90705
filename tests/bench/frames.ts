/** A page that makes frames without end, each with a call, while DevTools is open on it. */
import { openDevTools } from '../../scripts/browser/devtools.ts';
import { blank, serve } from '../browser/pages.ts';
import { browserWith, heapOf, tabIn } from './browsers.ts';
import { type Figure, figure } from './figures.ts';

const AT_ONCE = 1000;
const IN_TURN = 10_000;
const PATIENCE = 600_000;

export async function benchFrames(): Promise<Figure[]> {
  const site = await serve({ '/': blank('page', '<body>') });
  const browser = await browserWith();
  try {
    const { page, session } = await tabIn(browser);
    page.setDefaultTimeout(PATIENCE);
    await page.goto(site.url('rp', '/'));
    const { owner } = await openDevTools(page);
    await owner.waitForFunction(`fedcmLog.pageState === 'ready'`, { polling: 20 });
    const atOnce = await timed(async () => {
      await page.evaluate(`for (let i = 0; i < ${AT_ONCE}; i++) {
        const { contentWindow } = document.body.appendChild(document.createElement('iframe'));
        contentWindow.navigator.credentials.get({ identity: { providers: [] } }).catch(() => {});
      }`);
      await owner.waitForFunction(
        `fedcmLog.flows.length === ${AT_ONCE} && fedcmLog.flows.every(({ outcome }) => outcome.status === 'rejected')`,
        { polling: 200, timeout: PATIENCE },
      );
    });
    await page.evaluate('document.body.replaceChildren()');
    const before = await heapOf(session);
    const inTurn = await timed(async () => {
      // In portions, so that no command to the page has to wait for minutes.
      for (let made = 0; made < IN_TURN; made += 500) {
        await page.evaluate(`(async () => {
          for (let i = 0; i < 500; i++) {
            const frame = document.body.appendChild(document.createElement('iframe'));
            frame.contentWindow.navigator.credentials.get({ identity: { providers: [] } }).catch(() => {});
            await null;
            frame.remove();
          }
        })()`);
      }
      await page.evaluate('navigator.credentials.get({ identity: { providers: [] } }).catch(() => {})');
      await owner.waitForFunction(
        `fedcmLog.flows.at(-1).page.frameId === 0 && fedcmLog.flows.at(-1).outcome.status === 'rejected'`,
        { polling: 100, timeout: PATIENCE },
      );
    });
    const grown = (await heapOf(session)) - before;
    return [
      figure('frames', '1,000 at once, each with a call: all in the log', 'ms', [atOnce]),
      figure('frames', '10,000 in turn, each with a call: the next call in the log', 'ms', [inTurn]),
      figure('frames', '10,000 in turn: heap of the page grown by', 'bytes', [grown]),
    ];
  } finally {
    await browser.close();
    await site.close();
  }
}

async function timed(work: () => Promise<void>): Promise<number> {
  const from = performance.now();
  await work();
  return performance.now() - from;
}
