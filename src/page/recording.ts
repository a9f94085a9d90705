import { LONGEST_LIST } from '../protocol/limits.ts';
import { bare, get, isArray, iterator, NativeObject, NativeProxy, quietly } from './captured.ts';
import { type Copy, copyOwn, snapshot } from './snapshot.ts';
import { PROXY, typeName } from './stack.ts';

const TEXT = 1;

/** How the browser reads a value: as text, as a list, as a dictionary, or in a way of its own. */
export type Shape = typeof TEXT | readonly [Shape] | Members | false | undefined;
interface Members {
  [member: string]: Shape;
}

/**
 * One dictionary stands for all that FedCM's methods take: no name in it means two things. Other members are no objects,
 * or are recorded as what they are.
 */
export const dictionary: Members = bare({
  configURL: TEXT,
  clientId: TEXT,
  nonce: TEXT,
  loginHint: TEXT,
  domainHint: TEXT,
  fields: [TEXT],
});
dictionary['providers'] = [dictionary];
dictionary['identity'] = dictionary;

/** Functions are objects, and may be given in the place of dictionaries. */
export const isObject = (value: unknown): value is object => NativeObject(value) === value;

/** What remains to be done once the native method has returned, and the signal that may abort the call. */
export type Finishers = (() => unknown)[] & { signal?: unknown };

/**
 * Lets the native method read a value of the page through a recorder: the page's getters and traps run as often as
 * without us, in the same order and on the page's own objects, and what is recorded as `into[key]` is what the browser
 * was given. Returns what to hand over in the value's place. The recorder stands on an empty object, so that frozen
 * options break no invariant. A real array is shown as something to iterate over, which asks the array for its length
 * and its elements as Chromium does: it never calls an array's own iterator (measured on Chromium 156).
 */
export function hand(given: unknown, shape: Shape, into: Copy, key: string, after: Finishers): unknown {
  // The browser turns the member into text as soon as it has read it; so the page's `toString` runs here, and once.
  const value = shape === TEXT && isObject(given) ? `${given}` : given;
  if (isObject(value) && isObject(shape)) {
    if (!isArray(shape) || typeName(value) === PROXY) return handMembers(value, shape as Members, into, key, after);
    if (isArray(value) && value.length < LONGEST_LIST) {
      const copy: Copy = bare([]) as never;
      into[key] = copy;
      let i = 0;
      const next = () =>
        bare(i < value.length ? { value: hand(get(value, i), shape[0], copy, i++ as never, after) } : { done: true });
      return bare({ [iterator]: () => bare({ next }) });
    }
  }
  quietly(() => {
    into[key] = snapshot(value);
  });
  return value;
}

/**
 * Hands over a dictionary, and a list where it is a Proxy: its own iterator then reads the recorder. The list's length is
 * not recorded, since a page may claim any.
 */
function handMembers(value: object, shape: Members, into: Copy, key: string, after: Finishers): object {
  const isList = isArray(shape);
  const copy: Copy = bare(isList ? [] : {}) as never;
  into[key] = copy;
  const asked: Copy = bare({});
  // Appends, marked, what the browser did not ask for; a Proxy would tell the page of the question.
  after[after.length] = () => typeName(value) === PROXY || copyOwn(value, copy, 0, asked);
  return new NativeProxy(
    bare({}),
    bare({
      get(_: object, member: string | symbol) {
        const found: unknown = get(value, member);
        asked[member as string] = true;
        if (member === 'signal') after.signal = found;
        if (found === undefined || member === iterator || member === 'length') return found;
        return hand(found, shape[isList ? 0 : (member as string)], copy, member as string, after);
      },
    }),
  );
}
