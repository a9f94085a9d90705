import type { Delivery, Exchange, Flow, Header } from '../model.ts';
import { createCorrelator } from './correlate.ts';
import { openWatches, type TokenWatch, watchToken } from './deliveries.ts';
import { DELIVERY_TIME } from './delivery-findings.ts';
import { Derivation } from './derivation.ts';
import { DocumentBook } from './document-book.ts';
import type { LogView, Navigation, PageState } from './log-view.ts';
import type { ObservedExchange } from './observed-exchange.ts';
import type { PageDocument, PageEvent } from './page-event.ts';
import { interrupted, newFlow, resumed, settled } from './page-flow.ts';
import { flowOfPopupCall } from './popups.ts';

/** What the log needs of the world around it. */
export interface LogHost {
  /** Epoch ms. */
  now(): number;
  /** Runs `flush` soon, after the task that asks for it. */
  soon(flush: () => void): void;
  /** Runs `work` after that many ms. */
  later(ms: number, work: () => void): void;
}

/**
 * The log of one DevTools: takes what documents and the network tell, in any order between them, and keeps flows. It is
 * the only owner of what was captured.
 */
export class FlowLog implements LogView {
  flows: readonly Flow[] = [];
  leftovers: readonly Exchange[] = [];
  pageState: PageState = 'unknown';
  recording = true;
  preserve = true;
  losses = { events: 0, flows: 0 };
  /** Where whole bodies come from; set by whoever watches the network. */
  bodies: (exchangeId: string) => Promise<string | undefined> = async () => undefined;

  readonly #tabId: number;
  readonly #host: LogHost;
  readonly #documents: DocumentBook;
  readonly #listeners = new Set<() => void>();
  readonly #correlate = createCorrelator();
  readonly #derivation = new Derivation();
  /** Flows as the pages alone tell of them, by start. */
  #calls: readonly Flow[] = [];
  #observed: readonly ObservedExchange[] = [];
  #deliveries: ReadonlyMap<string, readonly Delivery[]> = new Map();
  #scheduled = false;

  constructor(tabId: number, host: LogHost) {
    this.#tabId = tabId;
    this.#host = host;
    this.#documents = new DocumentBook(tabId);
  }

  get navigations(): readonly Navigation[] {
    return this.#documents.navigations;
  }

