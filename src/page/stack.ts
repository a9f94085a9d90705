import { apply, captureStackTrace, defineProperty, indexOf, NativeError, slice } from './captured.ts';
import { bare, ownProperty } from './unseen.ts';

/**
 * Gives `Error` an own property for as long as V8 writes a stack; what is returned puts the page's own back. Nothing is
 * returned where the page has frozen it.
 */
function lend(name: string, value?: unknown): (() => void) | undefined {
  const before = ownProperty(NativeError, name);
  if (!defineProperty(NativeError, name, bare({ value, configurable: true }))) return;
  return () => {
    if (before) defineProperty(NativeError, name, before);
    else delete (NativeError as unknown as Record<string, unknown>)[name];
  };
}

/**
 * The stack as V8 writes it, of whoever called the hook, with the hook's own frames still in it. An own
 * `prepareStackTrace` hides whatever the page put there or on the prototype chain, which V8 would call. No text where
 * that cannot be done.
 */
export function trace(this: unknown, frames: number): string {
  const restoreFormat = lend('prepareStackTrace');
  if (!restoreFormat) return '';
  const restoreLimit = lend('stackTraceLimit', frames);
  const holder = bare({}) as { stack: string };
  captureStackTrace(holder);
  const { stack } = holder;
  restoreLimit?.();
  restoreFormat();
  return stack;
}

export const PROXY = 'Proxy';

/**
 * The name of the value's type, without running any of its code: V8 writes the receiver's type into a stack frame, and
 * a Proxy as `Proxy`. Nothing else tells a Proxy apart without springing a trap (measured on Chromium 156). Where the
 * page allows no stack, anything may be a Proxy.
 */
export function typeName(value: object): string {
  const line = apply(trace, value, [1]);
  const at = apply(indexOf, line, [' at ']) + 4;
  return at < 4 ? PROXY : apply(slice, line, [at, apply(indexOf, line, ['.'])]);
}
