import type { Exchange } from '../../src/core/model.ts';

interface NetworkPanel {
  show(options?: { filter: string }): Promise<void>;
}

/** `chrome.devtools.panels.network`, which Chrome has since version 139. */
function networkPanel(): NetworkPanel | undefined {
  const devtools: unknown = globalThis.chrome?.devtools ?? Reflect.get(globalThis.parent ?? {}, 'chrome');
  const panels = read(devtools, 'panels');
  const network = read(panels, 'network');
  return isNetworkPanel(network) ? network : undefined;
}

const read = (value: unknown, key: string): unknown =>
  typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined;

const isNetworkPanel = (value: unknown): value is NetworkPanel => typeof read(value, 'show') === 'function';

/** Not outside of DevTools, and not for flows of a file. */
export const canShowInNetwork = (): boolean => networkPanel() !== undefined;

/** Shows the Network panel with this request and its repetitions. */
export function showInNetwork({ request: { url, method } }: Exchange): void {
  void networkPanel()
    ?.show({ filter: networkFilter(url, method) })
    .catch(() => undefined);
}

/**
 * The Network panel's own filter language: words joined by a blank must all hold; a blank in a URL would end the word.
 */
export function networkFilter(url: string, method: string): string {
  const address = URL.canParse(url) ? new URL(url) : undefined;
  const words =
    address === undefined ? [url] : [`domain:${address.hostname}`, `url:${address.origin}${address.pathname}`];
  return [...words, `method:${method}`].join(' ');
}
