import { aroundPseudonyms } from '../capture/pseudonyms.ts';

/** A text that may come from a redacted file: what is left of it, and the same with one character for each pseudonym. */
export interface Remains {
  pieces: readonly string[];
  text: string;
}

export function remainsOf(text: string): Remains {
  const pieces = aroundPseudonyms(text);
  return { pieces, text: pieces.join('\0') };
}

export const isWhole = ({ pieces }: Remains): boolean => pieces.length === 1;

/**
 * Whether two texts, of which one at least comes from a redacted file, may have been one: all that was not replaced is in
 * both. Pseudonyms of two files say nothing of each other.
 */
export const mayBeTheSame = (left: Remains, right: Remains): boolean =>
  fits(left.pieces, right.text) || fits(right.pieces, left.text);

/** Whether the text is these pieces in this order, with something between them. */
function fits([first = '', ...others]: readonly string[], text: string): boolean {
  const last = others.pop();
  if (last === undefined || !text.startsWith(first)) return false;
  let at = first.length;
  for (const piece of others) {
    const found = text.indexOf(piece, at + 1);
    if (found < 0) return false;
    at = found + piece.length;
  }
  return text.endsWith(last) && text.length - last.length > at;
}
