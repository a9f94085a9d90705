/** The same value with every string replaced. Keys stay. */
export function mapStrings(value: unknown, change: (text: string, path: string) => string, path = ''): unknown {
  if (typeof value === 'string') return change(value, path);
  if (Array.isArray(value)) return value.map((item, at) => mapStrings(item, change, `${path}[${at}]`));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, item]) => [key, mapStrings(item, change, path === '' ? key : `${path}.${key}`)]),
  );
}

/** All texts that a reader of `text` could get at: as it is, unescaped, percent-decoded, and out of base64. */
export function* readings(text: string, depth = 0): Generator<string, void> {
  yield text;
  if (depth > 3) return;
  const plain = text.replaceAll('\\"', '"').replaceAll('\\\\', '\\');
  if (plain !== text) yield* readings(plain, depth + 1);
  if (/%[0-9a-f]{2}/i.test(text)) yield* readings(text.replace(/(?:%[0-9a-f]{2})+/gi, decoded), depth + 1);
  for (const [run] of text.matchAll(/[\w+/-]{16,}/g)) {
    for (const shift of [0, 1, 2, 3]) yield Buffer.from(run.slice(shift), 'base64url').toString('latin1');
  }
}

function decoded(escapes: string): string {
  try {
    return decodeURIComponent(escapes);
  } catch {
    return escapes;
  }
}
