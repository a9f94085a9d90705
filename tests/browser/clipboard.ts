/** The clipboard, as another page of the browser sees it. */
import type { Page } from 'puppeteer-core';
import type { Rig } from './rig.ts';

export interface Clipboard {
  /** What the user would paste elsewhere. */
  read(): Promise<string>;
  write(text: string): Promise<void>;
}

/** Opens a tab that may read and write the clipboard. `front` is the window in which the test goes on. */
export async function openClipboard(rig: Rig, front: Page): Promise<Clipboard> {
  const page: Page = await rig.newTab();
  await page.goto(rig.demo.rp);
  for (const name of ['clipboard-read', 'clipboard-write'] as const) {
    await rig.browser.defaultBrowserContext().setPermission(rig.demo.rp, { permission: { name }, state: 'granted' });
  }
  await front.bringToFront();
  /** Chrome gives the clipboard to the focused page alone, and a tab in front has the focus a moment later. */
  const comeForward = async () => {
    await page.bringToFront();
    await page.waitForFunction('document.hasFocus()', { polling: 20 });
  };
  return {
    async read() {
      await comeForward();
      const text = await page.evaluate(() => navigator.clipboard.readText());
      await front.bringToFront();
      return text;
    },
    async write(text) {
      await comeForward();
      await page.evaluate(words => navigator.clipboard.writeText(words), text);
      await front.bringToFront();
    },
  };
}
