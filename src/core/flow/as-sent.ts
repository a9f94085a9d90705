import { isObject } from '../token/json-object.ts';

/** How a value of the call compares with what was sent. `unknown`: part of it could not be recorded. */
export type Likeness = 'same' | 'differs' | 'unknown';

/** Stands for a value that JSON does not have, or whose reading would have run the page's code. */
type Mark = Record<string, unknown> & { $type: string };

export const isMark = (value: unknown): value is Mark =>
  isObject(value) && Object.hasOwn(value, '$type') && typeof value['$type'] === 'string';

/** Whether the value was recorded as one that counts as not given, also where a member of that name stands. */
export const isUndefined = (value: unknown): boolean =>
  value === undefined || (isMark(value) && value.$type === 'undefined');

/**
 * The text that the browser makes of a value given for a text member: `42` and `true` become text, too. `undefined`
 * where none was given, and where what was given cannot be told.
 */
export function givenText(value: unknown): string | undefined {
  switch (typeof value) {
    case 'string':
      return value;
    case 'number':
    case 'boolean':
      return String(value);
    case 'object':
      if (value === null) return 'null';
      return isMark(value) && value.$type === 'number' && typeof value['value'] === 'string'
        ? value['value']
        : undefined;
    default:
      return undefined;
  }
}

/** Compares a text member as it was given with the text that was sent. */
export function compareText(given: unknown, sent: unknown): Likeness {
  const text = givenText(given);
  if (text === undefined) return 'unknown';
  return text === sent ? 'same' : 'differs';
}

/**
 * Compares a value with what became of it in the browser's JSON, which leaves out members that are undefined, functions
 * or symbols, and has a form of its own for a `Date`, a `URL` and whatever else has a `toJSON`.
 */
export function compareJson(given: unknown, sent: unknown): Likeness {
  if (isMark(given) && !isSameShape(given, sent)) return compareMark(given, sent);
  if (Array.isArray(given) && Array.isArray(sent)) return compareLists(given, sent);
  if (isObject(given) && isObject(sent)) return compareObjects(given, sent);
  // Only a `toJSON` of its own, which was not run, makes something else of an object.
  if (typeof given === 'object' && given !== null) return 'unknown';
  return given === sent ? 'same' : 'differs';
}

/** The page's own object may have a member of that name. */
const isSameShape = (given: Mark, sent: unknown): boolean => isObject(sent) && sent['$type'] === given.$type;

function compareMark({ $type, value }: Mark, sent: unknown): Likeness {
  // `NaN` and the infinities are `null` in JSON.
  if ($type === 'number' && typeof value === 'string') return sent === null ? 'same' : 'differs';
  return 'unknown';
}

const LEFT_OUT = ['undefined', 'function', 'symbol'];

const isLeftOut = (value: unknown): boolean => isMark(value) && LEFT_OUT.includes(value.$type);

/** Stands where the recording ended, for all that would have followed. */
const isCut = (value: unknown): boolean => isMark(value) && value.$type === 'cut';

function compareLists(given: readonly unknown[], sent: readonly unknown[]): Likeness {
  const parts = given.map((item, i) =>
    isLeftOut(item) ? compareJson(null, sent[i]) : i < sent.length ? compareJson(item, sent[i]) : 'differs',
  );
  if (given.some(isCut)) parts.push('unknown');
  else if (given.length !== sent.length) parts.push('differs');
  return joined(parts);
}

function compareObjects(given: Record<string, unknown>, sent: Record<string, unknown>): Likeness {
  if (isMark(given['toJSON'])) return 'unknown';
  const cut = Object.values(given).some(isCut);
  const named = Object.entries(given).filter(([, value]) => !isLeftOut(value));
  const parts = named.map(([name, value]): Likeness => {
    if (Object.hasOwn(sent, name)) return compareJson(value, sent[name]);
    // A getter, or an object's `toJSON`, may have given nothing.
    return typeof value === 'object' && value !== null ? 'unknown' : 'differs';
  });
  const names = new Set(named.map(([name]) => name));
  if (Object.keys(sent).some(name => !names.has(name))) parts.push(cut ? 'unknown' : 'differs');
  return joined(parts);
}

function joined(parts: readonly Likeness[]): Likeness {
  if (parts.includes('differs')) return 'differs';
  return parts.includes('unknown') ? 'unknown' : 'same';
}
