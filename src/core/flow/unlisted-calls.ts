import type { Flow } from '../model.ts';

/** How many are kept; the newest are. */
const MOST = 20;
/** DevTools may report the last request of a call so many ms after the page was told. */
const STRAGGLING = 1000;

/**
 * Calls that are known and not listed: those that were open when the log was cleared, and those made while recording is
 * paused. What the browser asks for them is theirs: neither another call's, nor a sign of a call that nobody saw.
 */
export class UnlistedCalls {
  /** In the order of arrival. */
  readonly #ids = new Map<string, 'cleared' | 'paused'>();

  has(id: string): boolean {
    return this.#ids.has(id);
  }

  /** A call is made while recording is paused. */
  paused({ id }: Flow): void {
    this.#ids.set(id, 'paused');
  }

  /** The log is cleared: those that may still have requests stay known. `now`: epoch ms. */
  cleared(calls: readonly Flow[], now: number): void {
    for (const { id, settledAt = Infinity } of calls) if (settledAt > now - STRAGGLING) this.#ids.set(id, 'cleared');
  }

  /** Recording goes on: a call that is still open is listed after all, since all of it is known. */
  resumed(isOpen: (id: string) => boolean): void {
    for (const [id, why] of this.#ids) if (why === 'paused' && isOpen(id)) this.#ids.delete(id);
  }

  /** Those beyond what is kept. */
  surplus(): ReadonlySet<string> {
    return new Set([...this.#ids.keys()].slice(0, Math.max(this.#ids.size - MOST, 0)));
  }

  /** Forgets the calls that are none of these. */
  keep(is: (id: string) => boolean): void {
    for (const id of this.#ids.keys()) if (!is(id)) this.#ids.delete(id);
  }
}
