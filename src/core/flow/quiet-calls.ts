import type { Flow } from '../model.ts';

/**
 * What is known of the requests of a call for which none has ended: Chrome has `none` under way either, or the call is
 * older than DevTools, so that they went by `unseen`.
 */
export type Requests = 'none' | 'unseen';

/** A call is looked at after so many ms, and for as long as it is quiet again after twice the time. */
const FIRST_LOOK = 1500;

type Call = Pick<Flow, 'id' | 'api' | 'startedAt'>;

interface Calls {
  /** Epoch ms. */
  now(): number;
  later(ms: number, work: () => void): void;
  /** The call is pending, and no request of its has ended. */
  isQuiet(id: string): boolean;
  /** Chrome has a request for FedCM under way. */
  isUnderWay(): Promise<boolean>;
  changed(id: string): void;
}

/**
 * Finds calls for which Chrome asks nobody: DevTools reports a request once it has ended, and where none is under way
 * either, Chrome has decided without one and holds its rejection back.
 */
export class QuietCalls {
  readonly #calls: Calls;
  readonly #since: number;
  readonly #without = new Set<string>();

  constructor(calls: Calls) {
    this.#calls = calls;
    this.#since = calls.now();
  }

  requestsOf({ id, startedAt }: Call): Requests | undefined {
    if (startedAt < this.#since) return 'unseen';
    return this.#without.has(id) ? 'none' : undefined;
  }

  watch({ id, api, startedAt }: Call): void {
    if (api === 'credentials.get' && startedAt >= this.#since) this.#lookAfter(FIRST_LOOK, id);
  }

  #lookAfter(ms: number, id: string): void {
    this.#calls.later(ms, () => void this.#look(ms, id));
  }

  async #look(ms: number, id: string): Promise<void> {
    const isUnderWay = this.#calls.isQuiet(id) && (await this.#calls.isUnderWay());
    const isWithout = this.#calls.isQuiet(id) && !isUnderWay;
    if (isWithout !== this.#without.has(id)) {
      if (isWithout) this.#without.add(id);
      else this.#without.delete(id);
      this.#calls.changed(id);
    }
    if (this.#calls.isQuiet(id)) this.#lookAfter(2 * ms, id);
  }
}