  /**
   * A document is there, or answers again after a silence. Returns the number of the latest event already taken from it:
   * its events are wanted from the next one on.
   */
  document(document: PageDocument, state: PageState): number {
    const now = this.#host.now();
    const { documentId, tabId, frameId } = document;
    const { isNew, navigatedFrom, last } = this.#documents.announced(document, now);
    if (!isNew) this.#replace(flow => (flow.page.documentId === documentId ? resumed(flow) : flow));
    // A frame holds one document: another in the same frame means that the earlier one went away.
    this.#interrupt(({ page }) => page.tabId === tabId && page.frameId === frameId && page.documentId !== documentId);
    if (this.#documents.isTop(documentId)) this.pageState = state;
    if (navigatedFrom !== undefined) {
      this.#interrupt(({ page }) => page.documentId === navigatedFrom);
      if (!this.preserve) this.#forgetAllBut(documentId);
    }
    this.#changed();
    return last;
  }

  /** One event of a known document. An event that was taken before is passed over; a gap in the numbers is a loss. */
  event(documentId: string, event: PageEvent): void {
    const taken = this.#documents.take(documentId, event.n);
    if (!taken) return;
    if (taken.missing > 0) this.losses = { ...this.losses, events: this.losses.events + taken.missing };
    if (event.t === 'call') this.#called(taken.document, event);
    else this.#replace(flow => (flow.id === idOf(documentId, event.call) ? this.#settled(flow, event) : flow));
    this.#changed();
  }

  #called(document: PageDocument, event: Extract<PageEvent, { t: 'call' }>): void {
    const id = idOf(document.documentId, event.call);
    if (!this.recording || this.#calls.some(flow => flow.id === id)) return;
    const flow = newFlow(id, document, event, this.#documents.reportLoss(document.documentId));
    if (!document.popup) {
      this.#insert(flow);
      return;
    }
    const { api, page, startedAt } = flow;
    const parent = flowOfPopupCall({ api, page, startedAt, openerTabId: this.#tabId }, this.#calls);
    if (parent !== undefined) this.#insert({ ...flow, parent });
  }

  #settled(flow: Flow, event: Extract<PageEvent, { t: 'settle' }>): Flow {
    const done = settled(flow, event);
    // Whether the page handed the token on can only be said once it had the time to.
    if (watchToken(done)) {
      const wait = (done.settledAt ?? 0) + DELIVERY_TIME - this.#host.now();
      this.#host.later(Math.max(wait, 0) + 1, () => this.#reconsider(flow.id));
    }
    return done;
  }

  /** An event of a document arrived that could not be read. */
  refused(): void {
    this.losses = { ...this.losses, events: this.losses.events + 1 };
    this.#changed();
  }

  /** The document no longer answers. Its open calls count as interrupted until it answers again. */
  gone(documentId: string): void {
    this.#interrupt(({ page }) => page.documentId === documentId);
    if (this.#documents.isTop(documentId)) this.pageState = 'unknown';
    this.#changed();
  }

  /** An exchange of the browser's, or the same again with more of it known. */
  exchange(observed: ObservedExchange): void {
    if (!this.recording && !this.#observed.some(({ id }) => id === observed.id)) return;
    const at = this.#observed.findLastIndex(({ id }) => id === observed.id);
    this.#observed = at < 0 ? [...this.#observed, observed] : this.#observed.with(at, observed);
    this.#changed();
  }

  /** The headers with which a document was answered. */
  documentHeaders(url: string, headers: readonly Header[]): void {
    this.#documents.answered(url, headers);
  }

  /** The tokens that the tab's requests are to be searched for now. Empty almost always. */
  watches(): TokenWatch[] {
    return openWatches(
      this.#calls.flatMap(flow => watchToken(flow) ?? []),
      this.#host.now(),
    );
  }

  /** The page handed a flow's token on. A request that is told again replaces what was told of it before. */
  delivered(flowId: string, deliveries: readonly Delivery[]): void {
    const before = this.#deliveries.get(flowId) ?? [];
    const isSame = (a: Delivery, b: Delivery) => a.startedAt === b.startedAt && a.url === b.url && a.where === b.where;
    const others = before.filter(old => !deliveries.some(delivery => isSame(old, delivery)));
    // A token kept in a cookie goes out with every request from then on; the first ones say it all.
    const kept = [...others, ...deliveries].sort((a, b) => a.startedAt - b.startedAt).slice(0, MAX_DELIVERIES);
    this.#deliveries = new Map(this.#deliveries).set(flowId, kept);
    this.#changed();
  }

  /** Lays something that became known later on top of a flow. */
  amend(flowId: string, change: (flow: Flow) => Flow): void {
    this.#replace(flow => (flow.id === flowId ? change(flow) : flow));
    this.#changed();
  }

  /** Documents with calls still open. */
  openDocuments(): string[] {
    const open = this.#calls.filter(({ outcome }) => outcome.status === 'pending');
    return [...new Set(open.flatMap(({ page }) => page.documentId ?? []))];
  }

  setRecording(on: boolean): void {
    this.recording = on;
    this.#changed();
  }

  setPreserve(on: boolean): void {
    this.preserve = on;
    this.#changed();
  }

  clear(): void {
    this.#forgetAllBut(undefined);
    this.#changed();
  }

  wholeBody(exchangeId: string): Promise<string | undefined> {
    return this.bodies(exchangeId);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #forgetAllBut(documentId: string | undefined): void {
    const keep = this.#documents.forgetAllBut(documentId);
    this.#calls = this.#calls.filter(({ page }) => documentId !== undefined && page.documentId === documentId);
    this.#observed = this.#observed.filter(({ startedAt }) => startedAt >= keep);
    this.#deliveries = new Map();
    this.losses = { events: 0, flows: 0 };
  }

  #interrupt(which: (flow: Flow) => boolean): void {
    const now = this.#host.now();
    this.#replace(flow => (flow.outcome.status === 'pending' && which(flow) ? interrupted(flow, now) : flow));
  }

  /** Keeps the flows by their start; frames have clocks of their own, so a call may arrive after a later one. */
  #insert(flow: Flow): void {
    const after = this.#calls.findLastIndex(({ startedAt }) => startedAt <= flow.startedAt);
    this.#calls = this.#calls.toSpliced(after + 1, 0, flow);
  }

  #replace(change: (flow: Flow) => Flow): void {
    const calls = this.#calls.map(change);
    if (calls.some((flow, i) => flow !== this.#calls[i])) this.#calls = calls;
  }

  #reconsider(flowId: string): void {
    this.#derivation.forget(flowId);
    this.#changed();
  }

  #changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#host.soon(() => {
      this.#scheduled = false;
      this.#derive();
      for (const listener of this.#listeners) listener();
    });
  }

  #derive(): void {
    const { exchanges, leftovers } = this.#correlate(this.#calls, this.#observed);
    this.leftovers = leftovers;
    this.flows = this.#derivation.derive(this.#calls, {
      exchanges,
      deliveries: this.#deliveries,
      documentHeaders: url => this.#documents.headersOf(url),
      now: this.#host.now(),
    });
  }
}

/** Requests kept that carried one flow's token. */
const MAX_DELIVERIES = 20;

const idOf = (documentId: string, call: number) => `${documentId}:${call}`;
