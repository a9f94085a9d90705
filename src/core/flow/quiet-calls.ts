import type { Flow } from '../model.ts';

/**
 * What is known of a pending call's requests that have not ended. `none`: none has ended, and Chrome has none under way.
 * `assertion`: the identity assertion request is under way. `get`: some have ended, and one that only reads is under
 * way. `unseen`: the call is older than DevTools.
 */
export type Requests = 'none' | 'assertion' | 'get' | 'unseen';

/** What Chrome has under way for FedCM in the tab: `unknown` where nobody can tell. */
export type UnderWay = 'nothing' | 'assertion' | 'get' | 'unknown';

/** A call is looked at after so many ms, and for as long as it is pending again after twice the time, up to a limit. */
const FIRST_LOOK = 1500;
const LONGEST_PAUSE = 6000;

type Call = Pick<Flow, 'id' | 'api' | 'startedAt'>;

interface Calls {
  /** Epoch ms. */
  now(): number;
  later(ms: number, work: () => void): void;
  /** `quiet`: pending, and no request of its has ended. */
  stateOf(id: string): 'quiet' | 'pending' | 'over';
  underWay(): Promise<UnderWay>;
  changed(id: string): void;
}

/**
 * Looks what Chrome has under way for pending calls, since DevTools reports a request once it has ended: where none has
 * ended and none is under way, Chrome has decided without one and holds its rejection back.
 */
export class QuietCalls {
  readonly #calls: Calls;
  readonly #since: number;
  readonly #found = new Map<string, Requests>();

  constructor(calls: Calls) {
    this.#calls = calls;
    this.#since = calls.now();
  }

  requestsOf({ id, startedAt }: Call): Requests | undefined {
    return startedAt < this.#since ? 'unseen' : this.#found.get(id);
  }

  watch({ id, api, startedAt }: Call): void {
    if (api === 'credentials.get' && startedAt >= this.#since) this.#lookAfter(FIRST_LOOK, id);
  }

  #lookAfter(ms: number, id: string): void {
    this.#calls.later(ms, () => void this.#look(ms, id));
  }

  async #look(ms: number, id: string): Promise<void> {
    const found = this.#calls.stateOf(id) === 'over' ? undefined : await this.#requests(id);
    if (found !== this.#found.get(id)) {
      if (found === undefined) this.#found.delete(id);
      else this.#found.set(id, found);
      this.#calls.changed(id);
    }
    if (this.#calls.stateOf(id) !== 'over') this.#lookAfter(Math.min(2 * ms, LONGEST_PAUSE), id);
  }

  async #requests(id: string): Promise<Requests | undefined> {
    const underWay = await this.#calls.underWay();
    const state = this.#calls.stateOf(id);
    if (underWay === 'assertion' && state !== 'over') return 'assertion';
    if (underWay === 'get' && state === 'pending') return 'get';
    return underWay === 'nothing' && state === 'quiet' ? 'none' : undefined;
  }
}
