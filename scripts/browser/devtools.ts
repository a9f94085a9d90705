/** Opens the real DevTools on a page and finds the extension's parts in it. */
import type { Frame, Page } from 'puppeteer-core';

export interface DevTools {
  /** DevTools' own window. */
  window: Page;
  /** The extension's devtools page, which owns the log. */
  owner: Frame;
  /** Shows the FedCM panel and gives its frame. */
  showPanel(): Promise<Frame>;
  close(): Promise<void>;
}

/** Opens DevTools on the page; the panel is not shown until it is asked for. */
export async function openDevTools(page: Page): Promise<DevTools> {
  const window = await page.openDevTools();
  const owner = await until(window, 'the devtools page', () => window.frames().find(isOwner));
  await owner.waitForFunction('globalThis.fedcmLog !== undefined');
  return {
    window,
    owner,
    async showPanel() {
      await window.evaluate(showFedCM);
      const panel = await until(window, 'the panel', () => window.frames().find(isPanel));
      await panel.waitForSelector('[role=toolbar], [role=grid], main');
      return panel;
    },
    close: () => window.close(),
  };
}

const isOwner = (frame: Frame) => frame.url().endsWith('/devtools/devtools.html');
const isPanel = (frame: Frame) => frame.url().endsWith('/panel/panel.html');

/** Runs in DevTools' window, with DevTools' own modules. As text, since their path means something only there. */
const showFedCM = `(async () => {
  const { InspectorView } = await import('./ui/legacy/legacy.js');
  const view = InspectorView.InspectorView.instance();
  for (;;) {
    const tab = view.tabbedPane.tabs.find(({ id }) => id.startsWith('chrome-extension://') && id.endsWith('FedCM'));
    if (tab) return view.showPanel(tab.id).then(() => undefined);
    await new Promise(requestAnimationFrame);
  }
})()`;

/** Waits for DevTools to have what is asked for: looks again whenever one of its frames changes. */
async function until<T>(window: Page, what: string, look: () => T | undefined, timeout = 15_000): Promise<T> {
  const found = look();
  if (found !== undefined) return found;
  return new Promise((resolve, reject) => {
    const stop = () => {
      clearTimeout(timer);
      for (const event of ['frameattached', 'framenavigated'] as const) window.off(event, again);
    };
    const again = () => {
      const now = look();
      if (now === undefined) return;
      stop();
      resolve(now);
    };
    const timer = setTimeout(() => {
      stop();
      const frames = window.frames().map(frame => frame.url());
      reject(new Error(`DevTools has not shown ${what} in ${timeout} ms. Its frames: ${frames.join(', ')}`));
    }, timeout);
    for (const event of ['frameattached', 'framenavigated'] as const) window.on(event, again);
  });
}
