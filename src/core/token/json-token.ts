import { describeValue } from './claim-types.ts';
import { decodeToken } from './decode.ts';
import type { DecodedJson } from './decoded.ts';
import { isObject, type JsonObject, setMember } from './json-object.ts';
import { pathTo } from './json-path.ts';
import { decodeSerialized, looksSerialized } from './json-serialization.ts';
import { DEEPEST_JSON } from './json-text.ts';
import { looksCompact } from './looks.ts';
import { logJson } from './part.ts';
import { ProblemLog } from './problem.ts';

/** Tokens listed of those inside one value. */
const MOST_FOUND = 100;

const AT_START = { part: 'token', layer: 'source', offset: 0 } as const;

/** Decodes a token that is a JSON value itself (Chrome 143 and later hand on any JSON value). */
export function decodeJsonValue(value: unknown, depth = 0): DecodedJson {
  return explore(value, new ProblemLog(), depth);
}

/** Decodes a token that is JSON in a string. */
export function decodeJsonText(source: string, start = 0, depth = 0): DecodedJson {
  const log = new ProblemLog();
  const { value } = logJson('token', 'source', source, start, log);
  return { ...explore(value, log, depth), source };
}

function explore(value: unknown, log: ProblemLog, depth: number): DecodedJson {
  if (value === null || value === undefined) {
    log.add('no-token', 'The token is null: the identity provider answered without one.', AT_START);
  } else if (typeof value === 'number' || typeof value === 'boolean') {
    log.add('not-text', `The token is ${describeValue(value)}, neither a string nor an object.`, AT_START);
  }
  const found: DecodedJson['found'] = [];
  const tooDeep = findTokens(
    value,
    log,
    (path, candidate) => {
      if (typeof candidate !== 'string') {
        found.push(...decodeSerialized(candidate, path, depth + 1));
        return;
      }
      const token = decodeToken(candidate, depth + 1);
      if (token.kind === 'json' && token.found.length === 0) return;
      if (token.kind === 'opaque' && token.problems.length === 0) return;
      found.push({ path, token });
    },
    () => found.length < MOST_FOUND,
  );
  return { kind: 'json', value: tooDeep ? cutDeep(value) : (value ?? null), found, problems: log.list() };
}

/**
 * Hands on every string or object inside a value that may be a token. Answers whether something lay too deep to be
 * looked at.
 */
function findTokens(
  root: unknown,
  log: ProblemLog,
  take: (path: string, candidate: string | JsonObject) => void,
  roomForMore: () => boolean,
): boolean {
  let tooDeep = false;
  let left = 0;
  const pending: { value: unknown; path: string; depth: number }[] = [{ value: root, path: '$', depth: 0 }];
  for (let next = pending.pop(); next; next = pending.pop()) {
    const { value, path, depth } = next;
    const candidate = candidateIn(value);
    if (candidate !== undefined) {
      if (roomForMore()) take(path, candidate);
      else left += 1;
      continue;
    }
    if (typeof value !== 'object' || value === null) continue;
    if (depth > DEEPEST_JSON) {
      if (!tooDeep)
        log.add('too-deep', `Nested deeper than ${DEEPEST_JSON} levels: not looked into.`, { ...AT_START, path });
      tooDeep = true;
      continue;
    }
    const children: [string | number, unknown][] = Array.isArray(value) ? [...value.entries()] : Object.entries(value);
    for (const [key, child] of children.reverse()) {
      if (typeof child === 'string' ? mayHoldToken(child) : typeof child === 'object' && child !== null) {
        pending.push({ value: child, path: pathTo(path, key), depth: depth + 1 });
      }
    }
  }
  if (left > 0)
    log.add('too-many-tokens', `${left} more past the first ${MOST_FOUND} tokens were not decoded.`, AT_START);
  return tooDeep;
}

/** A string that may hold a token, or an object that is one in JSON serialization. */
function candidateIn(value: unknown): string | JsonObject | undefined {
  if (typeof value === 'string') return mayHoldToken(value) ? value : undefined;
  return isObject(value) && looksSerialized(value) ? value : undefined;
}

function mayHoldToken(text: string): boolean {
  return /^\s*[{["]/.test(text) || looksCompact(text.trimStart());
}

function cutDeep(value: unknown, depth = 0): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth > DEEPEST_JSON) return null;
  if (Array.isArray(value)) return value.map(element => cutDeep(element, depth + 1));
  const copy: JsonObject = {};
  if (isObject(value))
    for (const [name, inner] of Object.entries(value)) setMember(copy, name, cutDeep(inner, depth + 1));
  return copy;
}
