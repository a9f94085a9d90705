/** Tells an endpoint when the relying party's page has been left, so that no timer has to guess it. */
export class Departures {
  readonly #waiting = new Map<string, (() => void)[]>();

  /** Settles when the page of this run (see `hosts.ts`) is left the next time. */
  next(run = ''): Promise<void> {
    return new Promise(resolve => {
      this.#waiting.set(run, [...(this.#waiting.get(run) ?? []), resolve]);
    });
  }

  /** Another page has taken its place. */
  note(run = ''): void {
    for (const resolve of this.#waiting.get(run) ?? []) resolve();
    this.#waiting.delete(run);
  }
}
