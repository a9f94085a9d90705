/** A value of a flow without members of its own: where it stands, and the value as text. */
export interface Leaf {
  /** `identity.providers[0].clientId`; empty where the whole is one value. */
  path: string;
  text: string;
  /** What JSON calls it; `object` and `array` are empty ones. */
  type: 'string' | 'number' | 'boolean' | 'null' | 'object' | 'array';
  /** Stands for the first value that was left out, and all after it. */
  cut?: true;
  /** Stands for all leaves whose paths begin with this one, where the other flow has none of them. */
  summary?: true;
}

/** Of one value so many leaves are compared: a list of ten thousand accounts must not be drawn. */
export const MOST = 500;

/**
 * All leaves of JSON-like data in their order. An empty list or object is a leaf. After the first {@link MOST} of them
 * one stands for the rest.
 */
export function leavesOf(value: unknown): Leaf[] {
  const leaves: Leaf[] = [];
  const open: { path: string; value: unknown }[] = [{ path: '', value }];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (leaves.length === MOST) return [...leaves, cutAt(next.path)];
    const inner = membersOf(next.path, next.value);
    if (inner.length === 0) leaves.push({ path: next.path, text: textOf(next.value), type: typeOf(next.value) });
    else open.push(...inner.reverse());
  }
  return leaves;
}

function membersOf(path: string, value: unknown): { path: string; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.map((item, at) => ({ path: `${path}[${at}]`, value: item }));
  return Object.entries(value).map(([key, item]) => ({ path: path === '' ? key : `${path}.${key}`, value: item }));
}

const cutAt = (path: string): Leaf => ({
  path: `${path} and all after it`,
  text: `only the first ${MOST} values`,
  type: 'null',
  cut: true,
});

function typeOf(value: unknown): Leaf['type'] {
  if (Array.isArray(value)) return 'array';
  if (typeof value === 'string') return 'string';
  if (typeof value === 'number') return 'number';
  if (typeof value === 'boolean') return 'boolean';
  return typeof value === 'object' && value !== null ? 'object' : 'null';
}

const textOf = (value: unknown): string => (typeof value === 'string' ? value : (JSON.stringify(value) ?? 'undefined'));

/** A body as data: JSON, a form with the JSON in its fields, or the text as it is. */
export function bodyData(body: string): unknown {
  const data = jsonData(body);
  if (data !== undefined) return data;
  const isForm = /^[^=&\s<{["]+=[^&\s]*(?:&[^=&\s]+=[^&\s]*)*$/.test(body);
  if (!isForm) return body;
  return Object.fromEntries([...new URLSearchParams(body)].map(([name, value]) => [name, jsonData(value) ?? value]));
}

/** What JSON text holds, where it is an object or a list. */
function jsonData(text: string): object | undefined {
  try {
    const data: unknown = JSON.parse(text);
    return typeof data === 'object' && data !== null ? data : undefined;
  } catch {
    return undefined;
  }
}
