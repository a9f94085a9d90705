/** Control, format (bidirectional, zero-width) and separator characters, and letters that draw nothing. */
const HIDDEN = /(?![\t\n\r])[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\u115f\u1160\u3164\uffa0]/gu;

/** The text with invisible characters spelt out (`\u202e`), so that a claim cannot disguise itself. */
export function visibleText(text: string): string {
  return text.replace(HIDDEN, found => {
    const digits = (found.codePointAt(0) ?? 0).toString(16).padStart(4, '0');
    return digits.length > 4 ? `\\u{${digits}}` : `\\u${digits}`;
  });
}
