import { type JsonObject, setMember } from './json-object.ts';
import { pathTo } from './json-path.ts';
import { readString } from './json-string.ts';
import { LISTED_PROBLEMS, showCharacter } from './problem.ts';

/** Nesting that a token may have. Past it reading stops, so that nobody who walks the value later runs out of stack. */
export const DEEPEST_JSON = 200;

export interface JsonFault {
  code: 'json-syntax' | 'duplicate-key' | 'unsafe-number' | 'lone-surrogate' | 'too-deep';
  message: string;
  /** Characters (UTF-16 code units) into the text. */
  offset: number;
  path: string;
}

export interface JsonReading {
  /** The value, or as much of it as could be made out; `undefined` where the text holds none. */
  value: unknown;
  faults: JsonFault[];
  /** Faults found after the list was full. */
  unlisted: number;
  /** Where the names of the outermost object's members begin. */
  members: ReadonlyMap<string, number>;
}

/**
 * Reads JSON text (RFC 8259) in linear time and goes on past every fault. Texts without a `json-syntax` or `too-deep`
 * fault give exactly what `JSON.parse` gives; where a name is repeated the last one wins, as there.
 */
export function readJson(text: string): JsonReading {
  return new JsonReader(text).read();
}

type Frame = { kind: 'object'; value: JsonObject; key?: string } | { kind: 'array'; value: unknown[] };
type Expected = 'value' | 'value-or-close' | 'name' | 'name-or-close' | 'colon' | 'comma-or-close' | 'nothing';

