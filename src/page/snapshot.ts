import { MAX_DEPTH, MAX_MEMBERS, MAX_NODES, MAX_STRING } from '../protocol/limits.ts';
import { apply, isArray, isView, ownKeys, slice } from './captured.ts';
import { wallClock } from './clock.ts';
import { PROXY, typeName } from './stack.ts';
import { bare, ownProperty } from './unseen.ts';

/** What the event being filled may still take: an object takes one of it, a string one for each 128 characters. */
let room = 0;

/** An event begins: from here on counts what it may take. Gives its moment in epoch ms. */
export const beginEvent = (): number => {
  room = MAX_NODES;
  return wallClock();
};

/** The mark of what JSON does not have. `cut` holds the beginning, and how much there was; the reader takes it apart. */
export const special = ($type: string, value?: unknown, bytes?: number): unknown => bare({ $type, value, bytes });

/**
 * A copy of the value that JSON can hold, taken without running any of the page's code: no getter, no `toJSON`, no
 * trap.
 */
export function snapshot(value: unknown, depth = 0): unknown {
  const type = typeof value;
  if (type === 'string') {
    const text = apply(slice, value as string, [0, room > 0 ? MAX_STRING : 0]);
    room -= text.length >> 7;
    return text.length < (value as string).length ? special('cut', text, (value as string).length) : text;
  }
  if (type === 'object') return value && snapshotObject(value, depth);
  if (type === 'number') return (value as number) - (value as number) === 0 ? value : special(type, `${value}`);
  return type === 'boolean' ? value : special(type);
}

function snapshotObject(value: object, depth: number): unknown {
  const type = typeName(value);
  // Binary data would be listed byte by byte.
  if (type === PROXY || isView(value)) return special(type);
  if (depth > MAX_DEPTH || --room < 0) return special('cut');
  const list = isArray(value);
  const copy: Copy = bare(list ? [] : {}) as never;
  const taken = copyOwn(value, copy, depth + 1);
  return taken || list || type === 'Object' ? copy : special(type);
}

/** A record being filled, of an object or of a list. It has no prototype: `__proto__` is a member like any other. */
export type Copy = Record<string, unknown>;

/**
 * Copies the object's own enumerable members that `copy` lacks, an accessor as a mark, and returns how many. With
 * `asked`, those not among it are marked as unread.
 */
export function copyOwn(value: object, copy: Copy, depth: number, asked?: Copy): number {
  const keys: ArrayLike<unknown> = isArray(value) ? value : ownKeys(value);
  let taken = 0;
  for (let i = 0; i < keys.length && taken <= MAX_MEMBERS; i++) {
    const key = (isArray(value) ? i : keys[i]) as string;
    const own = ownProperty(value, key);
    if (own?.enumerable && !(key in copy)) {
      const found =
        ++taken > MAX_MEMBERS
          ? special('cut', undefined, keys.length)
          : 'value' in own
            ? snapshot(own.value, depth)
            : special('getter');
      copy[key] = asked && !asked[key] ? special('unread', found) : found;
    }
  }
  return taken;
}
