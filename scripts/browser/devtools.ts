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
  const owner = await frameWith(window, isOwner, 'globalThis.fedcmLog !== undefined');
  return {
    window,
    owner,
    async showPanel() {
      await window.evaluate(showFedCM);
      return frameWith(window, isPanel, 'document.body.childElementCount > 0');
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
  for (const end = Date.now() + 60_000; Date.now() < end; ) {
    const tab = view.tabbedPane.tabs.find(({ id }) => id.startsWith('chrome-extension://') && id.endsWith('FedCM'));
    if (tab) return view.showPanel(tab.id).then(() => undefined);
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  throw new Error('DevTools has no FedCM tab.');
})()`;

/** Shows DevTools alone, without the page beside it. */
export async function undock(window: Page): Promise<void> {
  await window.evaluate(
    `import('./ui/legacy/legacy.js').then(({ DockController }) => DockController.DockController.instance().setDockSide('undocked'))`,
  );
}

/**
 * The frame of DevTools' window in which the condition is true. It is looked up anew each time: DevTools gives an
 * extension's frame another process while it loads, and the frame found before never answers.
 */
async function frameWith(window: Page, is: (frame: Frame) => boolean, condition: string): Promise<Frame> {
  const deadline = performance.now() + 60_000;
  while (performance.now() < deadline) {
    for (const frame of window.frames().filter(is)) {
      const soon = new Promise<undefined>(resolve => setTimeout(resolve, 3000));
      const holds = await Promise.race([frame.evaluate(condition).catch(() => undefined), soon]);
      if (holds === true) return frame;
    }
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  const frames = window.frames().map(frame => frame.url());
  throw new Error(`DevTools shows no frame in which ${condition}. Its frames: ${frames.join(', ')}`);
}
