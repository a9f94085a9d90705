import type { Flow } from '../model.ts';
import { CLOCK_TOLERANCE, reachesNetwork } from './call-window.ts';
import type { ObservedExchange } from './observed-exchange.ts';

/** Calls that end within this many ms are looked after together: a page may abort in a loop. */
const LOOK_AFTER = 50;

interface Host {
  later(ms: number, work: () => void): void;
  /** By start. */
  calls(): readonly Flow[];
  /** The requests that Chrome has under way for FedCM; `undefined` where nobody can tell. */
  underWay(): Promise<readonly ObservedExchange[] | undefined>;
  take(cutOff: readonly ObservedExchange[]): void;
}

/**
 * Finds the requests that Chrome gave up together with their call. It never reports one of these, and goes on listing
 * them as under way (measured on Chromium 156).
 */
export class CutOffRequests {
  readonly #host: Host;
  #ended = new Set<string>();

  constructor(host: Host) {
    this.#host = host;
  }

  /** A call is over; one that was not rejected, or that never reached the network, left none. */
  ended(flow: Flow): void {
    if (flow.api !== 'credentials.get' || flow.outcome.status !== 'rejected' || !reachesNetwork(flow)) return;
    this.#ended.add(flow.id);
    if (this.#ended.size === 1) this.#host.later(LOOK_AFTER, () => void this.#look());
  }

  async #look(): Promise<void> {
    const ended = this.#ended;
    this.#ended = new Set();
    const underWay = await this.#host.underWay();
    const calls = this.#host.calls();
    const cutOff = calls.filter(({ id }) => ended.has(id)).flatMap(call => cutOffWith(call, calls, underWay ?? []));
    if (cutOff.length > 0) this.#host.take(cutOff);
  }
}

/** Those that began while the call was the page's one pending `get()`. */
function cutOffWith(
  { id, startedAt, settledAt = startedAt }: Flow,
  calls: readonly Flow[],
  underWay: readonly ObservedExchange[],
): ObservedExchange[] {
  const next = calls.find(
    call => call.id !== id && call.api === 'credentials.get' && call.startedAt >= startedAt && reachesNetwork(call),
  );
  const end = Math.min(settledAt, next?.startedAt ?? Infinity);
  return underWay
    .filter(({ startedAt: at }) => at >= startedAt - CLOCK_TOLERANCE && at <= end)
    .map(request => {
      // What HAR says of an answer that there is not.
      const { mimeType: _, ...response } = request.response;
      const duration = Math.max(settledAt - request.startedAt, 0);
      return { ...request, response: { ...response, bodyMissing: 'The call ended before an answer came.' }, duration };
    });
}
