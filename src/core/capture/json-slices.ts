import { CaptureError } from './capture-error.ts';
import { BARE_WORD, endOfString } from './json-text.ts';

/** One value of a JSON file: where it stands in the document, and in the text. */
export interface Slice {
  /** `creator`, `flows[3]`, `log.entries[0]`: to be read. A name may hold dots, too. */
  path: string;
  /** The path of the opened container, empty for the document, and the name or index in it. */
  parent: string;
  key: string | number;
  start: number;
  end: number;
}

/** Where a value stands while the text is gone through: so many containers are around it. */
type Place = Omit<Slice, 'start' | 'end'> & { depth: number };

/** Nothing that we write, or that a HAR holds, nests deeper; whoever walks a value later must not run out of stack. */
const DEEPEST = 256;

/** A flow takes a few hundred KiB at most, and a HAR file's entries are not all ours: more is no file of a sign-in. */
const MOST_SLICES = 250_000;
/** Of one value: what is parsed at once must not keep the panel waiting. */
const MOST_BRACKETS = 2_000_000;
const LONGEST_SLICE = 16 * 1024 * 1024;

const STRUCTURE = /["{}[\]]/g;
const BLANK = /[ \t\n\r]*/y;
const EMPTY = /\{[ \t\n\r]*\}|\[[ \t\n\r]*\]/y;

/** Containers that are looked into, by the names of the members that hold them. */
export interface Opened {
  readonly [name: string]: Opened;
}

/**
 * Cuts JSON text into slices that can be parsed one at a time, with a pause between them. The document and the
 * containers in it that `opened` names are looked into unless they are empty, everything else is one slice. The slices'
 * insides are only counted through.
 *
 * @throws CaptureError `not-json`, `truncated`, `too-deep`, `too-large`, `duplicate-member`.
 */
export function* sliceJson(text: string, opened: Opened): Generator<Slice, void> {
  let at = 0;
  let slices = 0;

  const fail = (path: string): never => {
    if (at >= text.length) throw new CaptureError('truncated', path || 'end of file', 'The file ends in the middle.');
    throw new CaptureError('not-json', placeOf(path, at), 'This is not valid JSON.');
  };
  const skipBlank = () => {
    BLANK.lastIndex = at;
    BLANK.test(text);
    at = BLANK.lastIndex;
  };
  const take = (char: string, path: string) => {
    if (text[at] !== char) fail(path);
    at += 1;
    skipBlank();
  };

  function* value(place: Place, inner: Opened | undefined): Generator<Slice, void> {
    const first = text[at];
    const { path } = place;
    const lookInto = inner !== undefined && !isEmptyAt(text, at);
    if (lookInto && first === '{') yield* members(place, inner);
    else if (lookInto && first === '[') yield* elements(place);
    else {
      const start = at;
      at = endOfValue(text, at, place);
      if (at === start) fail(path);
      slices += 1;
      if (slices > MOST_SLICES) throw tooLarge(path, `More than ${MOST_SLICES.toLocaleString('en')} values.`);
      yield { path, parent: place.parent, key: place.key, start, end: at };
    }
    skipBlank();
  }

  function* members({ path, depth }: Place, inner: Opened): Generator<Slice, void> {
    const names = new Set<string>();
    take('{', path);
    while (text[at] !== '}') {
      if (names.size > 0) take(',', path);
      const end = text[at] === '"' ? endOfString(text, at) : at;
      if (end < 0) at = text.length;
      if (end <= at) fail(path);
      const name: unknown = parseSlice(text, at, end, path);
      if (typeof name !== 'string') return fail(path);
      const step = name === '' ? '""' : name;
      const child = path === '' ? step : `${path}.${step}`;
      if (names.has(name)) throw new CaptureError('duplicate-member', child, 'This member occurs twice.');
      names.add(name);
      at = end;
      skipBlank();
      take(':', child);
      const within = Object.hasOwn(inner, name) ? inner[name] : undefined;
      yield* value({ path: child, parent: path, key: name, depth: depth + 1 }, within);
    }
    at += 1;
  }

  function* elements({ path, depth }: Place): Generator<Slice, void> {
    take('[', path);
    for (let index = 0; text[at] !== ']'; index += 1) {
      if (index > 0) take(',', path);
      yield* value({ path: `${path}[${index}]`, parent: path, key: index, depth: depth + 1 }, undefined);
    }
    at += 1;
  }

  skipBlank();
  yield* value({ path: '', parent: '', key: '', depth: 0 }, opened);
  if (at < text.length) fail('');
}

function isEmptyAt(text: string, at: number): boolean {
  EMPTY.lastIndex = at;
  return EMPTY.test(text);
}

function endOfValue(text: string, start: number, { path, depth: outer }: Place): number {
  const truncated = () => new CaptureError('truncated', path || 'end of file', 'The file ends in the middle.');
  const string = (at: number): number => {
    const end = endOfString(text, at);
    if (end < 0) throw truncated();
    return end;
  };
  const first = text[start];
  if (first === '"') return string(start);
  if (first !== '{' && first !== '[') {
    BARE_WORD.lastIndex = start;
    return BARE_WORD.test(text) ? BARE_WORD.lastIndex : start;
  }
  let depth = outer;
  let brackets = 0;
  STRUCTURE.lastIndex = start;
  while (STRUCTURE.test(text)) {
    const found = STRUCTURE.lastIndex - 1;
    const char = text[found];
    if (char === '"') {
      STRUCTURE.lastIndex = string(found);
      continue;
    }
    brackets += 1;
    if (brackets > MOST_BRACKETS) throw tooLarge(path, 'The value holds too many lists and objects.');
    depth += char === '{' || char === '[' ? 1 : -1;
    if (depth > DEEPEST) throw new CaptureError('too-deep', path, `Values nest deeper than ${DEEPEST} levels.`);
    if (depth === outer) return STRUCTURE.lastIndex;
  }
  throw truncated();
}

const tooLarge = (path: string, reason: string) => new CaptureError('too-large', path, reason);

/** @throws CaptureError `not-json`, `too-large`. */
export function parseSlice(text: string, start: number, end: number, path: string): unknown {
  if (end - start > LONGEST_SLICE) {
    const [length, most] = [end - start, LONGEST_SLICE].map(amount => amount.toLocaleString('en'));
    throw tooLarge(path, `The value has ${length} characters; the limit is ${most}.`);
  }
  try {
    return JSON.parse(text.slice(start, end));
  } catch (error) {
    const position = /position (\d+)/.exec(error instanceof Error ? error.message : '')?.[1];
    throw new CaptureError('not-json', placeOf(path, start + Number(position ?? 0)), 'This is not valid JSON.');
  }
}

const placeOf = (path: string, at: number): string => (path === '' ? `character ${at}` : `${path}, character ${at}`);
