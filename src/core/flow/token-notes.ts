import type { Delivery, Flow } from '../model.ts';
import { joinVerified, type Verification, type Verified } from '../token/verification.ts';
import { openWatches, type TokenWatch, watchToken } from './deliveries.ts';

/** Requests kept that carried one flow's token. */
const MAX_DELIVERIES = 20;

/** What became known of tokens after their calls: where the page sent them, and what verifying them came to. */
export class TokenNotes {
  /** By flow id. Maps are replaced, never changed. */
  deliveries: ReadonlyMap<string, readonly Delivery[]> = new Map();
  verified: ReadonlyMap<string, Verified> = new Map();
  /** For tokens that may still be handed on. */
  #watches: TokenWatch[] = [];

  /** Looks for the flow's token from now on; false where it has none that could be found. */
  watch(flow: Flow): boolean {
    const watch = watchToken(flow);
    if (watch) this.#watches.push(watch);
    return watch !== undefined;
  }

  /** The tokens to look for at `now`, epoch ms. */
  watches(now: number): TokenWatch[] {
    this.#watches = openWatches(this.#watches, now);
    return this.#watches;
  }

  /** A request that is told again replaces what was told of it before. */
  delivered(flowId: string, deliveries: readonly Delivery[]): void {
    const before = this.deliveries.get(flowId) ?? [];
    const isSame = (a: Delivery, b: Delivery) => a.startedAt === b.startedAt && a.url === b.url && a.where === b.where;
    const others = before.filter(old => !deliveries.some(delivery => isSame(old, delivery)));
    // A token kept in a cookie goes out with every request from then on; the first ones say it all.
    const kept = [...others, ...deliveries].sort((a, b) => a.startedAt - b.startedAt).slice(0, MAX_DELIVERIES);
    this.deliveries = new Map(this.deliveries).set(flowId, kept);
  }

  verifiedAs(flowId: string, verification: Verification): void {
    const verified = joinVerified(this.verified.get(flowId), verification);
    this.verified = new Map(this.verified).set(flowId, verified);
  }

  /** Forgets what is known of flows that are none of these. */
  keep(is: (flowId: string) => boolean): void {
    this.deliveries = new Map([...this.deliveries].filter(([id]) => is(id)));
    this.verified = new Map([...this.verified].filter(([id]) => is(id)));
    this.#watches = this.#watches.filter(({ flow }) => is(flow));
  }
}
