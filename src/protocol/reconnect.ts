/**
 * Waits between attempts to connect, in ms: doubling from FIRST to LONGEST, and from FIRST again after a link that
 * held.
 */
const FIRST = 25;
const LONGEST = 2000;
/** A link that lived this long counts as one that held, in ms; so does one on which something came. */
const HELD = 1000;
/** How long the first word may stay unanswered, in ms: as long as a busy machine may take to start the worker. */
const PATIENCE = 2000;
const MOST_PATIENCE = 30_000;

/** Decides when to connect again. Pure: the clock is told. */
export class Backoff {
  #wait = FIRST;
  #patience = PATIENCE;
  #since = 0;

  /** Ms to wait for the first answer. */
  connected(now: number): number {
    this.#since = now;
    return this.#patience;
  }

  /** No answer came: the next may take longer. */
  unanswered(): void {
    this.#patience = Math.min(this.#patience * 2, MOST_PATIENCE);
  }

  /** Something came from the other end: this link works, however soon it may be gone. */
  used(): void {
    this.#wait = FIRST;
    this.#patience = PATIENCE;
  }

  /** Ms to wait before the next attempt, now that the link is gone. */
  disconnected(now: number): number {
    if (now - this.#since >= HELD) this.#wait = FIRST;
    const wait = this.#wait;
    this.#wait = Math.min(wait * 2, LONGEST);
    return wait;
  }
}
