import type { Flow } from '../model.ts';

/** The flows as the pages alone tell of them: by id in one step, and all of them by start. */
export class CallBook {
  readonly #flows = new Map<string, Flow>();
  /** Ids by start. */
  #ids: string[] = [];
  #all: readonly Flow[] | undefined;
  /** Ids of those that have no outcome yet, and of those that count as cut off. */
  readonly #unsettled = { pending: new Set<string>(), interrupted: new Set<string>() };

  /** By start. The same list as before while no flow has changed. */
  get all(): readonly Flow[] {
    this.#all ??= this.#ids.flatMap(id => this.#flows.get(id) ?? []);
    return this.#all;
  }

  get(id: string): Flow | undefined {
    return this.#flows.get(id);
  }

  /** By no particular order. */
  unsettled(status: 'pending' | 'interrupted'): Flow[] {
    return [...this.#unsettled[status]].flatMap(id => this.#flows.get(id) ?? []);
  }

  /** Frames have clocks of their own, so a call may arrive after a later one. */
  add(flow: Flow): void {
    const after = this.#ids.findLastIndex(id => {
      const other = this.#flows.get(id);
      return other === undefined || !isBefore(flow, other);
    });
    this.#ids.splice(after + 1, 0, flow.id);
    this.#put(flow);
  }

  /** Puts another flow of the same id and start in a flow's place; nothing happens where there is none. */
  change(id: string, to: (flow: Flow) => Flow): void {
    const flow = this.#flows.get(id);
    const changed = flow && to(flow);
    if (changed && changed !== flow) this.#put(changed);
  }

  keep(is: (flow: Flow) => boolean): void {
    for (const flow of this.all) if (!is(flow)) this.#remove(flow.id);
    this.#ids = this.#ids.filter(id => this.#flows.has(id));
    this.#all = undefined;
  }

  #put(flow: Flow): void {
    this.#remove(flow.id);
    this.#flows.set(flow.id, flow);
    const { status } = flow.outcome;
    if (status === 'pending' || status === 'interrupted') this.#unsettled[status].add(flow.id);
    this.#all = undefined;
  }

  #remove(id: string): void {
    this.#flows.delete(id);
    this.#unsettled.pending.delete(id);
    this.#unsettled.interrupted.delete(id);
  }
}

/**
 * Of one moment, the calls of a document stay in their order; which document comes first must not be left to chance.
 */
function isBefore(a: Flow, b: Flow): boolean {
  if (a.startedAt !== b.startedAt) return a.startedAt < b.startedAt;
  return (a.page.documentId ?? '') < (b.page.documentId ?? '');
}
