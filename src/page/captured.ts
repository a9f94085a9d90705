/**
 * Built-ins as they were before any script of the page ran. The page may replace them later: past this point nothing in
 * the hook reaches for a global or calls a method by name, nor uses syntax that does so unseen (spread, `for of`). None
 * of them is made by the asking: Chromium makes an interface of the browser's at its first use, for about a kilobyte in
 * each frame.
 */
export const { apply, ownKeys, getPrototypeOf, defineProperty, get, getOwnPropertyDescriptor, setPrototypeOf } =
  Reflect;
export const { isArray } = Array;
export const { isView } = ArrayBuffer;
export const { stringify } = JSON;
export const { captureStackTrace, isError } = Error as typeof Error & { isError: (value: unknown) => value is Error };
export const { then } = Promise.prototype;
export const { iterator } = Symbol;
export const { toString: sourceText } = Function.prototype;
export const { slice, indexOf } = '';
export const { indexOf: placeOf } = [] as unknown[];
export const { now: dateNow } = Date;
export const NativeProxy = Proxy;
export const NativeError = Error;
export const NativeObject = Object;

type Interface = { prototype: object } | undefined;
export const interfaces = globalThis as unknown as Record<string, Interface> & EventTarget;
export const { addEventListener, removeEventListener, dispatchEvent } = interfaces;
