import type { Flow } from '../model.ts';
import { CLOCK_TOLERANCE } from './call-window.ts';
import type { ObservedExchange } from './observed-exchange.ts';

/**
 * What is known of a pending call's requests that have not ended. `none`: none has ended, and Chrome has none under way.
 * `assertion`: the identity assertion request is under way. `get`: some have ended, and one that only reads is under
 * way. `unseen`: the call is older than DevTools.
 */
export type Requests = 'none' | 'assertion' | 'get' | 'unseen';

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
  /** The requests that Chrome has under way for FedCM in the tab; `undefined` where nobody can tell. */
  underWay(): Promise<readonly ObservedExchange[] | undefined>;
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

  watch(call: Call): void {
    if (call.api === 'credentials.get' && call.startedAt >= this.#since) this.#lookAfter(FIRST_LOOK, call);
  }

  #lookAfter(ms: number, call: Call): void {
    this.#calls.later(ms, () => void this.#look(ms, call));
  }

  async #look(ms: number, call: Call): Promise<void> {
    const { id } = call;
    const found = this.#calls.stateOf(id) === 'over' ? undefined : await this.#requests(call);
    if (found !== this.#found.get(id)) {
      if (found === undefined) this.#found.delete(id);
      else this.#found.set(id, found);
      this.#calls.changed(id);
    }
    if (this.#calls.stateOf(id) !== 'over') this.#lookAfter(Math.min(2 * ms, LONGEST_PAUSE), call);
  }

  async #requests({ id, startedAt }: Call): Promise<Requests | undefined> {
    const listed = await this.#calls.underWay();
    // Those of calls that were aborted stay listed for ever (measured on Chromium 156).
    const underWay = listed?.filter(request => request.startedAt >= startedAt - CLOCK_TOLERANCE);
    const state = this.#calls.stateOf(id);
    if (state === 'over') return undefined;
    if (underWay?.some(({ request }) => request.method === 'POST')) return 'assertion';
    if (underWay?.length && state === 'pending') return 'get';
    return underWay?.length === 0 && state === 'quiet' ? 'none' : undefined;
  }
}
