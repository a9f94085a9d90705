import type { ShelfView } from '../capture/shelf.ts';
import type { CookieReading } from '../cookies/reading.ts';
import type { SentStatus } from '../diagnosis/scene.ts';
import type { LookAtPage } from '../expectation/page-look.ts';
import type { Delivery, Exchange, Flow, Header } from '../model.ts';
import type { Verification } from '../token/verification.ts';
import type { Asking } from './asking.ts';
import { CallBook } from './call-book.ts';
import { covers } from './call-window.ts';
import { type Correlated, createCorrelator } from './correlate.ts';
import { CutOffRequests } from './cut-off.ts';
import type { TokenWatch } from './deliveries.ts';
import { DELIVERY_TIME } from './delivery-findings.ts';
import { Derivation } from './derivation.ts';
import { DocumentBook } from './document-book.ts';
import type { Keeping, LogView, Navigation, PageState } from './log-view.ts';
import type { ObservedExchange } from './observed-exchange.ts';
import type { CallEvent, PageDocument, PageEvent } from './page-event.ts';
import { headOnly, interrupted, newFlow, resumed, settled } from './page-flow.ts';
import { PopupCalls } from './popup-calls.ts';
import { QuietCalls, type Requests } from './quiet-calls.ts';
import { requestedProviders } from './requested-providers.ts';
import { KEPT_BYTES, surplus } from './retention.ts';
import { TokenNotes } from './token-notes.ts';
import { UnlistedCalls } from './unlisted-calls.ts';

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
  /** The requests that Chrome has under way for FedCM, where that can be told; set by whoever watches the network. */
  underWay: () => Promise<readonly ObservedExchange[] | undefined> = async () => undefined;
  /** Where imported files stand; set by whoever can read files. */
  shelf: ShelfView | undefined;
  /** How Chrome is asked; set by whoever may attach its debugger. */
  asking: Asking | undefined;
  /** How the identity provider's cookies are read; set by whoever may. */
  cookieReading: CookieReading | undefined;
  /** How the page is looked at; set by whoever can. */
  lookAtPage: LookAtPage | undefined;
  /** The setting of how much is kept; set by whoever keeps settings. */
  keeping: Keeping | undefined;
  readonly watchedSince: number;

  readonly #host: LogHost;
  readonly #documents: DocumentBook;
  readonly #popups: PopupCalls;
  readonly #listeners = new Set<() => void>();
  readonly #correlate = createCorrelator();
  readonly #derivation = new Derivation();
  readonly #calls = new CallBook();
  readonly #quiet: QuietCalls;
  readonly #cutOff: CutOffRequests;
  readonly #tokens = new TokenNotes();
  readonly #unlisted = new UnlistedCalls();
  #observed: readonly ObservedExchange[] = [];
  /** Flows of which only the head of their event is known. */
  readonly #foretold = new Set<string>();
  #keptBytes = KEPT_BYTES;
  #scheduled = false;

  constructor(tabId: number, host: LogHost) {
    this.#host = host;
    this.watchedSince = host.now();
    this.#documents = new DocumentBook(tabId);
    this.#popups = new PopupCalls(tabId);
    this.#quiet = new QuietCalls({
      now: () => host.now(),
      later: (ms, work) => host.later(ms, work),
      stateOf: id => this.#stateOf(id),
      underWay: () => this.underWay(),
      changed: id => this.#reconsider(id),
    });
    this.#cutOff = new CutOffRequests({
      later: (ms, work) => host.later(ms, work),
      calls: () => this.#calls.all,
      underWay: () => this.underWay(),
      take: found => this.#takeCutOff(found),
    });
  }

  get navigations(): readonly Navigation[] {
    return this.#documents.navigations;
  }

  get frames(): readonly string[] {
    return this.#documents.frames;
  }

  get hasCalled(): boolean {
    return this.#documents.hasCalled;
  }

  get sentStatuses(): readonly SentStatus[] {
    return this.#documents.sentStatuses;
  }

  headersOf(url: string): readonly Header[] | undefined {
    return this.#documents.headersOf(url);
  }

  /**
   * A document is there, or answers again after a silence. Returns the number of the latest event already taken from it:
   * its events are wanted from the next one on.
   */
  document(document: PageDocument, state: PageState): number {
    const now = this.#host.now();
    const { documentId, tabId, frameId } = document;
    const { isNew, navigatedFrom, last } = this.#documents.announced(document, now);
    if (!isNew) this.#resume(documentId);
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
    const taken = this.#documents.take(documentId, event);
    if (!taken) return;
    // Most of what a tab that was opened tells is left out; what is lost of it is no loss.
    if (!taken.document.popup) this.#lost(taken.missing);
    if (event.t === 'call') this.#called(taken.document, event);
    else this.#calls.change(idOf(documentId, event.call), flow => this.#settled(flow, event));
    this.#changed();
  }

  /** The head of an event that its document may not live to tell. It counts once the document is gone without. */
  early(documentId: string, event: PageEvent): void {
    if (event.t === 'call') this.#documents.foretold(documentId, event);
  }

  #called(document: PageDocument, event: CallEvent): void {
    const id = idOf(document.documentId, event.call);
    const known = this.#calls.get(id);
    if (known) {
      // The document was not gone after all, and tells the whole of what was known by its head.
      const { request: _, context: __, ...rest } = known;
      if (this.#foretold.delete(id)) this.#calls.change(id, () => ({ ...newFlow(id, document, event, 0), ...rest }));
      return;
    }
    const flow = newFlow(id, document, event, this.recording ? this.#documents.reportLoss(document.documentId) : 0);
    if (!this.recording) {
      if (document.popup || requestedProviders(flow).length === 0) return;
      this.#unlisted.paused(flow);
    }
    if (!document.popup || this.#popups.admit(flow)) this.#calls.add(flow);
    if (!document.popup) this.#quiet.watch(flow);
  }

  #settled(flow: Flow, event: Extract<PageEvent, { t: 'settle' }>): Flow {
    const done = settled(flow, event);
    this.#cutOff.ended(done);
    // Whether the page handed the token on can only be said once it had the time to.
    if (!this.#unlisted.has(flow.id) && this.#tokens.watch(done)) {
      const wait = (done.settledAt ?? 0) + DELIVERY_TIME - this.#host.now();
      this.#host.later(Math.max(wait, 0) + 1, () => this.#reconsider(flow.id));
    }
    return done;
  }

  /** An event of a document arrived that could not be read. */
  refused(documentId: string): void {
    if (this.#documents.isInTab(documentId)) this.#lost(1);
    this.#changed();
  }

  #lost(events: number): void {
    if (events > 0) this.losses = { ...this.losses, events: this.losses.events + events };
  }

  /** The document no longer answers. Its open calls count as interrupted until it answers again. */
  gone(documentId: string): void {
    this.#takeHeads(documentId);
    this.#interrupt(({ page }) => page.documentId === documentId);
    if (this.#documents.isTop(documentId)) this.pageState = 'unknown';
    this.#changed();
  }

  /** The document may have gone before anybody had asked it: what it foretold is all that will be known of its calls. */
  #takeHeads(documentId: string): void {
    for (const { document, head } of this.#documents.neverTaken(documentId)) {
      const id = idOf(documentId, head.call);
      if (this.#calls.get(id)) continue;
      this.#called(document, headOnly(head));
      if (this.#calls.get(id)) this.#foretold.add(id);
    }
  }

  /** An exchange of the browser's, or the same again with more of it known. */
  exchange(observed: ObservedExchange): void {
    if (!this.recording && !this.#isKnownToBeOfACall(observed)) return;
    const at = this.#observed.findLastIndex(({ id }) => id === observed.id);
    this.#observed = at < 0 ? [...this.#observed, observed] : this.#observed.with(at, observed);
    this.#changed();
  }

  /** While recording is paused, what no call can have asked for is passed over. */
  #isKnownToBeOfACall({ id, startedAt }: ObservedExchange): boolean {
    if (this.#observed.some(other => other.id === id)) return true;
    return this.#calls.all.some(flow =>
      covers({ flow, from: flow.startedAt, to: flow.settledAt ?? Infinity }, startedAt),
    );
  }

  /** What was reported meanwhile came to its end after all. */
  #takeCutOff(found: readonly ObservedExchange[]): void {
    const known = new Set(this.#observed.map(({ id }) => id));
    for (const exchange of found) if (!known.has(exchange.id)) this.exchange(exchange);
  }

  /** An answer to the page told its origin's login status, and Chrome honours it. */
  statusSent(sent: SentStatus): void {
    this.#documents.statusSent(sent);
    const after = this.#calls.all.filter(({ startedAt }) => startedAt >= sent.at);
    for (const { id } of after) this.#derivation.forget(id);
    if (after.length > 0) this.#changed();
  }

  /** The headers with which a document was answered. */
  documentHeaders(url: string, headers: readonly Header[]): void {
    this.#documents.answered(url, headers);
    // A call may be told of before DevTools tells how its document was answered.
    const calls = this.#calls.all.filter(({ page }) => this.#documents.headersOf(page.url) === headers);
    for (const { id } of calls) this.#derivation.forget(id);
    if (calls.length > 0) this.#changed();
  }

  /** The tokens that the tab's requests are to be searched for now. Empty almost always. */
  watches(): TokenWatch[] {
    return this.#tokens.watches(this.#host.now());
  }

  /** The page handed a flow's token on. A request that is told again replaces what was told of it before. */
  delivered(flowId: string, deliveries: readonly Delivery[]): void {
    this.#tokens.delivered(flowId, deliveries);
    this.#changed();
  }

  /** Lays something that became known later on top of a flow. */
  amend(flowId: string, change: (flow: Flow) => Flow): void {
    this.#calls.change(flowId, change);
    this.#changed();
  }

  noteVerification(flowId: string, verification: Verification): void {
    if (!this.#calls.get(flowId)) return;
    // A copy of the log's own: what a panel made would keep that panel alive after its reload.
    this.#tokens.verifiedAs(flowId, structuredClone(verification));
    this.#changed();
  }

  requestsOf(flow: Flow): Requests | undefined {
    return this.#quiet.requestsOf(flow);
  }

  #stateOf(flowId: string): 'quiet' | 'pending' | 'over' {
    if (this.#calls.get(flowId)?.outcome.status !== 'pending') return 'over';
    return this.flows.findLast(({ id }) => id === flowId)?.exchanges.length === 0 ? 'quiet' : 'pending';
  }

  /** Something that readers see beside the flows has changed. */
  touch(): void {
    this.#changed();
  }

  /** Documents with calls still open. */
  openDocuments(): string[] {
    const open = this.#calls.unsettled('pending');
    return [...new Set(open.flatMap(({ page }) => page.documentId ?? []))];
  }

  setRecording(on: boolean): void {
    this.recording = on;
    if (on) this.#unlisted.resumed(id => this.#calls.get(id)?.outcome.status === 'pending');
    this.#changed();
  }

  setPreserve(on: boolean): void {
    this.preserve = on;
    this.#changed();
  }

  /** How much is kept before the oldest flows are dropped; bytes, as {@link sizeOf} estimates them. */
  setKeptBytes(bytes: number): void {
    this.#keptBytes = bytes;
    this.#changed();
  }

  clear(): void {
    this.#unlisted.cleared(
      this.#calls.all.filter(flow => requestedProviders(flow).length > 0),
      this.#host.now(),
    );
    this.#forgetAllBut(undefined);
    // Whoever reads before the listeners are told finds nothing either.
    this.#derive();
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
    const isKept = ({ id, page }: Flow) =>
      documentId === undefined ? this.#unlisted.has(id) : page.documentId === documentId;
    this.#calls.keep(isKept);
    this.#observed = this.#observed.filter(({ startedAt }) => startedAt >= keep);
    this.#forgetOrphans();
    this.losses = { events: 0, flows: 0 };
  }

  #interrupt(which: (flow: Flow) => boolean): void {
    const now = this.#host.now();
    const open = this.#calls.unsettled('pending').filter(which);
    for (const { id, page } of open) {
      const heard = this.#documents.lastHeard(page.documentId);
      this.#calls.change(id, flow => interrupted(flow, now, heard));
    }
  }

  #resume(documentId: string): void {
    const cut = this.#calls.unsettled('interrupted').filter(({ page }) => page.documentId === documentId);
    for (const { id } of cut) this.#calls.change(id, resumed);
  }

  /** Drops the oldest flows for as long as there is more than what is to be kept, and unlisted ones; with their exchanges. */
  #retain(calls: readonly Flow[], { exchanges }: Correlated): boolean {
    const unlisted = this.#unlisted.surplus();
    const over = surplus({ calls, observed: this.#observed }, exchanges, this.#keptBytes);
    if (!over && unlisted.size === 0) return false;
    const flows = new Set([...unlisted, ...(over?.flows ?? [])]);
    const theirs = [...unlisted].flatMap(id => exchanges.get(id) ?? []).map(({ id }) => id);
    const gone = new Set([...theirs, ...(over?.exchanges ?? [])]);
    const listed = [...flows].filter(id => !this.#unlisted.has(id)).length;
    this.#calls.keep(({ id }) => !flows.has(id));
    this.#observed = this.#observed.filter(({ id }) => !gone.has(id));
    this.#forgetOrphans();
    this.losses = { ...this.losses, flows: this.losses.flows + listed };
    return true;
  }

  /** What is known of flows that are gone. */
  #forgetOrphans(): void {
    const isKnown = (id: string) => this.#calls.get(id) !== undefined;
    this.#popups.keep(isKnown);
    this.#unlisted.keep(isKnown);
    this.#tokens.keep(id => isKnown(id) && !this.#unlisted.has(id));
    for (const id of this.#foretold) if (!isKnown(id)) this.#foretold.delete(id);
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

  /** The calls that are flows of this tab, by start. */
  #arranged(): readonly Flow[] {
    const { calls, surplus } = this.#popups.arrange(this.#calls.all);
    if (surplus.size > 0) {
      this.#calls.keep(({ id }) => !surplus.has(id));
      this.#forgetOrphans();
    }
    return calls;
  }

  #derive(): void {
    let calls = this.#arranged();
    let correlated = this.#correlate(calls, this.#observed);
    if (this.#retain(calls, correlated)) {
      calls = this.#arranged();
      correlated = this.#correlate(calls, this.#observed);
    }
    const { exchanges, leftovers } = correlated;
    this.leftovers = leftovers;
    const flows = this.#derivation.derive(calls, {
      exchanges,
      deliveries: this.#tokens.deliveries,
      verified: this.#tokens.verified,
      documentHeaders: url => this.#documents.headersOf(url),
      sentStatuses: this.#documents.sentStatuses,
      watchedSince: this.watchedSince,
      requestsOf: flow => this.#quiet.requestsOf(flow),
      now: this.#host.now(),
    });
    this.flows = flows.filter(({ id }) => !this.#unlisted.has(id));
  }
}

const idOf = (documentId: string, call: number) => `${documentId}:${call}`;
