/** The same value with every string replaced. Keys stay. */
export function mapStrings(value: unknown, change: (text: string, path: string) => string, path = ''): unknown {
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value)) return value.map((item, at) => mapStrings(item, change, `${path}[${at}]`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapStrings(item, change, path === '' ? key : `${path}.${key}`)]),
  );
}

/** The same value with every name of a member replaced. */
export function mapKeys(value: unknown, change: (key: string) => string): unknown {
  if (Array.isArray(value)) return value.map(item => mapKeys(item, change));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, item]) => [change(key), mapKeys(item, change)]));
}

/** So many encodings are undone one inside the other. */
const DEEPEST = 6;

/**
 * All texts that a reader of `text` could get at: as it is, unescaped, percent-decoded, and out of base64; each once.
 */
export function* readings(text: string, depth = 0, seen = new Set<string>()): Generator<string, void> {
  if (seen.has(text)) return;
  seen.add(text);
  yield text;
  if (depth >= DEEPEST) return;
  const plain = text
    .replace(/\\u([0-9a-f]{4})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    .replaceAll('\\"', '"')
    .replaceAll('\\\\', '\\');
  if (plain !== text) yield* readings(plain, depth + 1, seen);
  if (/%[0-9a-f]{2}/i.test(text)) yield* readings(text.replace(/(?:%[0-9a-f]{2})+/gi, decoded), depth + 1, seen);
  for (const [run] of text.matchAll(/[\w+/-]{4,}/g)) {
    for (const shift of [0, 1, 2, 3]) {
      const inner = Buffer.from(run.slice(shift), 'base64url').toString();
      // What is no text holds nothing further, and is looked at as it is.
      if (/^[\t\n\r\x20-\x7e\u00a0-\ufffc]{3,}$/.test(inner)) yield* readings(inner, depth + 1, seen);
      else if (!seen.has(inner)) yield inner;
    }
  }
}

function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}
