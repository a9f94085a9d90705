/** What the language does through methods that a page may have replaced, done by the captured ones. */
import { getOwnPropertyDescriptor, setPrototypeOf } from './captured.ts';

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
