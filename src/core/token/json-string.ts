import { showCharacter } from './problem.ts';

type Report = (code: 'json-syntax' | 'lone-surrogate', message: string, offset: number) => void;

const LONE_SURROGATE = /\p{Surrogate}/u;
const ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

/** Reads the JSON string whose opening quote is at `opening`, to its closing quote or the end of the text. */
export function readString(text: string, opening: number, report: Report): { value: string; end: number } {
  let value = '';
  let chunk = opening + 1;
  let at = chunk;
  for (; at < text.length && text[at] !== '"'; at += 1) {
    if (text[at] === '\\') {
      const escaped = readEscape(text, at, report);
      value += text.slice(chunk, at) + escaped.value;
      at += escaped.length - 1;
      chunk = at + 1;
    } else if (text.charCodeAt(at) < 0x20) {
      report('json-syntax', `${showCharacter(text, at)} stands unescaped in a string.`, at);
    }
  }
  if (at >= text.length) report('json-syntax', 'This string is never closed.', opening);
  value += text.slice(chunk, at);
  if (LONE_SURROGATE.test(value)) {
    report('lone-surrogate', 'Half of a surrogate pair: no character, and no UTF-8 for it.', opening);
  }
  return { value, end: Math.min(at + 1, text.length) };
}

function readEscape(text: string, at: number, report: Report): { value: string; length: number } {
  const letter = text.charAt(at + 1);
  const digits = text.slice(at + 2, at + 6);
  if (letter === 'u' && /^[0-9a-fA-F]{4}$/.test(digits)) {
    return { value: String.fromCharCode(Number.parseInt(digits, 16)), length: 6 };
  }
  const value = ESCAPES.get(letter);
  if (value !== undefined) return { value, length: 2 };
  report('json-syntax', 'No such escape.', at);
  return { value: '\\', length: 1 };
}
