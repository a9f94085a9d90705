import type { Flow } from '../model.ts';
import type { LogView, Navigation, PageState } from './log-view.ts';
import type { PageDocument, PageEvent } from './page-event.ts';

/** What the log knows of a document while it keeps anything of it. */
interface DocumentEntry {
  document: PageDocument;
  /** The latest event taken from it, or left out on purpose. */
  last: number;
  /** Events that never arrived and were not yet reported with a call. */
  lost: number;
}

/** Runs `flush` soon, after the task that asks for it. */
export type Schedule = (flush: () => void) => void;

/**
 * The log of one DevTools: takes what documents tell, in any order between documents and in order within each, and keeps
 * flows. It is the only owner of what was captured. It has no clock; times come with what it is told.
 */
export class FlowLog implements LogView {
  flows: readonly Flow[] = [];
  navigations: readonly Navigation[] = [];
  pageState: PageState = 'unknown';
  recording = true;
  preserve = true;
  losses = { events: 0, flows: 0 };

  readonly #tabId: number;
  readonly #schedule: Schedule;
  readonly #documents = new Map<string, DocumentEntry>();
  readonly #listeners = new Set<() => void>();
  #topDocument: string | undefined;
  #scheduled = false;

  constructor(tabId: number, schedule: Schedule) {
    this.#tabId = tabId;
    this.#schedule = schedule;
  }

  /**
   * A document is there, or answers again after a silence. Returns the number of the latest event already taken from it:
   * its events are wanted from the next one on.
   */
  document(document: PageDocument, state: PageState, now: number): number {
    const { documentId } = document;
    const known = this.#documents.get(documentId);
    const entry = known ?? { document, last: 0, lost: 0 };
    if (!known) this.#documents.set(documentId, entry);
    else this.#replace(flow => (isInterrupted(flow) && flow.page.documentId === documentId ? resumed(flow) : flow));
    if (document.frameId === 0 && document.tabId === this.#tabId) {
      if (this.#topDocument !== documentId) this.#navigated(document, known ? now : document.timeOrigin, now);
      this.pageState = state;
    }
    this.#interruptPredecessors(document, now);
    this.#changed();
    return entry.last;
  }

  /** One event of a known document. An event that was taken before is passed over; a gap in the numbers is a loss. */
  event(documentId: string, event: PageEvent): void {
    const entry = this.#documents.get(documentId);
    if (!entry || event.n <= entry.last) return;
    const missing = event.n - entry.last - 1;
    entry.last = event.n;
    if (missing > 0) {
      entry.lost += missing;
      this.losses = { ...this.losses, events: this.losses.events + missing };
    }
    const id = `${documentId}:${event.call}`;
    if (event.t === 'call') {
      if (!this.recording || this.flows.some(flow => flow.id === id)) return;
      const lost = entry.lost > 0 ? { lost: entry.lost } : {};
      entry.lost = 0;
      const { api, at: startedAt, url, request, options, context, cut } = event;
      const { origin, topOrigin, tabId, frameId } = entry.document;
      this.#insert({
        id,
        api,
        page: { url: url || entry.document.url, origin, topOrigin, tabId, frameId, documentId },
        startedAt,
        request,
        ...(options === undefined ? {} : { options }),
        context,
        outcome: { status: 'pending' },
        exchanges: [],
        phases: [],
        findings: [],
        deliveries: [],
        ...lost,
        ...(cut.length > 0 ? { cut } : {}),
      });
    } else {
      this.#replace(flow => (flow.id === id ? settled(flow, event) : flow));
    }
    this.#changed();
  }

  /** An event of the document arrived that could not be read. */
  refused(): void {
    this.losses = { ...this.losses, events: this.losses.events + 1 };
    this.#changed();
  }

  /** The document no longer answers. Its open calls count as interrupted until it answers again. */
  gone(documentId: string, now: number): void {
    this.#interrupt(flow => flow.page.documentId === documentId, now);
    if (documentId === this.#topDocument) this.pageState = 'unknown';
    this.#changed();
  }

  /** Documents with calls still open. */
  openDocuments(): string[] {
    const open = this.flows.filter(({ outcome }) => outcome.status === 'pending');
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
    this.flows = [];
    this.navigations = this.navigations.slice(-1);
    this.losses = { events: 0, flows: 0 };
    this.#changed();
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** The tab shows another document. Without *Preserve log*, what earlier documents did is dropped. */
  #navigated({ documentId, url, origin }: PageDocument, at: number, now: number): void {
    const before = this.#topDocument;
    this.#topDocument = documentId;
    if (before !== undefined) this.#interrupt(flow => flow.page.documentId === before, now);
    const navigation = { documentId, url, origin, at };
    if (this.preserve || before === undefined) {
      this.navigations = [...this.navigations, navigation];
      return;
    }
    this.navigations = [navigation];
    this.flows = this.flows.filter(flow => flow.page.documentId === documentId);
    this.losses = { events: 0, flows: 0 };
  }

  /** A frame holds one document: another in the same frame means that the earlier one went away. */
  #interruptPredecessors({ documentId, tabId, frameId }: PageDocument, now: number): void {
    this.#interrupt(
      ({ page }) => page.tabId === tabId && page.frameId === frameId && page.documentId !== documentId,
      now,
    );
  }

  #interrupt(which: (flow: Flow) => boolean, now: number): void {
    this.#replace(flow =>
      flow.outcome.status === 'pending' && which(flow)
        ? { ...flow, settledAt: Math.max(now, flow.startedAt), outcome: { status: 'interrupted' } }
        : flow,
    );
  }

  /** Keeps the flows by their start; frames have clocks of their own, so a call may arrive after a later one. */
  #insert(flow: Flow): void {
    let at = this.flows.length;
    while (at > 0 && (this.flows[at - 1]?.startedAt ?? 0) > flow.startedAt) at--;
    this.flows = this.flows.toSpliced(at, 0, flow);
  }

  #replace(change: (flow: Flow) => Flow): void {
    let changed = false;
    const flows = this.flows.map(flow => {
      const next = change(flow);
      changed ||= next !== flow;
      return next;
    });
    if (changed) this.flows = flows;
  }

  #changed(): void {
    if (this.#scheduled) return;
    this.#scheduled = true;
    this.#schedule(() => {
      this.#scheduled = false;
      for (const listener of this.#listeners) listener();
    });
  }
}

const isInterrupted = ({ outcome }: Flow): boolean => outcome.status === 'interrupted';

function resumed({ settledAt: _, ...flow }: Flow): Flow {
  return { ...flow, outcome: { status: 'pending' } };
}

function settled(flow: Flow, { at, outcome, cut }: Extract<PageEvent, { t: 'settle' }>): Flow {
  const cuts = [...(flow.cut ?? []), ...cut];
  return { ...flow, settledAt: at, outcome, ...(cuts.length > 0 ? { cut: cuts } : {}) };
}
