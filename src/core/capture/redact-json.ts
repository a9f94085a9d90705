import { BARE_WORD, endOfString } from './json-text.ts';
import { type Naming, redactKey } from './redact-key.ts';
import { redactNumber, redactString } from './redact-string.ts';
import type { Redactor } from './redactor.ts';
import { finish, type Pausing } from './steps.ts';

interface Level {
  object: boolean;
  /** The name that values here stand under: a list's values under the list's own. */
  key: string;
  expectsKey: boolean;
}

/** So many characters are redacted at once: a few ms. */
const STEP = 4096;

const NUMBER = /^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const LITERAL = /^(?:true|false|null)$/;

/**
 * Redacts JSON as text, piece by piece, so that whitespace, duplicate keys and long numbers stay as they were, and broken
 * or shortened JSON is redacted as well as whole. `naming` is for the outermost object: what stands deeper may be a map.
 */
export const redactJson = (text: string, key: string, redactor: Redactor, naming: Naming = 'known'): string =>
  finish(redactJsonInSteps(text, key, redactor, naming));

/** The same with a pause after each {@link STEP}. */
export function* redactJsonInSteps(
  text: string,
  key: string,
  redactor: Redactor,
  naming: Naming = 'known',
): Pausing<string> {
  const levels: Level[] = [];
  const out: string[] = [];
  let level: Level = { object: false, key, expectsKey: false };
  let at = 0;

  function open(object: boolean) {
    levels.push(level);
    level = { object, key: object ? '' : level.key, expectsKey: object };
  }

  /** Returns the offset after the string. */
  function string(): number {
    const end = endOfString(text, at);
    const raw = end < 0 ? text.slice(at) : text.slice(at, end);
    const value = unquoted(raw);
    if (value === undefined) {
      out.push(JSON.stringify(redactor.replace(raw.slice(1), 'text')));
    } else if (level.object && level.expectsKey) {
      level.key = value === 'code' && levels.at(-1)?.key === 'error' ? 'error' : value;
      const kept = redactKey(value, redactor, levels.length === 1 ? naming : 'known');
      out.push(kept === value ? raw : JSON.stringify(kept));
    } else {
      const kept = redactString(value, level.key, redactor);
      out.push(kept === value ? raw : JSON.stringify(kept));
    }
    return end < 0 ? text.length : end;
  }

  function bareWord(): number {
    BARE_WORD.lastIndex = at;
    const word = BARE_WORD.exec(text)?.[0] ?? text.slice(at, at + 1);
    if (LITERAL.test(word)) out.push(word);
    else if (NUMBER.test(word)) out.push(redactNumber(word, level.key, redactor));
    else out.push(redactor.replace(word, 'text'));
    return at + word.length;
  }

  let pausedAt = 0;
  while (at < text.length) {
    if (at - pausedAt > STEP) {
      pausedAt = at;
      yield;
    }
    const char = text[at] ?? '';
    switch (char) {
      case '"':
        at = string();
        continue;
      case '{':
      case '[':
        open(char === '{');
        break;
      case '}':
      case ']':
        level = levels.pop() ?? level;
        break;
      case ',':
        level.expectsKey = level.object;
        break;
      case ':':
        level.expectsKey = false;
        break;
      default:
        if (!/\s/.test(char)) {
          at = bareWord();
          continue;
        }
    }
    out.push(char);
    at += 1;
  }
  return out.join('');
}

/** The same for a value that is no text yet. */
export function redactValue(value: unknown, key: string, redactor: Redactor, naming: Naming = 'known'): unknown {
  const text: string | undefined = JSON.stringify(value);
  return text === undefined ? undefined : JSON.parse(redactJson(text, key, redactor, naming));
}

function unquoted(raw: string): string | undefined {
  if (!raw.includes('\\') && raw.length > 1 && raw.endsWith('"')) return raw.slice(1, -1);
  try {
    return JSON.parse(raw);
  } catch {
    return undefined;
  }
}
