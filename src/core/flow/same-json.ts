/**
 * Whether two JSON values say the same, members in the same order, as their texts would be the same. It writes neither
 * text, stops at the first difference, and passes over what both share: values of megabytes are compared on each event.
 */
export function isSameJson(a: unknown, b: unknown): boolean {
  if (a === b) return true;
  if (typeof a !== 'object' || typeof b !== 'object' || a === null || b === null) return false;
  if (Array.isArray(a) !== Array.isArray(b)) return false;
  const [inA, inB] = [entriesOf(a), entriesOf(b)];
  if (inA.length !== inB.length) return false;
  return inA.every(([key, value], i) => inB[i]?.[0] === key && isSameJson(value, inB[i][1]));
}

/** JSON leaves undefined members out. */
const entriesOf = (value: object) => Object.entries(value).filter(([, item]) => item !== undefined);
