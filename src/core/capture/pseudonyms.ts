import { hmac } from '@noble/hashes/hmac.js';
import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex, utf8ToBytes } from '@noble/hashes/utils.js';

/** What a replaced value was, as far as its place or shape tells. It is the first part of the pseudonym. */
export type Kind =
  | 'client'
  | 'email'
  | 'host'
  | 'id'
  | 'key'
  | 'name'
  | 'nonce'
  | 'number'
  | 'path'
  | 'secret'
  | 'text'
  | 'token';

/**
 * Stands for values within one export: equal values get equal pseudonyms, whatever their place. The key is random and is
 * written nowhere, so that a short value (a first name, a four-digit code) cannot be found by trying all of them.
 */
export interface Pseudonyms {
  of(value: string, kind: Kind): string;
  /** A value that was rebuilt from pseudonyms, such as a token. */
  add(rebuilt: string, kind: Kind): void;
  /** Every pseudonym given out so far, and its kind. */
  readonly issued: ReadonlyMap<string, Kind>;
}

/** 48 bits: two of a million values meet by chance once in some five hundred files. */
const BYTES = 6;

export function createPseudonyms(key: Uint8Array): Pseudonyms {
  const keyed = hmac.create(sha256, key);
  // Used again for every value: a file holds a million of them.
  const scratch = keyed.clone();
  const digest = new Uint8Array(keyed.outputLen);
  const byValue = new Map<string, string>();
  const issued = new Map<string, Kind>();
  return {
    issued,
    add: (rebuilt, kind) => void issued.set(rebuilt, kind),
    of(value, kind) {
      const earlier = byValue.get(value);
      if (earlier !== undefined) return earlier;
      keyed._cloneInto(scratch).update(utf8ToBytes(value)).digestInto(digest);
      const shape = NUMERAL.test(value) ? 'number' : kind;
      const pseudonym = shaped(digest.subarray(0, BYTES), shape);
      byValue.set(value, pseudonym);
      issued.set(pseudonym, shape);
      return pseudonym;
    },
  };
}

/** A number stays one wherever it stands first, so that JSON holds the same pseudonym without quotes and in them. */
const NUMERAL = /^[+-]?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/;

/** Pseudonyms keep to letters, digits, `-`, `.` and `@`, so that they stay legible in every encoding. */
function shaped(code: Uint8Array, kind: Kind): string {
  const hex = bytesToHex(code);
  switch (kind) {
    case 'email':
      return `user-${hex}@redacted.example`;
    case 'host':
      return `host-${hex}.example`;
    case 'number':
      return `9${String(Number.parseInt(hex, 16) % 1e14).padStart(14, '0')}`;
    default:
      return `${kind}-${hex}`;
  }
}

export interface Mark {
  /** Offsets in UTF-16 units; the end is exclusive. */
  start: number;
  end: number;
  kind: Kind;
}

const KINDS = 'client|id|key|name|nonce|path|secret|text|host|user';

/** Forms and queries escape the `@`, and so does a report, which escapes `_` and `~` as well. */
const SHAPE = `(?:${KINDS})-[0-9a-f]{12}(?:(?:\\\\?@|%(?:25)*40)redacted\\.example|\\.example)?|9\\d{14}`;

/** Looks ahead from every position: what stands before a pseudonym may be the end of an escape, as in `%22name-…`. */
const PSEUDONYM = new RegExp(`(?=(${SHAPE}))`, 'g');
const APART = new RegExp(`(?:${SHAPE})(?!\\d)`);

/** What stands before, between and after what has the shape of a pseudonym, of whichever file. */
export const aroundPseudonyms = (text: string): string[] => text.split(APART);

const BEFORE = String.raw`(?<=^|\W|%[\dA-F]{2}|\\[nrt])`;
const TOKEN = String.raw`e(?:[\w~.=-]|\\[_~]){15,}`;
const REBUILT = new RegExp(`${BEFORE}(?=(${TOKEN}))`, 'g');
/** A report shortens what is long; too little of it is left where it could be another value's beginning. */
const SHORTENED = new RegExp(`${BEFORE}(?=((?:${KINDS})-[0-9a-f]{4,12}|9\\d{5,14}|${TOKEN})…)`, 'g');

/** Where pseudonyms stand in a piece of exported text, whichever its format: what a preview marks. */
export function marksIn(text: string, issued: ReadonlyMap<string, Kind>): Mark[] {
  const marks: Mark[] = [];
  const mark = (found: string, start: number, kind: Kind | undefined) => {
    if (kind) marks.push({ start, end: start + found.length, kind });
  };
  for (const { 1: found = '', index } of text.matchAll(PSEUDONYM)) mark(found, index, issued.get(unescaped(found)));
  for (const { 1: found = '', index } of text.matchAll(REBUILT)) {
    // A full stop may be a sentence's, or the end of a token without a signature.
    const ends = [found, found.replace(/\.$/, '')];
    const rebuilt = ends.find(each => issued.has(unescaped(each)));
    if (rebuilt !== undefined) mark(rebuilt, index, issued.get(unescaped(rebuilt)));
  }
  for (const { 1: found = '', index } of text.matchAll(SHORTENED)) mark(found, index, beginning(found, issued));
  return marks
    .sort((a, b) => a.start - b.start || b.end - a.end)
    .filter((each, at, all) => (all[at - 1]?.end ?? 0) <= each.start);
}

const unescaped = (found: string): string => found.replace(/\\(?=[@_~])/g, '').replace(/%(?:25)*40/, '@');

function beginning(found: string, issued: ReadonlyMap<string, Kind>): Kind | undefined {
  const start = unescaped(found);
  for (const [pseudonym, kind] of issued) if (pseudonym.startsWith(start)) return kind;
  return undefined;
}
