import type { Header } from '../model.ts';
import type { Navigation } from './log-view.ts';
import type { PageDocument } from './page-event.ts';

interface Entry {
  document: PageDocument;
  /** The latest event taken from it. */
  last: number;
  /** Events that never arrived, and that no call has been marked with yet. */
  lost: number;
}

/** Response headers are kept for this many documents. */
const MAX_ANSWERS = 100;

/** What is known of the documents: which events were taken from each, and which of them the tab shows. */
export class DocumentBook {
  navigations: readonly Navigation[] = [];
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
    const entry = known ?? { document, last: 0, lost: 0 };
    if (!known) this.#entries.set(documentId, entry);
    const { last } = entry;
    if (document.tabId !== this.#tabId || document.frameId !== 0 || this.#top === documentId) {
      return { isNew: !known, last };
    }
    const before = this.#top;
    this.#top = documentId;
    this.navigations = [...this.navigations, { documentId, url, origin, at: known ? now : timeOrigin }];
    return { isNew: !known, last, ...(before === undefined ? {} : { navigatedFrom: before }) };
  }

  isTop(documentId: string): boolean {
    return this.#top === documentId;
  }

  /** Takes an event's number: nothing for a document never announced, and for an event taken before. */
  take(documentId: string, n: number): { document: PageDocument; missing: number } | undefined {
    const entry = this.#entries.get(documentId);
    if (!entry || n <= entry.last) return;
    const missing = n - entry.last - 1;
    entry.last = n;
    entry.lost += missing;
    return { document: entry.document, missing };
  }

  /** Events lost since the last call that was marked with its loss. */
  reportLoss(documentId: string): number {
    const entry = this.#entries.get(documentId);
    if (!entry) return 0;
    const { lost } = entry;
    entry.lost = 0;
    return lost;
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
