/**
 * Built-ins as they were before any script of the page ran. The page may replace them later: past this point nothing in
 * the hook reaches for a global or calls a method by name, nor uses syntax that does so unseen (spread, `for of`).
 */
export const { apply, ownKeys, getPrototypeOf, defineProperty, get, getOwnPropertyDescriptor, setPrototypeOf } =
  Reflect;
export const { isArray } = Array;
export const { isView } = ArrayBuffer;
export const { stringify } = JSON;
export const { captureStackTrace, isError } = Error as typeof Error & { isError: (value: unknown) => boolean };
export const { then } = Promise.prototype;
export const { iterator } = Symbol;
export const { toString: sourceText } = Function.prototype;
export const NativeProxy = Proxy;
export const NativeError = Error;
export const NativeObject = Object;

/** `method.call` without a look-up: `uncurry(''.slice)(text, 0, 5)`. */
export const uncurry =
  <T>(method: unknown) =>
  (self: unknown, ...args: unknown[]): T =>
    apply(method as () => T, self, args);

export const slice = uncurry<string>(''.slice);
export const indexOf = uncurry<number>(''.indexOf);

/** The same object or list without a prototype: what the page puts on the prototypes is neither run nor read. */
export const bare = <T extends object>(value: T): T => {
  setPrototypeOf(value, null);
  return value;
};

/** An own property, as far as it is one: what it lacks is not looked for on the page's `Object.prototype`. */
export const ownProperty = (value: object, key: string): PropertyDescriptor | undefined => {
  const own = getOwnPropertyDescriptor(value, key);
  return own && bare(own);
};

/** Calls each in turn; `for of` would look up the page's iterator. */
export const callAll = <T>(works: ArrayLike<(word: T) => unknown>, word: T): void => {
  for (let i = 0; i < works.length; i++) (works[i] as (word: T) => unknown)(word);
};

/** Observing must never become the page's trouble, whatever is wrong with us. */
export const quietly = <T>(work: () => T): T | undefined => {
  try {
    return work();
  } catch {
    // As if it had not been tried.
  }
};

export const clock = performance;
const { now, timeOrigin } = clock;
export const listen = uncurry<void>(clock.addEventListener);
export const unlisten = uncurry<void>(clock.removeEventListener);
export const dispatch = uncurry<void>(clock.dispatchEvent);

/** Epoch ms with fractions, on the clock that the page's own `performance` shows. */
export const wallClock = (): number => timeOrigin + apply(now, clock, []);

type Interface = { prototype: object } | undefined;
export const interfaces = globalThis as unknown as Record<string, Interface>;
