import type { SentStatus } from '../diagnosis/scene.ts';
import type { Api, Flow, Header } from '../model.ts';
import type { Navigation } from './log-view.ts';
import type { CallEvent, PageDocument, PageEvent } from './page-event.ts';

interface Entry {
  document: PageDocument;
  /** The latest event taken from it, and its time in epoch ms. */
  last: number;
  heardAt: number;
  /** Events that never arrived, and that no call has been marked with yet. */
  lost: number;
  /** Heads of calls that were told of before they were asked for. */
  early: CallEvent[];
  /** It called an identity provider. */
  hasCalled: boolean;
}

const ASKING: readonly Api[] = ['credentials.get', 'IdentityCredential.disconnect', 'IdentityProvider.getUserInfo'];

/** Response headers are kept for this many documents, and this many login statuses. */
const MAX_ANSWERS = 100;

/** Heads kept of one document. */
const EARLY_EVENTS = 16;

/** Documents of which it is known which events were taken. */
const MAX_DOCUMENTS = 10_000;

/** What is known of the documents: which events were taken from each, and which of them the tab shows. */
export class DocumentBook {
  navigations: readonly Navigation[] = [];
  /** Login statuses that Chrome was sent and honours, oldest first. */
  sentStatuses: readonly SentStatus[] = [];
  readonly #tabId: number;
  readonly #entries = new Map<string, Entry>();
  readonly #answers = new Map<string, readonly Header[]>();
  #top: string | undefined;

  constructor(tabId: number) {
    this.#tabId = tabId;
  }

  /** A document is there or is back. `navigatedFrom`: the document that the tab showed until now, where that changed. */
  announced(document: PageDocument, now: number): { isNew: boolean; navigatedFrom?: string; last: number } {
    const { documentId, url, origin, timeOrigin } = document;
    const known = this.#entries.get(documentId);
    const entry = known ?? { document, last: 0, heardAt: 0, lost: 0, early: [], hasCalled: false };
    // A prerendered page is another frame once it is shown.
    entry.document = document;
    if (!known) this.#enter(documentId, entry);
    const { last } = entry;
    if (document.tabId !== this.#tabId || document.frameId !== 0 || this.#top === documentId) {
      return { isNew: !known, last };
    }
    const before = this.#top;
    this.#top = documentId;
    this.navigations = [...this.navigations, { documentId, url, origin, at: known ? now : timeOrigin }];
    return { isNew: !known, last, ...(before === undefined ? {} : { navigatedFrom: before }) };
  }

  /** Origins of the documents in frames of the page shown now; of each frame the latest. */
  get frames(): string[] {
    const inside = this.#inside().map(({ document: { frameId, origin } }) => [frameId, origin] as const);
    return [...new Map(inside).values()];
  }

  /** Whether the page shown now, or a frame in it, has called an identity provider. */
  get hasCalled(): boolean {
    const top = this.#entries.get(this.#top ?? '');
    return top?.hasCalled === true || this.#inside().some(({ hasCalled }) => hasCalled);
  }

  /** The documents in frames of the page shown now. */
  #inside(): Entry[] {
    const top = this.#entries.get(this.#top ?? '')?.document;
    if (top === undefined) return [];
    return [...this.#entries.values()].filter(({ document: { tabId, frameId, popup, timeOrigin } }) => {
      return tabId === this.#tabId && frameId !== 0 && !popup && timeOrigin >= top.timeOrigin;
    });
  }

  /** A page may make frames without end; the oldest documents are forgotten first. */
  #enter(documentId: string, entry: Entry): void {
    this.#entries.set(documentId, entry);
    if (this.#entries.size <= MAX_DOCUMENTS) return;
    const [first, second] = this.#entries.keys();
    this.#entries.delete((first === this.#top ? second : first) ?? '');
  }

  isTop(documentId: string): boolean {
    return this.#top === documentId;
  }

  /** Whether the document stands in the tab itself, and not in one that it opened. */
  isInTab(documentId: string): boolean {
    return this.#entries.get(documentId)?.document.popup === false;
  }

  /** Takes an event's number: nothing for a document never announced, and for an event taken before. */
  take(documentId: string, event: PageEvent): { document: PageDocument; missing: number } | undefined {
    const { n, at } = event;
    const entry = this.#entries.get(documentId);
    if (!entry || n <= entry.last) return;
    const missing = n - entry.last - 1;
    entry.last = n;
    entry.heardAt = at;
    entry.lost += missing;
    if (event.t === 'call' && ASKING.includes(event.api)) entry.hasCalled = true;
    return { document: entry.document, missing };
  }

  /** The head of a call, ahead of its event. */
  foretold(documentId: string, head: CallEvent): void {
    const entry = this.#entries.get(documentId);
    if (entry && entry.early.length < EARLY_EVENTS) entry.early.push(head);
  }

  /** The calls that were told of in advance alone, now that their document is gone. */
  neverTaken(documentId: string): { document: PageDocument; head: CallEvent }[] {
    const entry = this.#entries.get(documentId);
    if (!entry) return [];
    const { document, early, last } = entry;
    return early.filter(({ n }) => n > last).map(head => ({ document, head }));
  }

  /** The last event that came from the document; nothing where none did. */
  lastHeard(documentId: string | undefined): Flow['lastHeard'] {
    const entry = documentId === undefined ? undefined : this.#entries.get(documentId);
    return entry && entry.last > 0 ? { event: entry.last, at: entry.heardAt } : undefined;
  }

  /** Events lost since the last call that was marked with its loss. */
  reportLoss(documentId: string): number {
    const entry = this.#entries.get(documentId);
    if (!entry) return 0;
    const { lost } = entry;
    entry.lost = 0;
    return lost;
  }

  statusSent(sent: SentStatus): void {
    this.sentStatuses = [...this.sentStatuses, sent].slice(-MAX_ANSWERS);
  }

  answered(url: string, headers: readonly Header[]): void {
    this.#answers.delete(url);
    this.#answers.set(url, headers);
    const [oldest] = this.#answers.keys();
    if (this.#answers.size > MAX_ANSWERS && oldest !== undefined) this.#answers.delete(oldest);
  }

  headersOf(url: string): readonly Header[] | undefined {
    return this.#answers.get(url) ?? this.#answers.get(url.split('#')[0] ?? url);
  }

  /**
   * Drops the navigations before the document shown now. What was taken from each document stays known, so that old
   * events do not come back. Returns when that document began, epoch ms; Infinity where nothing is to be kept.
   */
  forgetAllBut(documentId: string | undefined): number {
    this.navigations = this.navigations.slice(-1);
    const kept = documentId === undefined ? undefined : this.#entries.get(documentId);
    return kept?.document.timeOrigin ?? Infinity;
  }
}
