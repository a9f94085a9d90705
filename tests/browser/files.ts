/** Files that the panel saves, and files that are given to it. */
import { readFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, CDPSession, Frame } from 'puppeteer-core';

/** Runs what saves a file and gives the file's text, once the browser has written it. */
export type SavedBy = (act: () => Promise<unknown>) => Promise<{ name: string; text: string }>;

/** Lets the browser save into a folder. */
export async function savingInto(browser: Browser, folder: string): Promise<SavedBy> {
  const session: CDPSession = await browser.target().createCDPSession();
  await session.send('Browser.setDownloadBehavior', { behavior: 'allow', downloadPath: folder, eventsEnabled: true });
  return async act => {
    const begun = new Promise<{ guid: string; suggestedFilename: string }>(resolve =>
      session.once('Browser.downloadWillBegin', resolve),
    );
    const completed = new Set<string>();
    let look = () => {};
    const onProgress = ({ guid, state }: { guid: string; state: string }) => {
      if (state === 'completed') completed.add(guid);
      look();
    };
    session.on('Browser.downloadProgress', onProgress);
    await act();
    const { guid, suggestedFilename: name } = await begun;
    await new Promise<void>(resolve => {
      look = () => completed.has(guid) && resolve();
      look();
    });
    session.off('Browser.downloadProgress', onProgress);
    return { name, text: await readFile(path.join(folder, name), 'utf8') };
  };
}

/** Gives files to the panel's `Import` button, as the file chooser does. */
export async function choose(panel: Frame, ...paths: string[]): Promise<void> {
  const input = await panel.waitForSelector('input[type="file"]');
  await (input as unknown as { uploadFile(...files: string[]): Promise<void> } | null)?.uploadFile(...paths);
}
