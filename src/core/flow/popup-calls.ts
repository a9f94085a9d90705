import type { Flow } from '../model.ts';
import { flowOfPopupCall, mayComeFromPopup, openersIn } from './popups.ts';
import { sizeOf } from './retention.ts';

/** Calls kept that belong to no flow yet, and bytes that they may take. */
const MOST_STRAYS = 64;
const MOST_STRAY_BYTES = 4 * 1024 * 1024;

/**
 * Which calls of a log were made in tabs that its tab opened. Pages tell in any order, so the flow that such a call
 * belongs to is looked for each time anything has changed; until it is found the call is kept aside, and shown nowhere.
 */
export class PopupCalls {
  readonly #tabId: number;
  /** In the order of arrival. */
  readonly #ids = new Set<string>();
  readonly #placed = new WeakMap<Flow, Flow>();

  /** @param tabId of the tab that is inspected */
  constructor(tabId: number) {
    this.#tabId = tabId;
  }

  /** Whether the call may ever belong to a flow; if so, it counts as made in an opened tab from now on. */
  admit({ id, api }: Flow): boolean {
    if (mayComeFromPopup(api)) this.#ids.add(id);
    return this.#ids.has(id);
  }

  /** Forgets the calls that are none of these. */
  keep(is: (id: string) => boolean): void {
    for (const id of this.#ids) if (!is(id)) this.#ids.delete(id);
  }

  /**
   * @param calls all that are kept, by start
   * @returns those of the tab and those that belong to one of them, each with its `parent`; the ids of strays beyond
   * what is kept
   */
  arrange(calls: readonly Flow[]): { calls: readonly Flow[]; surplus: ReadonlySet<string> } {
    if (this.#ids.size === 0) return { calls, surplus: new Set() };
    const openers = openersIn(
      calls.filter(({ id }) => !this.#ids.has(id)),
      this.#tabId,
    );
    const strays = new Map<string, Flow>();
    const arranged = calls.flatMap(call => {
      if (!this.#ids.has(call.id)) return [call];
      const parent = flowOfPopupCall(call, openers);
      if (parent !== undefined) return [this.#under(parent, call)];
      strays.set(call.id, call);
      return [];
    });
    return { calls: arranged, surplus: this.#surplus(strays) };
  }

  /** The same object each time, for as long as nothing changes. */
  #under(parent: string, call: Flow): Flow {
    const before = this.#placed.get(call);
    if (before?.parent === parent) return before;
    const placed = { ...call, parent };
    this.#placed.set(call, placed);
    return placed;
  }

  /** The latest to arrive are kept. */
  #surplus(strays: ReadonlyMap<string, Flow>): ReadonlySet<string> {
    const latest = [...this.#ids].reverse().flatMap(id => strays.get(id) ?? []);
    let bytes = 0;
    const over = latest.filter((stray, index) => {
      bytes += sizeOf(stray);
      return index >= MOST_STRAYS || bytes > MOST_STRAY_BYTES;
    });
    return new Set(over.map(({ id }) => id));
  }
}
