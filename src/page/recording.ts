import { LONGEST_LIST } from '../protocol/limits.ts';
import { get, isArray, iterator, NativeObject, NativeProxy } from './captured.ts';
import { type Members, type Shape, TEXT } from './shape.ts';
import { type Copy, copyOwn, snapshot } from './snapshot.ts';
import { PROXY, typeName } from './stack.ts';
import { bare, quietly } from './unseen.ts';

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
 * options break no invariant.
 */
export function hand(given: unknown, shape: Shape, into: Copy, key: string, after: Finishers): unknown {
  // The browser turns the member into text as soon as it has read it; so the page's `toString` runs here, and once.
  const value = shape === TEXT && isObject(given) ? `${given}` : given;
  const type = isObject(value) && typeName(value);
  const isProxy = type === PROXY;
  const isList = isArray(shape);
  // A list's length is not recorded, since a page may claim any.
  if (type && isObject(shape) && (!isList || isProxy || (isArray(value) && value.length < LONGEST_LIST))) {
    const copy: Copy = bare(isList ? [] : {}) as never;
    into[key] = copy;
    const asked: Copy = bare({});
    // Appends, marked, what the browser did not ask for; a Proxy would tell the page of the question.
    if (!isList) after[after.length] = () => isProxy || copyOwn(value as object, copy, 0, asked);
    let i = 0;
    const recorder: Record<string, unknown> = new NativeProxy(
      bare({}),
      bare({
        get(_: object, member: string) {
          // Chromium asks an array for its length and its elements, and never for its own iterator (measured on Chromium
          // 156). The iterator of a list that is a Proxy reads the recorder.
          const iterates = (member as unknown) === iterator;
          if (iterates && isList && !isProxy)
            return () =>
              bare({ next: () => bare(i < (value as []).length ? { value: recorder[i++] } : { done: true }) });
          const found: unknown = get(value as object, member);
          asked[member] = true;
          if (member === 'signal') after.signal = found;
          if ((found === undefined && !isList) || iterates || member === 'length') return found;
          return hand(found, (shape as Members)[isList ? 0 : member], copy, member, after);
        },
      }),
    );
    return recorder;
  }
  quietly(() => {
    into[key] = snapshot(value);
  });
  return value;
}
