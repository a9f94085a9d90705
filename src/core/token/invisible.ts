/** A stretch of text as it can be shown, or one character that would not show, by name. */
export type Stretch =
  | { kind: 'text'; text: string }
  | { kind: 'mark'; text: string; label: string; bidirectional: boolean };

const HIDDEN =
  /[\p{Default_Ignorable_Code_Point}\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Co}\p{Cn}\p{Surrogate}\u2800\uFFFD]|(?! )\p{Zs}/gu;
const BIDIRECTIONAL = /[\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u;

const NAMES: ReadonlyMap<string, string> = new Map([
  ['\t', 'tab'],
  ['\n', 'line feed'],
  ['\r', 'carriage return'],
  ['\u00A0', 'no-break space'],
  ['\u00AD', 'soft hyphen'],
  ['\u061C', 'Arabic letter mark'],
  ['\u200B', 'zero width space'],
  ['\u200C', 'zero width non-joiner'],
  ['\u200D', 'zero width joiner'],
  ['\u200E', 'left-to-right mark'],
  ['\u200F', 'right-to-left mark'],
  ['\u202A', 'left-to-right embedding'],
  ['\u202B', 'right-to-left embedding'],
  ['\u202C', 'pop directional formatting'],
  ['\u202D', 'left-to-right override'],
  ['\u202E', 'right-to-left override'],
  ['\u2060', 'word joiner'],
  ['\u2066', 'left-to-right isolate'],
  ['\u2067', 'right-to-left isolate'],
  ['\u2068', 'first strong isolate'],
  ['\u2069', 'pop directional isolate'],
  ['\uFEFF', 'byte-order mark'],
  ['\uFFFD', 'replacement character'],
]);

/**
 * Cuts text into what can be shown as it is and the characters that would be invisible, or would turn the text around
 * them (Unicode Technical Report 36). Joined again, the stretches are the text.
 */
export function revealInvisible(text: string): Stretch[] {
  const stretches: Stretch[] = [];
  let from = 0;
  for (const match of text.matchAll(HIDDEN)) {
    const [hidden] = match;
    if (match.index > from) stretches.push({ kind: 'text', text: text.slice(from, match.index) });
    stretches.push({ kind: 'mark', text: hidden, label: labelOf(hidden), bidirectional: BIDIRECTIONAL.test(hidden) });
    from = match.index + hidden.length;
  }
  if (from < text.length) stretches.push({ kind: 'text', text: text.slice(from) });
  return stretches;
}

function labelOf(hidden: string): string {
  const point = `U+${(hidden.codePointAt(0) ?? 0).toString(16).toUpperCase().padStart(4, '0')}`;
  const name = NAMES.get(hidden);
  return name === undefined ? point : `${point} ${name}`;
}
