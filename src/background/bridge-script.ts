import browser from 'webextension-polyfill';

/** The bridge's file in `dist/`, and the id under which it is registered. */
const FILE = 'bridge.js';
const ID = 'bridge';

const script = {
  id: ID,
  js: [FILE],
  matches: ['<all_urls>'],
  allFrames: true,
  matchOriginAsFallback: true,
  runAt: 'document_start' as const,
  persistAcrossSessions: false,
};

/** One at a time: two registrations of one id, or a registration crossing a removal, would throw. */
let queue: Promise<void> = Promise.resolve();

/** Has each new document given a bridge, or not any more, by what `wanted` says when its turn comes. */
export function keepBridge(wanted: () => Promise<boolean>): Promise<void> {
  const settle = async () => {
    const [registered, want] = await Promise.all([
      browser.scripting.getRegisteredContentScripts({ ids: [ID] }),
      wanted(),
    ]);
    if (want && registered.length === 0) await browser.scripting.registerContentScripts([script]);
    if (!want && registered.length > 0) await browser.scripting.unregisterContentScripts({ ids: [ID] });
  };
  queue = queue.then(settle, settle);
  return queue;
}

/** Gives the documents that are already there a bridge. A page that admits no extension stays without. */
export async function injectBridge(tabId: number): Promise<void> {
  try {
    await browser.scripting.executeScript({
      target: { tabId, allFrames: true },
      files: [FILE],
      injectImmediately: true,
    });
  } catch {
    // `chrome://` and store pages refuse; they have no FedCM calls either.
  }
}

/** Whether the document still stands in the tab, not counting the back/forward cache. It gets a bridge on the way. */
export async function isDocumentAlive(tabId: number, documentId: string): Promise<boolean> {
  try {
    const target = { tabId, documentIds: [documentId] } as browser.Scripting.InjectionTarget;
    await browser.scripting.executeScript({ target, files: [FILE], injectImmediately: true });
    return true;
  } catch {
    return false;
  }
}
