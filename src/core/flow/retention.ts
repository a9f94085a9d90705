import type { Exchange, Flow } from '../model.ts';
import type { ObservedExchange } from './observed-exchange.ts';

/** What a log keeps where nothing else is set; bytes, as estimated here. */
export const KEPT_BYTES = 64 * 1024 * 1024;

/** What a number, a boolean, or an object takes besides what it holds; bytes. */
const WORD = 16;

/** Measured once, since what is captured is replaced and never changed. */
const sizes = new WeakMap<object, number>();

/** Bytes that a value takes in memory, roughly: two for each character, and a word for everything else. */
export function sizeOf(value: unknown): number {
  if (typeof value === 'string') return WORD + 2 * value.length;
  if (typeof value !== 'object' || value === null) return WORD;
  const known = sizes.get(value);
  if (known !== undefined) return known;
  let size = WORD;
  if (Array.isArray(value)) for (const item of value) size += sizeOf(item);
  else for (const [key, item] of Object.entries(value)) size += 2 * key.length + sizeOf(item);
  sizes.set(value, size);
  return size;
}

export interface Kept {
  calls: readonly Flow[];
  observed: readonly ObservedExchange[];
}

/**
 * The ids of what has to go so that the rest stays within `limit` bytes: the oldest flows, whole, each with its
 * exchanges; and exchanges in no flow that are older than the first flow that stays. The latest flow stays, whatever
 * its size. Nothing where all fits.
 *
 * @param calls by start
 * @param owned the exchanges of each flow, by flow id
 */
export function surplus(
  { calls, observed }: Kept,
  owned: ReadonlyMap<string, readonly Exchange[]>,
  limit: number,
): { flows: ReadonlySet<string>; exchanges: ReadonlySet<string> } | undefined {
  let total = 0;
  for (const call of calls) total += sizeOf(call);
  for (const exchange of observed) total += sizeOf(exchange);
  if (total <= limit) return undefined;
  const sizesById = new Map(observed.map(exchange => [exchange.id, sizeOf(exchange)]));
  const loose = new Map(observed.map(exchange => [exchange.id, exchange]));
  for (const list of owned.values()) for (const { id } of list) loose.delete(id);
  const older = [...loose.values()].sort((a, b) => b.startedAt - a.startedAt);
  const flows = new Set<string>();
  const exchanges = new Set<string>();
  const drop = (id: string) => {
    exchanges.add(id);
    total -= sizesById.get(id) ?? 0;
  };
  for (const [i, call] of calls.entries()) {
    for (let last = older.at(-1); last && last.startedAt < call.startedAt; last = older.at(-1)) {
      if (total <= limit) break;
      drop(last.id);
      older.pop();
    }
    if (total <= limit || i === calls.length - 1) break;
    flows.add(call.id);
    total -= sizeOf(call);
    for (const { id } of owned.get(call.id) ?? []) drop(id);
  }
  // With one flow left, or none, what is in no flow has to go alone.
  while (total > limit && older.length > 0) drop(older.pop()?.id ?? '');
  return { flows, exchanges };
}
