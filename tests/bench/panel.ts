/** The panel with 10,000 flows. */
import { openDevTools } from '../../scripts/browser/devtools.ts';
import { blank, serve } from '../browser/pages.ts';
import { browserWith, tabIn } from './browsers.ts';
import { type Figure, figure } from './figures.ts';

const FLOWS = 10_000;
const STEPS = 60;
const PAINTS = 10;

/** Puts flows into the log as documents would tell them. */
const FILL = `(() => {
  const at = Date.now();
  const document = { documentId: 'bench', tabId: chrome.devtools.inspectedWindow.tabId, frameId: 77, url: 'https://rp.example/login',
    origin: 'https://rp.example', topOrigin: 'https://rp.example', timeOrigin: at, popup: false };
  fedcmLog.document(document, 'ready');
  for (let i = 1; i <= ${FLOWS}; i++) {
    const provider = { configURL: 'https://idp' + i % 20 + '.example/fedcm.json', clientId: 'client-' + i };
    fedcmLog.event('bench', { t: 'call', n: 2 * i - 1, call: i, at: at + i * 10, api: 'credentials.get', url: document.url,
      request: { identity: { mode: i % 2 ? 'active' : 'passive', providers: [provider] } }, context: {}, cut: [] });
    fedcmLog.event('bench', { t: 'settle', n: 2 * i, call: i, at: at + i * 10 + 5, cut: [],
      outcome: { status: 'rejected', error: { name: 'NetworkError', message: 'Error retrieving a token.' } } });
  }
})()`;

/** ms until the frame that shows what was just done has been painted. */
const AFTER_PAINT = 'const painted = () => new Promise(done => requestAnimationFrame(() => setTimeout(done)));';

export async function benchPanel(): Promise<Figure[]> {
  const site = await serve({ '/': blank('page') });
  const browser = await browserWith();
  const { page } = await tabIn(browser);
  await page.goto(site.url('rp', '/'));
  const devtools = await openDevTools(page);
  await devtools.owner.waitForFunction(`fedcmLog.pageState === 'ready'`, { polling: 20 });
  let panel = await devtools.showPanel();
  const heap = async () => (await panel.evaluate('gc(), performance.memory.usedJSHeapSize')) as number;
  const empty = await heap();
  const from = performance.now();
  await devtools.owner.evaluate(FILL);
  await devtools.owner.waitForFunction(`fedcmLog.flows.length === ${FLOWS}`, { polling: 10 });
  const filled = performance.now() - from;
  await panel.waitForSelector('.row.flow');
  const memory = (await heap()) - empty;

  const paints: number[] = [];
  for (let i = 0; i < PAINTS; i++) {
    await panel.evaluate('setTimeout(() => location.reload())').catch(() => {});
    await panel.waitForFunction(`performance.getEntriesByName('first-contentful-paint').length > 0`, { polling: 10 });
    panel = await devtools.showPanel();
    await panel.waitForSelector('.row.flow');
    paints.push(
      (await panel.evaluate(`performance.getEntriesByName('first-contentful-paint')[0].startTime`)) as number,
    );
  }

  const keys = (await panel.evaluate(`(async () => {
    ${AFTER_PAINT}
    const input = document.querySelector('input[type=search]');
    const taken = [];
    for (const text of ['i', 'id', 'idp', 'idp1', 'idp1.', 'idp1', 'idp', 'id', 'i', '', 'c', 'cl', 'cli', '-cli', '']) {
      const from = performance.now();
      input.value = text;
      input.dispatchEvent(new InputEvent('input', { bubbles: true }));
      await painted();
      taken.push(performance.now() - from);
    }
    return taken;
  })()`)) as number[];

  const frames = (await panel.evaluate(`(async () => {
    const scroller = [...document.querySelectorAll('*')].find(each => each.scrollHeight > 100_000 && each.scrollTop >= 0 && getComputedStyle(each).overflowY !== 'visible');
    const taken = [];
    let last = await new Promise(requestAnimationFrame);
    for (let i = 1; i <= ${STEPS}; i++) {
      scroller.scrollTop = (scroller.scrollHeight / ${STEPS}) * i;
      const now = await new Promise(requestAnimationFrame);
      taken.push(now - last);
      last = now;
    }
    return taken;
  })()`)) as number[];
  await browser.close();
  await site.close();
  return [
    figure('panel', '10,000 flows: taken by the log and derived', 'ms', [filled]),
    figure('panel', '10,000 flows: first paint', 'ms', paints),
    figure('panel', '10,000 flows: a keystroke in the filter, painted', 'ms', keys),
    figure(
      'panel',
      '10,000 flows: a frame while scrolling',
      'ms',
      frames,
      `longest ${Math.max(...frames).toFixed(0)} ms`,
    ),
    figure('panel', '10,000 flows: heap of log and panel', 'bytes', [memory]),
  ];
}
