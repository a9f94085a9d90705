import type { ObservedExchange } from '../core/flow/observed-exchange.ts';

/**
 * Tells apart the requests that are in DevTools' log when it is read, and those that are reported as they end: for a
 * moment one request may be in both, and in the log it may have no answer yet. Reports are never repeated, so that two
 * requests for one URL in one millisecond (two providers that share a well-known file) stay two.
 */
export class Overlap {
  /** The log was read: from now on there are reports alone. */
  isOver = false;
  #count = 0;
  readonly #reported = new Map<string, number>();
  readonly #recalled = new Map<string, string[]>();

  /** The id of a request that was reported: the one it got when the log was read, where it stood there. */
  reported(request: ObservedExchange): string {
    const key = keyOf(request);
    const known = this.#recalled.get(key)?.shift();
    if (known !== undefined) return known;
    if (!this.isOver) this.#reported.set(key, (this.#reported.get(key) ?? 0) + 1);
    return this.#next();
  }

  /** The id of a request in the log; `undefined` where it was reported before, with more of it known. */
  recalled(request: ObservedExchange): string | undefined {
    const key = keyOf(request);
    const before = this.#reported.get(key) ?? 0;
    if (before > 0) {
      this.#reported.set(key, before - 1);
      return undefined;
    }
    const id = this.#next();
    this.#recalled.set(key, [...(this.#recalled.get(key) ?? []), id]);
    return id;
  }

  /** The ids of requests that are under way: the same whenever they are asked for, and later the reports'. */
  underWay(requests: readonly ObservedExchange[]): string[] {
    const seen = new Map<string, number>();
    return requests.map(request => {
      const key = keyOf(request);
      const position = seen.get(key) ?? 0;
      seen.set(key, position + 1);
      const ids = this.#recalled.get(key) ?? [];
      const id = ids[position] ?? this.#next();
      if (position === ids.length) this.#recalled.set(key, [...ids, id]);
      return id;
    });
  }

  #next(): string {
    this.#count += 1;
    return `x${this.#count}`;
  }
}

const keyOf = ({ request: { method, url }, startedAt }: ObservedExchange): string => `${startedAt} ${method} ${url}`;
