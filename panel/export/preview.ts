/** The preview shows this many characters; the file holds all of them. */
const PREVIEWED = 100_000;

/** The beginning of a text that comes in pieces, and how much of it is left. */
export function beginning(parts: readonly string[], most = PREVIEWED): string {
  let shown = '';
  let length = 0;
  for (const part of parts) {
    length += part.length;
    if (shown.length < most) shown += part.slice(0, most - shown.length);
  }
  const left = length - shown.length;
  return left > 0 ? `${shown}\n… ${left.toLocaleString('en')} more characters` : shown;
}
