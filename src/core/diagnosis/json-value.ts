/** Reading values of unknown shape. */

export type JsonObject = Record<string, unknown>;

export function isObject(value: unknown): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export function stringOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : undefined;
}

/** The member, where the value is an object that has it as its own. */
export function member(value: unknown, name: string): unknown {
  return isObject(value) && Object.hasOwn(value, name) ? value[name] : undefined;
}

const SHOWN = 120;

/** A value as evidence shows it: JSON on one line, shortened. */
export function shown(value: unknown): string {
  if (value === undefined) return 'missing';
  let text: string;
  try {
    text = JSON.stringify(value) ?? String(value);
  } catch {
    // Nested deeper than the stack allows.
    text = Array.isArray(value) ? '[…]' : '{…}';
  }
  return text.length > SHOWN ? `${text.slice(0, SHOWN)}…` : text;
}

/** Chrome's JSON reader takes no more levels than these, the outermost counted (measured on Chromium 156). */
const MOST_LEVELS = 199;

/**
 * What in a parsed value Chrome's JSON reader refuses though `JSON.parse` takes it: a number beyond a double, half of a
 * surrogate pair, too many levels. `undefined` where there is none. Walks without recursion: bodies are hostile.
 */
export function beyondJson(root: unknown): string | undefined {
  const open: { value: unknown; level: number }[] = [{ value: root, level: 1 }];
  for (let next = open.pop(); next; next = open.pop()) {
    const { value, level } = next;
    if (typeof value === 'number' && !Number.isFinite(value)) return 'a number that no double can hold';
    if (typeof value === 'string' && !isWellFormed(value)) return `half of a surrogate pair in ${shown(value)}`;
    if (typeof value !== 'object' || value === null) continue;
    if (level > MOST_LEVELS) return `more than ${MOST_LEVELS} levels`;
    for (const [name, inner] of Object.entries(value)) {
      if (!isWellFormed(name)) return `half of a surrogate pair in ${shown(name)}`;
      open.push({ value: inner, level: level + 1 });
    }
  }
  return undefined;
}

const isWellFormed = (text: string): boolean => !/\p{Surrogate}/u.test(text);
