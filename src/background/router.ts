import browser, { type Runtime } from 'webextension-polyfill';
import type { PageDocument } from '../core/flow/page-event.ts';
import {
  BRIDGE_PORT,
  type BridgeToWorker,
  DEVTOOLS_PORT,
  type DevtoolsToWorker,
  parseBridgeToWorker,
  parseDevtoolsToWorker,
  type WorkerToBridge,
  type WorkerToDevtools,
} from '../protocol/messages.ts';
import { injectBridge, isDocumentAlive, keepBridge } from './bridge-script.ts';
import { readFrames } from './frame-reading.ts';

/** What the browser itself says of a bridge's document. */
interface BridgeLink {
  port: Runtime.Port;
  documentId: string;
  tabId: number;
  frameId: number;
  origin: string;
  topOrigin: string;
  openerTabId: number | undefined;
  announced?: Extract<BridgeToWorker, { t: 'document' }>;
}

const DEVTOOLS_PAGE = browser.runtime.getURL('devtools/devtools.html');

/** `sender` as Chrome fills it in; the polyfill's types lack the newer members. */
type ChromeSender = Runtime.MessageSender & { documentId?: string; origin?: string };

/**
 * Passes messages between bridges and DevTools, and owns nothing: Chrome may stop the worker at any moment. Both sides
 * then connect again, the bridges announce their documents, and the readers ask on from where they were.
 */
export class Router {
  readonly #bridges = new Set<BridgeLink>();
  /** By the tab that each inspects. */
  readonly #readers = new Map<number, Runtime.Port>();

  connect(port: Runtime.Port): void {
    const isOurs = port.sender?.id === browser.runtime.id;
    if (isOurs && port.name === BRIDGE_PORT) this.#connectBridge(port);
    else if (isOurs && port.name === DEVTOOLS_PORT) this.#connectDevtools(port);
    else port.disconnect();
  }

  #connectBridge(port: Runtime.Port): void {
    const { tab, frameId, documentId, origin } = port.sender as ChromeSender;
    if (tab?.id === undefined || frameId === undefined || documentId === undefined) {
      port.disconnect();
      return;
    }
    const link: BridgeLink = {
      port,
      documentId,
      tabId: tab.id,
      frameId,
      origin: origin ?? 'null',
      topOrigin: originOf(tab.url) ?? origin ?? 'null',
      openerTabId: tab.openerTabId,
    };
    this.#bridges.add(link);
    port.onMessage.addListener(input => {
      const message = parseBridgeToWorker(input);
      if (message.ok) this.#fromBridge(link, message.value);
    });
    port.onDisconnect.addListener(() => {
      // A page in the back/forward cache leaves an error here; unread, Chrome would report it.
      void chrome.runtime.lastError;
      this.#bridges.delete(link);
      for (const reader of this.#readersOf(link)) post<WorkerToDevtools>(reader, { t: 'gone', documentId });
    });
  }

  #fromBridge(link: BridgeLink, message: BridgeToWorker): void {
    switch (message.t) {
      case 'document':
        link.announced = message;
        post<WorkerToBridge>(link.port, { t: 'met' });
        this.#announce(link, this.#readersOf(link));
        return;
      case 'event': {
        const reader = this.#readers.get(message.reader);
        if (!reader || !this.#readersOf(link).includes(reader)) return;
        post<WorkerToDevtools>(reader, { t: 'event', documentId: link.documentId, text: message.text });
        return;
      }
      case 'early':
        for (const reader of this.#readersOf(link)) {
          post<WorkerToDevtools>(reader, { t: 'early', documentId: link.documentId, text: message.text });
        }
    }
  }

