import { isObject } from '../diagnosis/json-value.ts';
import { keyOf, type Memory } from './browser-state.ts';

/** The name under which memories are kept in `storage.session`. */
export const MEMORIES_KEY = 'browserState';

/** More than this is not kept: the oldest go first. */
export const MAX_MEMORIES = 200;

/** Joins what was kept with what was seen: of each thing the latest word counts. Newest first. */
export function joinMemories(kept: readonly Memory[], seen: readonly Memory[]): Memory[] {
  const byKey = new Map<string, Memory>();
  for (const memory of [...kept, ...seen]) {
    const before = byKey.get(keyOf(memory));
    if (before === undefined || memory.at >= before.at) byKey.set(keyOf(memory), memory);
  }
  return [...byKey.values()].sort((a, b) => b.at - a.at).slice(0, MAX_MEMORIES);
}

/** What still holds at `now` (epoch ms): without what ended by itself, or was taken back. */
export function holdingAt(memories: readonly Memory[], now: number): Memory[] {
  return memories.filter(({ state, until }) => state !== 'over' && (until === undefined || until > now));
}

const STATES: Record<Memory['kind'], readonly Memory['state'][]> = {
  'login-status': ['logged-in', 'logged-out'],
  cooldown: ['paused', 'perhaps-paused', 'over'],
  'quiet-period': ['quiet', 'over'],
  connection: ['connected', 'disconnected'],
  'silent-access': ['prevented', 'allowed'],
};

/** What storage holds, for what it is worth: anything that is no memory is left out. */
export function readMemories(stored: unknown): Memory[] {
  return (Array.isArray(stored) ? stored : []).slice(0, MAX_MEMORIES).flatMap(readMemory);
}

function readMemory(value: unknown): Memory[] {
  if (!isObject(value)) return [];
  const { kind, origin, idp, state, at, until, step, because } = value;
  if (!isKind(kind) || !isOrigin(origin) || typeof because !== 'string' || !isTime(at)) return [];
  const known = STATES[kind].find(each => each === state);
  if (known === undefined || (kind === 'connection') !== isOrigin(idp)) return [];
  return [
    {
      kind,
      origin,
      ...(isOrigin(idp) && { idp }),
      state: known,
      at,
      ...(isTime(until) && { until }),
      ...(typeof step === 'number' && Number.isInteger(step) && step > 0 && { step }),
      because,
    },
  ];
}

const isKind = (value: unknown): value is Memory['kind'] => typeof value === 'string' && Object.hasOwn(STATES, value);
const isTime = (value: unknown): value is number => typeof value === 'number' && Number.isFinite(value);
const isOrigin = (value: unknown): value is string =>
  typeof value === 'string' && URL.canParse(value) && new URL(value).origin === value;
