import browser, { type Runtime } from 'webextension-polyfill';
import type { FrameReading } from '../protocol/frame-reading.ts';
import {
  DEVTOOLS_PORT,
  type DevtoolsToWorker,
  parseWorkerToDevtools,
  type WorkerToDevtools,
} from '../protocol/messages.ts';
import { Backoff } from '../protocol/reconnect.ts';

/** What the worker says by itself. */
export type Announcement = Exclude<WorkerToDevtools, { t: 'frames' }>;

/**
 * The line to the worker. Chrome stops an idle worker and the line with it; the line comes back by itself, and the first
 * word on each new one is `attach`.
 */
export class WorkerLink {
  readonly #backoff = new Backoff();
  readonly #attach: () => DevtoolsToWorker;
  readonly #hear: (message: Announcement) => void;
  #port: Runtime.Port | undefined;
  /** Who waits for what the tab's documents say, by the id of the question. */
  readonly #looking = new Map<number, (frames: FrameReading[]) => void>();
  #looks = 0;

  constructor(attach: () => DevtoolsToWorker, hear: (message: Announcement) => void) {
    this.#attach = attach;
    this.#hear = hear;
    this.#connect();
  }

  /** Has the worker look again for the documents that are there. */
  attach(): void {
    this.send(this.#attach());
  }

  /** Sent on the line as it is now; what is lost with it is asked for again on the next one. */
  send(message: DevtoolsToWorker): void {
    try {
      this.#port?.postMessage(message);
    } catch {
      // The line broke a moment ago: `onDisconnect` is on its way.
    }
  }

  /** What the documents of the tab say of themselves; empty where none can be asked. */
  look(): Promise<FrameReading[]> {
    const id = this.#looks++;
    return new Promise(resolve => {
      this.#looking.set(id, resolve);
      if (this.#port) this.send({ t: 'look', id });
      else this.#seen(id, []);
    });
  }

  #seen(id: number, frames: FrameReading[]): void {
    this.#looking.get(id)?.(frames);
    this.#looking.delete(id);
  }

  #connect(): void {
    // The extension was loaded anew: this page is an orphan, and about to be closed.
    if (!chrome.runtime?.id) return;
    const port = browser.runtime.connect({ name: DEVTOOLS_PORT });
    this.#port = port;
    this.#backoff.connected(performance.now());
    port.onMessage.addListener(input => {
      this.#backoff.used();
      const message = parseWorkerToDevtools(input);
      if (!message.ok) return;
      if (message.value.t === 'frames') this.#seen(message.value.id, message.value.frames);
      else this.#hear(message.value);
    });
    port.onDisconnect.addListener(() => {
      // The worker may stop while the line is being made. Read, so that Chrome does not report it as overlooked.
      void chrome.runtime.lastError;
      this.#port = undefined;
      for (const id of this.#looking.keys()) this.#seen(id, []);
      setTimeout(() => this.#connect(), this.#backoff.disconnected(performance.now()));
    });
    this.attach();
  }
}
