/** A value of a flow without members of its own: where it stands, and the value as text. */
export interface Leaf {
  /** `identity.providers[0].clientId`; empty where the whole is one value. */
  path: string;
  text: string;
  /** Stands for all leaves whose paths begin with this one, where the other flow has none of them. */
  summary?: true;
}

/** Of one value so many leaves are compared: a list of ten thousand accounts must not be drawn. */
const MOST = 500;

/** All leaves of JSON-like data in their order, the first {@link MOST} of them. An empty list or object is a leaf. */
export function leavesOf(value: unknown): Leaf[] {
  const leaves: Leaf[] = [];
  const open: { path: string; value: unknown }[] = [{ path: '', value }];
  while (leaves.length < MOST) {
    const next = open.pop();
    if (next === undefined) break;
    const inner = membersOf(next.path, next.value);
    if (inner.length === 0) leaves.push({ path: next.path, text: textOf(next.value) });
    else open.push(...inner.reverse());
  }
  return leaves;
}

function membersOf(path: string, value: unknown): { path: string; value: unknown }[] {
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value)) return value.map((item, at) => ({ path: `${path}[${at}]`, value: item }));
  return Object.entries(value).map(([key, item]) => ({ path: path === '' ? key : `${path}.${key}`, value: item }));
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
