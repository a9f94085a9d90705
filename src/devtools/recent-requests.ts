import type { ObservedExchange } from '../core/flow/observed-exchange.ts';

/** How many requests are kept, and characters of what they sent in all: pages upload files, too. */
const MOST = 50;
const MOST_CHARS = 4 << 20;

interface Kept {
  request: ObservedExchange;
  entry: chrome.devtools.network.Request | undefined;
}

/** The latest requests of the page, for a token that is not known yet: a request may end before its token is told. */
export class RecentRequests {
  #kept: Kept[] = [];
  #chars = 0;

  add(kept: Kept): void {
    this.#kept.push(kept);
    this.#chars += sizeOf(kept);
    while (this.#kept.length > MOST || this.#chars > MOST_CHARS) {
      const oldest = this.#kept.shift();
      if (!oldest) return;
      this.#chars -= sizeOf(oldest);
    }
  }

  get size(): number {
    return this.#kept.length;
  }

  /** Hands all of them out, oldest first, and forgets them. */
  take(): Kept[] {
    const kept = this.#kept;
    this.#kept = [];
    this.#chars = 0;
    return kept;
  }
}

const sizeOf = ({ request: { request } }: Kept): number => request.url.length + (request.body?.length ?? 0);
