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

/**
 * Where the page's world and the bridge's meet: both hear an event that is dispatched here. A window's own listeners are
 * taken off by `document.open()`; this object's are not, and no other that has listeners costs a frame less (measured on
 * Chromium 156). Where it is missing, the browser takes the window instead.
 */
export const meeting = interfaces['documentPictureInPicture'] as unknown as EventTarget;

/** How the window's `status` is read and written: a text that both worlds see, and that Chromium does nothing with. */
export const { get: statusGetter, set: statusSetter } = (getOwnPropertyDescriptor(interfaces, 'status') ??
  {}) as PropertyDescriptor;
