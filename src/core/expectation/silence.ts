import type { Flow } from '../model.ts';
import { choiceOf } from './choice.ts';

/** After an automatic sign-in Chrome makes no other on the same site for this long; ms. */
export const QUIET_PERIOD = 600_000;

/** The quiet period after an automatic sign-in. */
export interface QuietPeriod {
  /** When Chrome signed the user in by itself; epoch ms. */
  since: number;
  until: number;
}

/**
 * What is known of the quiet period on an embedder's origin: `ended-by-choice` where the user chose an account since.
 */
export type Quiet =
  | ({ kind: 'running' | 'over' } & QuietPeriod)
  | { kind: 'ended-by-choice'; at: number }
  | { kind: 'unknown' };

/**
 * The quiet period at `now` (epoch ms). It starts at an automatic choice, is the embedder's, and ends at once with an
 * explicit one. In an order of events of our own, since flows are listed by their start.
 */
export function quietPeriod(origin: string, flows: readonly Flow[], now: number): Quiet {
  const last = flows
    .flatMap(flow => choiceOf(flow) ?? [])
    .filter(choice => choice.embedder === origin && choice.at <= now)
    .reduce((latest: { at: number; automatic: boolean } | undefined, choice) => {
      return latest === undefined || choice.at >= latest.at ? choice : latest;
    }, undefined);
  if (last === undefined) return { kind: 'unknown' };
  if (!last.automatic) return { kind: 'ended-by-choice', at: last.at };
  const until = last.at + QUIET_PERIOD;
  return { kind: until > now ? 'running' : 'over', since: last.at, until };
}

/** Whether automatic sign-in is off for a relying party's origin: the last call or sign-in that set it. */
export type SilentAccess = { kind: 'prevented' | 'restored'; at: number } | { kind: 'unknown' };

/**
 * `preventSilentAccess()` turns automatic sign-in off for the caller's origin, and the next sign-in turns it on again.
 */
export function silentAccess(origin: string, flows: readonly Flow[], now: number): SilentAccess {
  return flows
    .flatMap(flow => setsSilentAccess(flow) ?? [])
    .filter(event => event.origin === origin && event.at <= now)
    .reduce(
      (latest: SilentAccess, { kind, at }) => {
        return latest.kind === 'unknown' || at >= latest.at ? { kind, at } : latest;
      },
      { kind: 'unknown' },
    );
}

function setsSilentAccess(flow: Flow): { kind: 'prevented' | 'restored'; at: number; origin: string } | undefined {
  if (flow.outcome.status !== 'fulfilled') return undefined;
  const at = flow.settledAt ?? flow.startedAt;
  const { origin } = flow.page;
  if (flow.api === 'credentials.preventSilentAccess') return { kind: 'prevented', at, origin };
  return flow.api === 'credentials.get' && flow.outcome.credential ? { kind: 'restored', at, origin } : undefined;
}