  #announce(link: BridgeLink, readers: readonly Runtime.Port[]): void {
    const { announced, documentId, tabId, frameId, origin, topOrigin } = link;
    if (!announced) return;
    const { state, last, url, timeOrigin } = announced;
    for (const reader of readers) {
      const popup = this.#readers.get(tabId) !== reader;
      const document: PageDocument = { documentId, tabId, frameId, url, origin, topOrigin, timeOrigin, popup };
      post<WorkerToDevtools>(reader, { t: 'document', document, state, last });
    }
    if (readers.length === 0) void this.#dismiss([link]);
  }

  /** Who inspects the document's tab, or the tab that opened it. */
  #readersOf(link: BridgeLink): Runtime.Port[] {
    const tabs = [link.tabId, ...(link.openerTabId === undefined ? [] : [link.openerTabId])];
    return tabs.flatMap(tab => this.#readers.get(tab) ?? []);
  }

  #connectDevtools(port: Runtime.Port): void {
    if (port.sender?.url !== DEVTOOLS_PAGE) {
      port.disconnect();
      return;
    }
    let reader: number | undefined;
    const hear = (input: unknown) => {
      const message = parseDevtoolsToWorker(input);
      if (!message.ok) return;
      if (message.value.t === 'attach') {
        reader = message.value.tabId;
        this.#readers.set(reader, port);
        post<WorkerToDevtools>(port, { t: 'attached' });
        void this.#attach(port, reader, message.value.documents);
      } else if (reader !== undefined) {
        this.#fromDevtools(reader, message.value);
      }
    };
    // Chrome hands the user's activation on with a message, and with what its listener does: after a click in DevTools
    // the page would count as clicked. A turn later it is not handed on (measured on Chromium 156).
    port.onMessage.addListener(input => void Promise.resolve(input).then(hear));
    port.onDisconnect.addListener(() => {
      if (reader === undefined || this.#readers.get(reader) !== port) return;
      this.#readers.delete(reader);
      for (const link of this.#bridges) post<WorkerToBridge>(link.port, { t: 'drop', reader });
      void this.settle();
    });
  }

  async #attach(port: Runtime.Port, tabId: number, open: readonly string[]): Promise<void> {
    for (const link of this.#bridges) if (this.#readersOf(link).includes(port)) this.#announce(link, [port]);
    await this.settle();
    const popups = (await browser.tabs.query({})).filter(tab => tab.openerTabId === tabId);
    await Promise.all([tabId, ...popups.map(tab => tab.id ?? tabId)].map(injectBridge));
    for (const documentId of open) {
      if (!(await isDocumentAlive(tabId, documentId))) post<WorkerToDevtools>(port, { t: 'gone', documentId });
    }
  }

  #fromDevtools(reader: number, message: Exclude<DevtoolsToWorker, { t: 'attach' }>): void {
    const port = this.#readers.get(reader);
    if (message.t === 'look') {
      void readFrames(reader, message.want).then(
        frames => port && post<WorkerToDevtools>(port, { t: 'frames', id: message.id, frames }),
      );
      return;
    }
    for (const link of this.#bridges) {
      if (link.documentId !== message.documentId || !port || !this.#readersOf(link).includes(port)) continue;
      if (message.t === 'read') post<WorkerToBridge>(link.port, { t: 'read', reader, after: message.after });
      else post<WorkerToBridge>(link.port, { t: 'ack', reader, n: message.n });
    }
  }

  /** Has the bridge in new documents while some DevTools is open, and lets go of the documents that nobody inspects. */
  async settle(): Promise<void> {
    await keepBridge(async () => this.#readers.size > 0 || (await openDevtools()) > 0);
    await this.#dismiss(this.#bridges);
  }

  /**
   * Puts the bridges without a reader to sleep, once every DevTools that is open has attached: after a stop they and
   * the bridges connect again in any order, and one that is still on its way may be any bridge's reader.
   */
  async #dismiss(links: Iterable<BridgeLink>): Promise<void> {
    if ((await openDevtools()) > this.#readers.size) return;
    for (const link of links) if (this.#readersOf(link).length === 0) post<WorkerToBridge>(link.port, { t: 'sleep' });
  }
}

/** How many DevTools there are, each with a devtools page of ours. */
async function openDevtools(): Promise<number> {
  const contexts = await chrome.runtime.getContexts({ contextTypes: ['DEVELOPER_TOOLS'] });
  return contexts.filter(({ documentUrl }) => documentUrl === DEVTOOLS_PAGE).length;
}

function originOf(url: string | undefined): string | undefined {
  try {
    return url === undefined ? undefined : new URL(url).origin;
  } catch {
    return;
  }
}

/** A port may have closed a moment ago; its own `onDisconnect` says so. */
function post<Message>(port: Runtime.Port, message: Message): void {
  try {
    port.postMessage(message);
  } catch {}
}
