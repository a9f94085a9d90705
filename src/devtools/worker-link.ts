import browser, { type Runtime } from 'webextension-polyfill';
import {
  DEVTOOLS_PORT,
  type DevtoolsToWorker,
  parseWorkerToDevtools,
  type WorkerToDevtools,
} from '../protocol/messages.ts';
import { Backoff } from '../protocol/reconnect.ts';

/**
 * The line to the worker. Chrome stops an idle worker and the line with it; the line comes back by itself, and the first
 * word on each new one is `attach`.
 */
export class WorkerLink {
  readonly #backoff = new Backoff();
  readonly #attach: () => DevtoolsToWorker;
  readonly #hear: (message: WorkerToDevtools) => void;
  #port: Runtime.Port | undefined;

  constructor(attach: () => DevtoolsToWorker, hear: (message: WorkerToDevtools) => void) {
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

  #connect(): void {
    const port = browser.runtime.connect({ name: DEVTOOLS_PORT });
    this.#port = port;
    this.#backoff.connected(performance.now());
    port.onMessage.addListener(input => {
      this.#backoff.used();
      const message = parseWorkerToDevtools(input);
      if (message.ok) this.#hear(message.value);
    });
    port.onDisconnect.addListener(() => {
      // The worker may stop while the line is being made. Read, so that Chrome does not report it as overlooked.
      void chrome.runtime.lastError;
      this.#port = undefined;
      setTimeout(() => this.#connect(), this.#backoff.disconnected(performance.now()));
    });
    this.attach();
  }
}
