/**
 * Offset after the closing quote of the string that opens at `start`; -1 where it never closes. Looks for quotes
 * instead of matching a pattern: patterns overflow on strings of a megabyte.
 */
export function endOfString(text: string, start: number): number {
  for (let at = text.indexOf('"', start + 1); at >= 0; at = text.indexOf('"', at + 1)) {
    let slashes = 0;
    while (text[at - 1 - slashes] === '\\') slashes += 1;
    if (slashes % 2 === 0) return at + 1;
  }
  return -1;
}

/** A number, a literal, or whatever else stands between punctuation. */
export const BARE_WORD = /[^\s{}[\],:"]+/y;
