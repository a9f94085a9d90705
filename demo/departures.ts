/** Tells an endpoint when the relying party's page has been left, so that no timer has to guess it. */
export class Departures {
  readonly #waiting = new Map<string, (() => void)[]>();
  readonly #asked = new Map<string, (() => void)[]>();

  /** Settles when the page of this run (see `hosts.ts`) is left the next time. */
  next(run = ''): Promise<void> {
    return new Promise(resolve => {
      this.#waiting.set(run, [...(this.#waiting.get(run) ?? []), resolve]);
      for (const tell of this.#asked.get(run) ?? []) tell();
      this.#asked.delete(run);
    });
  }

  /** Settles once an endpoint waits for the page of this run to be left. */
  async awaited(run = ''): Promise<void> {
    if (this.#waiting.has(run)) return;
    await new Promise<void>(resolve => this.#asked.set(run, [...(this.#asked.get(run) ?? []), resolve]));
  }

  /** Another page has taken its place. */
  note(run = ''): void {
    for (const resolve of this.#waiting.get(run) ?? []) resolve();
    this.#waiting.delete(run);
  }
}
