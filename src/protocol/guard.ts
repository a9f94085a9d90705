/** The outcome of reading something that may be anything: the value, or the reason why it was refused. */
export type Guarded<T> = { ok: true; value: T } | { ok: false; reason: Refusal };

export type Refusal =
  | 'not-text'
  | 'too-large'
  | 'too-deep'
  | 'not-json'
  | 'not-an-object'
  | 'no-number'
  | 'no-time'
  | 'unknown-type'
  | 'unknown-api'
  | 'bad-field';

export function refuse(reason: Refusal): { ok: false; reason: Refusal } {
  return { ok: false, reason };
}

export function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

export const isText = (value: unknown): value is string => typeof value === 'string';

/** The member as a spreadable object where it has the right type, else nothing. */
export function optional<K extends string, T>(
  from: Record<string, unknown>,
  key: K,
  is: (value: unknown) => value is T,
): { [P in K]?: T } {
  const value = Object.hasOwn(from, key) ? from[key] : undefined;
  const found: { [P in K]?: T } = {};
  if (is(value)) found[key] = value;
  return found;
}

/**
 * How deep a JSON text nests, found without parsing it: a parser would build what we mean to refuse. Wrong for text
 * that is no JSON, which the parser then refuses.
 */
export function nesting(json: string): number {
  let depth = 0;
  let deepest = 0;
  let inString = false;
  for (let i = 0; i < json.length; i++) {
    const c = json.charCodeAt(i);
    if (inString) {
      if (c === 0x5c) i++;
      else if (c === 0x22) inString = false;
    } else if (c === 0x22) inString = true;
    else if (c === 0x5b || c === 0x7b) deepest = Math.max(deepest, ++depth);
    else if (c === 0x5d || c === 0x7d) depth--;
  }
  return deepest;
}
