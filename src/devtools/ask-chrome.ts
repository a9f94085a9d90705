import { type Asking, type AskResult, mayHaveReason, type WatchResult } from '../core/flow/asking.ts';
import { wordsFor } from '../core/flow/heard.ts';
import type { FlowLog } from '../core/flow/log.ts';
import type { Flow } from '../core/model.ts';

import { ChromeListener, Refusal } from './chrome-debugger.ts';
import { keepSetting } from './setting.ts';

/** Lets the log's reader ask Chrome; nothing where the extension was installed without the `debugger` permission. */
export function offerAsking(log: FlowLog): void {
  if (!('debugger' in chrome)) return;
  const asking = new ChromeAsking(log);
  log.asking = asking;
  log.subscribe(() => asking.look());
}

class ChromeAsking implements Asking {
  always = false;
  readonly #log: FlowLog;
  readonly #setting = keepSetting(
    'askChromeAlways',
    stored => stored === true,
    on => {
      this.always = on;
      this.#log.touch();
    },
  );
  /** One attachment at a time: a second to the same tab would be refused. */
  #queue: Promise<unknown> = Promise.resolve();
  #watch: { listener: ChromeListener; tabId: number; since: number } | undefined;
  #isConcluding = false;
  #reasonsHeard = 0;
  /** Flows that were asked about, or that were there before asking began. */
  readonly #asked = new Set<string>();

  constructor(log: FlowLog) {
    this.#log = log;
    // A listener that outlived its DevTools would leave Chrome's bar up.
    addEventListener('pagehide', () => void this.#watch?.listener.detach());
    chrome.debugger.onDetach.addListener(({ tabId }) => {
      if (tabId === this.#watch?.tabId) this.#watchEnded();
    });
  }

  get watching(): boolean {
    return this.#watch !== undefined;
  }

  ask(flowId: string): Promise<AskResult> {
    const asked = this.#queue.then(() => this.#ask(flowId));
    this.#queue = asked.catch(() => undefined);
    return asked;
  }

  async #ask(flowId: string): Promise<AskResult> {
    const flow = this.#log.flows.find(({ id }) => id === flowId);
    if (flow === undefined) return { kind: 'nothing' };
    this.#asked.add(flowId);
    try {
      if (this.#watch) return await this.#read(this.#watch.listener, flowId);
      const listener = await ChromeListener.attach(tabOf(flow));
      try {
        return await this.#read(listener, flowId);
      } finally {
        await listener.detach();
      }
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refused', message: error.message };
      throw error;
    }
  }

  /** Lays what was heard on the flow. */
  async #read(listener: ChromeListener, flowId: string): Promise<AskResult> {
    const heard = await listener.heard();
    // The flow may have gone on while Chrome was asked.
    const { flows } = this.#log;
    const current = flows.find(({ id }) => id === flowId);
    const words = current && wordsFor(current, flows, heard, Date.now());
    if (words === undefined) return { kind: 'nothing' };
    const derived = new Promise<void>(resolve => {
      const stop = this.#log.subscribe(() => {
        stop();
        resolve();
      });
    });
    this.#log.amend(flowId, each => ({ ...each, chrome: words }));
    await derived;
    return { kind: 'answered', reasons: words.issues };
  }

  watchNext(): Promise<WatchResult> {
    const watched = this.#queue.then(() => this.#watchNext());
    this.#queue = watched.catch(() => undefined);
    return watched;
  }

  async #watchNext(): Promise<WatchResult> {
    if (this.#watch) return { kind: 'watching' };
    const { tabId } = chrome.devtools.inspectedWindow;
    try {
      const options = { requests: true, onReason: () => this.#hearReason() };
      this.#watch = { listener: await ChromeListener.attach(tabId, options), tabId, since: Date.now() };
    } catch (error) {
      if (error instanceof Refusal) return { kind: 'refused', message: error.message };
      throw error;
    }
    this.#log.touch();
    return { kind: 'watching' };
  }

  #hearReason(): void {
    this.#reasonsHeard += 1;
    this.look();
  }

  async stopWatching(): Promise<void> {
    await this.#watch?.listener.detach();
    this.#watchEnded();
  }

  setAlways(on: boolean): void {
    this.always = on;
    this.#setting.save(on);
    this.#log.touch();
  }

  #watchEnded(): void {
    if (!this.#watch) return;
    this.#watch = undefined;
    this.#log.touch();
  }

  /**
   * The log changed, or Chrome spoke: perhaps the call that was waited for is over, or one failed that is to be asked
   * about.
   */
  look(): void {
    const over = this.#log.flows.filter(flow => mayHaveReason(flow) && flow.outcome.status !== 'pending');
    const watched = over.find(({ startedAt }) => startedAt >= (this.#watch?.since ?? Infinity));
    if (watched) void this.#concludeWatch(watched);
    const unasked = over.filter(({ id }) => !this.#asked.has(id));
    for (const { id } of unasked) this.#asked.add(id);
    if (!this.always) return;
    for (const flow of unasked) if (flow !== watched && flow.outcome.status === 'rejected') void this.ask(flow.id);
  }

  /** Chrome gives its reason for a page that was left only later, so listening goes on until it does. */
  async #concludeWatch({ id, outcome }: Flow): Promise<void> {
    // The answer changes the log, which leads back here.
    if (this.#isConcluding) return;
    this.#isConcluding = true;
    let heard: number;
    let isTold: boolean;
    do {
      heard = this.#reasonsHeard;
      const result = await this.ask(id);
      isTold = result.kind === 'answered' && result.reasons.length > 0;
    } while (!isTold && this.#reasonsHeard > heard);
    if (isTold || outcome.status !== 'interrupted') await this.stopWatching();
    this.#isConcluding = false;
  }
}

/** Where the call was made; a frame's tab is the tab that it stands in. */
const tabOf = ({ page }: Flow): number => page.tabId ?? chrome.devtools.inspectedWindow.tabId;