const NUMBER = /^-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?$/;
const WORD_END = /[\s,:{}[\]"]/g;

class JsonReader {
  readonly #text: string;
  #at = 0;
  #root: unknown;
  readonly #frames: Frame[] = [];
  readonly #faults: JsonFault[] = [];
  #unlisted = 0;
  readonly #members = new Map<string, number>();

  constructor(text: string) {
    this.#text = text;
  }

  read(): JsonReading {
    let expected: Expected = 'value';
    if (this.#text.startsWith('\uFEFF')) this.#fault('json-syntax', 'A byte-order mark; JSON has none.', this.#at++);
    for (this.#skipSpace(); expected !== 'nothing'; this.#skipSpace()) {
      if (this.#at >= this.#text.length) {
        const open = this.#frames.length;
        const inside = open === 0 ? 'before a value' : `inside ${open} open ${open === 1 ? 'bracket' : 'brackets'}`;
        this.#fault('json-syntax', `The text ends ${inside}.`, this.#at);
        break;
      }
      if (this.#tooDeep()) break;
      expected = this.#step(expected);
    }
    const rest = this.#text.length - this.#at;
    if (expected === 'nothing' && rest > 0) {
      this.#fault('json-syntax', `${rest} characters follow the value, from ${this.#show()} on.`, this.#at);
    }
    return { value: this.#root, faults: this.#faults, unlisted: this.#unlisted, members: this.#members };
  }

  #step(expected: Expected): Expected {
    const next = this.#text.charAt(this.#at);
    switch (expected) {
      case 'value-or-close':
        return next === ']' ? this.#close(next) : this.#value(next);
      case 'value':
        return this.#value(next);
      case 'name-or-close':
        return next === '}' ? this.#close(next) : this.#name(next);
      case 'name':
        return this.#name(next);
      case 'colon':
        return this.#colon(next);
      case 'comma-or-close':
        return this.#afterValue(next);
      case 'nothing':
        return 'nothing';
    }
  }

  #value(next: string): Expected {
    switch (next) {
      case '{':
        return this.#open({ kind: 'object', value: {} }, 'name-or-close');
      case '[':
        return this.#open({ kind: 'array', value: [] }, 'value-or-close');
      case '"':
        return this.#put(this.#string());
      case ']':
      case '}':
        this.#fault('json-syntax', `Expected a value, found ${this.#show()}.`);
        if (this.#frames.length > 0) return this.#close(next);
        this.#at += 1;
        return 'value';
      case ',':
      case ':':
        this.#fault('json-syntax', `Expected a value, found ${this.#show()}.`, this.#at++);
        return 'value';
      default:
        if (!/\s/.test(next)) return this.#put(this.#wordValue());
        this.#fault('json-syntax', `${this.#show()} is no white space in JSON.`, this.#at++);
        return 'value';
    }
  }

  #name(next: string): Expected {
    const offset = this.#at;
    if (next === '"') return this.#named(this.#string(), offset);
    this.#fault('json-syntax', `Expected a name in quotes, found ${this.#show()}.`);
    if (next === '}' || next === ']') return this.#close(next);
    const word = this.#word();
    if (word !== '') return this.#named(word, offset);
    this.#at += 1;
    return 'name';
  }

  #named(name: string, offset: number): Expected {
    const frame = this.#frames.at(-1);
    if (frame?.kind !== 'object') return 'colon';
    frame.key = name;
    if (Object.hasOwn(frame.value, name)) {
      this.#fault('duplicate-key', 'The name appears twice in one object; parsers differ in which they take.', offset);
    }
    if (this.#frames.length === 1) this.#members.set(name, offset);
    return 'colon';
  }

  #colon(next: string): Expected {
    if (next === ':') {
      this.#at += 1;
      return 'value';
    }
    this.#fault('json-syntax', `Expected “:”, found ${this.#show()}.`);
    return next === ',' || next === '}' || next === ']' ? this.#put(null) : 'value';
  }

  #afterValue(next: string): Expected {
    if (next === ']' || next === '}') return this.#close(next);
    if (next === ',') this.#at += 1;
    else this.#fault('json-syntax', `Expected “,” or the end of the list, found ${this.#show()}.`);
    return this.#frames.at(-1)?.kind === 'object' ? 'name' : 'value';
  }

  #tooDeep(): boolean {
    if (this.#frames.length <= DEEPEST_JSON) return false;
    this.#fault('too-deep', `Nested deeper than ${DEEPEST_JSON} levels: nothing from here on was read.`);
    return true;
  }

  #open(frame: Frame, expected: Expected): Expected {
    this.#put(frame.value);
    this.#frames.push(frame);
    this.#at += 1;
    return expected;
  }

  #close(bracket: string): Expected {
    const fits = (this.#frames.pop()?.kind === 'object') === (bracket === '}');
    if (!fits) this.#fault('json-syntax', `The wrong bracket, ${this.#show()}, closes this list.`);
    this.#at += 1;
    return this.#frames.length === 0 ? 'nothing' : 'comma-or-close';
  }

  #put(value: unknown): Expected {
    const frame = this.#frames.at(-1);
    if (frame === undefined) {
      this.#root = value;
      return 'nothing';
    }
    if (frame.kind === 'object') setMember(frame.value, frame.key ?? '', value);
    else frame.value.push(value);
    return 'comma-or-close';
  }

  #wordValue(): unknown {
    const offset = this.#at;
    const word = this.#word();
    if (word === 'true') return true;
    if (word === 'false') return false;
    if (word === 'null') return null;
    if (NUMBER.test(word)) return this.#number(word, offset);
    this.#fault('json-syntax', `${showCharacter(this.#text, offset)} begins no JSON value.`, offset);
    return null;
  }

  #number(word: string, offset: number): number {
    const number = Number(word);
    if (Math.abs(number) > Number.MAX_SAFE_INTEGER) {
      const shown = word.length > 40 ? `${word.slice(0, 40)}…` : word;
      this.#fault('unsafe-number', `${shown} is beyond 2^53: JavaScript and many others round it.`, offset);
    }
    return number;
  }

  #word(): string {
    const start = this.#at;
    WORD_END.lastIndex = start;
    const end = WORD_END.exec(this.#text)?.index ?? this.#text.length;
    this.#at = end;
    return this.#text.slice(start, end);
  }

  #string(): string {
    const { value, end } = readString(this.#text, this.#at, (code, message, offset) =>
      this.#fault(code, message, offset),
    );
    this.#at = end;
    return value;
  }

  #skipSpace(): void {
    while (' \t\n\r'.includes(this.#text[this.#at] ?? 'x')) this.#at += 1;
  }

  #show(): string {
    return showCharacter(this.#text, this.#at);
  }

  #fault(code: JsonFault['code'], message: string, offset = this.#at): void {
    if (this.#faults.length >= LISTED_PROBLEMS) this.#unlisted += 1;
    else this.#faults.push({ code, message, offset, path: this.#path() });
  }

  #path(): string {
    const innermost = this.#frames.length - 1;
    return this.#frames.reduce((path, frame, level) => {
      if (frame.kind === 'object') return frame.key === undefined ? path : pathTo(path, frame.key);
      // The list that an element opened is in its parent already.
      return pathTo(path, level < innermost ? frame.value.length - 1 : frame.value.length);
    }, '$');
  }
}
