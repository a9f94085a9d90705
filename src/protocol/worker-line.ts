import { Backoff } from './reconnect.ts';

/** What one end of a line does with it. */
interface End {
  /** Says the first word, which the worker answers. */
  opened: () => void;
  hear: (message: unknown) => void;
  /** What was on its way is lost. */
  lost: () => void;
}

/**
 * One end of a line to the worker. Chrome stops an idle worker and the line with it; the line comes back by itself. One
 * that is made in the moment in which the worker stops may lead nowhere, and never closes (measured on Chromium 156):
 * so the worker answers the first word, and a line that stays silent is made anew.
 */
export class WorkerLine {
  readonly #name: string;
  readonly #end: End;
  readonly #backoff = new Backoff();
  #port: chrome.runtime.Port | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;

  constructor(name: string, end: End) {
    this.#name = name;
    this.#end = end;
  }

  get isOpen(): boolean {
    return this.#port !== undefined;
  }

  open(): void {
    // After a reload of the extension this script is an orphan, and says no more.
    if (this.#port || !chrome.runtime?.id) return;
    const port = chrome.runtime.connect({ name: this.#name });
    this.#port = port;
    this.#silence = setTimeout(() => {
      this.#backoff.unanswered();
      this.renew();
    }, this.#backoff.connected(performance.now()));
    port.onMessage.addListener(message => {
      clearTimeout(this.#silence);
      this.#backoff.used();
      this.#end.hear(message);
    });
    port.onDisconnect.addListener(() => {
      // The worker may stop while the line is being made. Read, so that Chrome does not report it as overlooked.
      void chrome.runtime.lastError;
      if (this.#port !== port) return;
      this.close();
      setTimeout(() => this.open(), this.#backoff.disconnected(performance.now()));
    });
    this.#end.opened();
  }

  /** Sent on the line as it is now; what is lost with it is asked for again on the next one. */
  send(message: unknown): void {
    try {
      this.#port?.postMessage(message);
    } catch {
      // The line broke a moment ago: `onDisconnect` is on its way.
    }
  }

  close(): void {
    clearTimeout(this.#silence);
    this.#port?.disconnect();
    this.#port = undefined;
    this.#end.lost();
  }

  /** Makes another line in the place of one that is open. */
  renew(): void {
    if (!this.#port) return;
    this.close();
    this.open();
  }
}
