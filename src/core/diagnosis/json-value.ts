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
