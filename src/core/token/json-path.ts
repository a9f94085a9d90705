const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_-]*$/;
const LONGEST_NAME = 80;

/** Appends a member name or an index to a JSON path: `$.a`, `$[0]`, `$["a b"]`. Long names are shortened. */
export function pathTo(parent: string, key: string | number): string {
  if (typeof key === 'number') return `${parent}[${key}]`;
  if (key.length > LONGEST_NAME) return `${parent}[${JSON.stringify(`${key.slice(0, LONGEST_NAME)}…`)}]`;
  return PLAIN_NAME.test(key) ? `${parent}.${key}` : `${parent}[${JSON.stringify(key)}]`;
}
