/** Waits between attempts to connect, in ms: doubling from FIRST to LONGEST, and from FIRST again after a link that held. */
const FIRST = 25;
const LONGEST = 2000;
/** A link that lived this long counts as one that held, in ms; so does one on which something came. */
const HELD = 1000;

/** Decides when to connect again. Pure: the clock is told. */
export class Backoff {
  #wait = FIRST;
  #since = 0;

  connected(now: number): void {
    this.#since = now;
  }

  /** Something came from the other end: this link works, however soon it may be gone. */
  used(): void {
    this.#wait = FIRST;
  }

  /** Ms to wait before the next attempt, now that the link is gone. */
  disconnected(now: number): number {
    if (now - this.#since >= HELD) this.#wait = FIRST;
    const wait = this.#wait;
    this.#wait = Math.min(wait * 2, LONGEST);
    return wait;
  }
}
