/** How Web IDL takes a value that was recorded: what JSON does not have stands as `{"$type": …}`. */
import { isObject, member, shown, stringOf } from './json-value.ts';

/** The name of what JSON cannot hold: `symbol`, `undefined`, `URL`, `Set`. */
export const typeOf = (value: unknown): string | undefined => stringOf(member(value, '$type'));

/** The member, where the page gave one: `undefined` counts as none. */
export function given(holder: unknown, name: string): unknown {
  const value = member(holder, name);
  return typeOf(value) === 'undefined' ? undefined : value;
}

/** What it becomes as a string; `undefined` where the recording does not tell. */
export function textOf(value: unknown): string | undefined {
  if (typeof value === 'string') return value;
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return String(value);
  if (typeOf(value) === 'number') return stringOf(member(value, 'value'));
  if (!Array.isArray(value)) return undefined;
  const parts = value.map((each: unknown) => (each === null || typeOf(each) === 'undefined' ? '' : textOf(each)));
  return parts.every(part => part !== undefined) ? parts.join() : undefined;
}

/** A value that has no string of its own, so that reading it as one throws. `{}` may be one without a prototype. */
export const isSymbol = (value: unknown): boolean => typeOf(value) === 'symbol';

const PRIMITIVE_MARKS = ['number', 'bigint', 'symbol', 'undefined'];

/** Neither an object nor a function. */
export const isPrimitive = (value: unknown): boolean =>
  value === null || typeof value !== 'object' || PRIMITIVE_MARKS.includes(typeOf(value) ?? '');

/** Known to be no list: a primitive, a text among them, or an object of a kind without an iterator. */
export function isNoList(value: unknown): boolean {
  if (Array.isArray(value)) return false;
  if (isPrimitive(value)) return true;
  const type = typeOf(value);
  return type === undefined ? isObject(value) : ['function', 'URL', 'Date', 'Promise', 'RegExp'].includes(type);
}

/** A value as a sentence names it. */
export function kindOf(value: unknown): string {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'a list';
  const type = typeOf(value) === 'bigint' ? 'BigInt' : (typeOf(value) ?? typeof value);
  return /^[aeio]/i.test(type) ? `an ${type}` : `a ${type}`;
}

/** A value as evidence shows it. */
export function seen(value: unknown): string {
  if (typeOf(value) === undefined) return shown(value);
  return typeOf(value) === 'number' ? (textOf(value) ?? 'a number') : kindOf(value);
}
