import { decodeBase64url } from './base64url.ts';
import { readJson } from './json-text.ts';
import type { PartName, ProblemLog } from './problem.ts';
import { decodeUtf8 } from './utf8.ts';

/** A base64url piece of a token. */
export interface Part {
  name: PartName;
  /** Exactly as it stands in the token. */
  source: string;
  /** Characters (UTF-16 code units) from the beginning of the token. */
  start: number;
  bytes: Uint8Array;
}

/** A piece that holds JSON, or should. */
export interface JsonPart extends Part {
  text: string;
  /** What could be made out of the JSON; `undefined` where nothing could. */
  value: unknown;
  /** Where the outermost object's member names begin in `text`. */
  members: ReadonlyMap<string, number>;
}

/** Takes base64url apart as well as it can be; its faults go to the log, and nothing is thrown. */
export function readPart(name: PartName, source: string, start: number, log: ProblemLog): Part {
  const { bytes, faults } = decodeBase64url(source);
  for (const { code, message, offset } of faults) {
    log.add(code, message, { part: name, layer: 'source', offset: start + offset });
  }
  return { name, source, start, bytes };
}

/** The bytes as UTF-8, with U+FFFD for what is none; the faults go to the log. */
export function readText(part: Part, log: ProblemLog): string {
  const { text, faults } = decodeUtf8(part.bytes);
  for (const { offset, length } of faults) {
    const message = length === 1 ? 'This byte is no UTF-8.' : `${length} bytes from here on are no UTF-8.`;
    log.add('invalid-utf-8', message, { part: part.name, layer: 'bytes', offset });
  }
  return text;
}

/**
 * What the part's text holds as JSON; where it is none the value is what could be read, and the log says where it ends.
 */
export function readJsonText(part: Part, text: string, log: ProblemLog): JsonPart {
  const { value, members } = logJson(part.name, 'text', text, 0, log);
  return { ...part, text, value, members };
}

/** All three in one: base64url that holds UTF-8 that holds JSON. */
export function readJsonPart(name: PartName, source: string, start: number, log: ProblemLog): JsonPart {
  const part = readPart(name, source, start, log);
  return readJsonText(part, readText(part, log), log);
}

/** Reads JSON and reports its faults at `start` plus their own offset. */
export function logJson(part: PartName, layer: 'text' | 'source', text: string, start: number, log: ProblemLog) {
  const reading = readJson(text);
  for (const { code, message, offset, path } of reading.faults) {
    log.add(code, message, { part, layer, offset: start + offset, path });
  }
  log.count(reading.unlisted);
  return reading;
}
