import { isObject } from './guard.ts';

/** A value as the hook recorded it, with the hook's marks taken off and listed. */
export interface Unmarked {
  value: unknown;
  /** Members that the browser never read: `identity.providers[0].mode`. */
  unread: string[];
  /** Texts that were shortened, and their length before. */
  cut: { path: string; bytes: number }[];
}

/**
 * Takes the hook's own marks, `{"$type": "unread"}` and a shortened text's `{"$type": "cut"}`, off a recorded value.
 * The marks of what JSON cannot hold stay. The value's depth was checked before.
 */
export function unmark(recorded: unknown): Unmarked {
  const unread: string[] = [];
  const cut: Unmarked['cut'] = [];
  const walk = (value: unknown, path: string): unknown => {
    if (Array.isArray(value)) return value.map((item, i) => walk(item, `${path}[${i}]`));
    if (!isObject(value)) return value;
    const { $type } = value;
    if ($type === 'unread') {
      unread.push(path);
      return walk(value['value'], path);
    }
    if ($type === 'cut' && typeof value['value'] === 'string' && typeof value['bytes'] === 'number') {
      cut.push({ path, bytes: value['bytes'] });
      return value['value'];
    }
    return Object.fromEntries(
      Object.entries(value).map(([key, item]) => [key, walk(item, path ? `${path}.${key}` : key)]),
    );
  };
  return { value: walk(recorded, ''), unread, cut };
}

/** Puts the paths of one part of a flow under that part's name. */
export function under(part: string, cut: Unmarked['cut']): Unmarked['cut'] {
  return cut.map(({ path, bytes }) => ({
    path: path.startsWith('[') || !path ? part + path : `${part}.${path}`,
    bytes,
  }));
}
