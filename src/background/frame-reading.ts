import { COOLDOWN_COOKIES } from '../core/expectation/wrapper-libraries.ts';
import type { FrameReading } from '../protocol/frame-reading.ts';

const MAX_SCRIPTS = 500;
const MAX_TEXT = 2048;

/**
 * Reads each document of the tab from the extension's own world, of which the page sees nothing. Empty for a page of
 * the browser's own, and for one that was left at this moment. For the `policy` scripts and cookies stay unread.
 *
 * The worker does it, since from a page of ours Chrome would hand the user's activation on to the document.
 */
export async function readFrames(tabId: number, want: 'page' | 'policy'): Promise<FrameReading[]> {
  try {
    const results = await chrome.scripting.executeScript({
      target: { tabId, allFrames: true },
      func: readDocument,
      args: [want === 'page' ? [...COOLDOWN_COOKIES] : [], want === 'page' ? MAX_SCRIPTS : 0, MAX_TEXT],
      injectImmediately: true,
    });
    return results.flatMap(({ documentId, frameId, result }) => (result ? [{ documentId, frameId, ...result }] : []));
  } catch {
    return [];
  }
}

/**
 * Runs in the document: it sees nothing but its arguments. Named elements cover a document's own members, not its
 * prototype's.
 */
function readDocument(
  names: string[],
  maxScripts: number,
  maxText: number,
): Omit<FrameReading, 'documentId' | 'frameId'> {
  const read = (name: string): unknown =>
    Object.getOwnPropertyDescriptor(Document.prototype, name)?.get?.call(document);
  // Chromium's alone, so TypeScript does not know it.
  const policy = read('featurePolicy') as { allowsFeature(name: string): boolean } | undefined;
  const cookies: Record<string, string> = {};
  try {
    // What a library keeps counts on its own page: cookies of frames are nobody's business here.
    const own = names.length > 0 && self === top ? String(read('cookie')) : '';
    for (const pair of own.split('; ')) {
      const at = pair.indexOf('=');
      const name = pair.slice(0, at);
      if (names.includes(name)) cookies[name] = pair.slice(at + 1, at + 1 + maxText);
    }
  } catch {
    // A sandboxed document has no cookies.
  }
  const elements = maxScripts > 0 ? [...Document.prototype.querySelectorAll.call(document, 'script')] : [];
  const scripts = elements
    .map(script => (script instanceof HTMLScriptElement ? script.src.slice(0, maxText) : ''))
    .filter(src => /^https?:/.test(src));
  return {
    url: location.href.replace(/#.*$/s, '').slice(0, maxText),
    origin: self.origin,
    ancestors: [...location.ancestorOrigins],
    ...(policy && { allowsFedCM: policy.allowsFeature('identity-credentials-get') }),
    scripts: scripts.slice(0, maxScripts),
    cookies,
  };
}
