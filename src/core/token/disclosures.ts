import { bytesToHex } from '@noble/hashes/utils.js';
import { decodeBase64url } from './base64url.ts';
import type { Disclosure } from './decoded.ts';
import type { Digest } from './digest.ts';
import { isObject, type JsonObject, setMember } from './json-object.ts';
import { pathTo } from './json-path.ts';
import { DEEPEST_JSON } from './json-text.ts';
import { readJsonPart } from './part.ts';
import type { ProblemCode, ProblemLog } from './problem.ts';

/** Decodes one disclosure: `[salt, name, value]`, or `[salt, value]` for an array's element (RFC 9901 section 4.2). */
export function readDisclosure(
  source: string,
  start: number,
  number: number,
  digest: Digest | undefined,
  log: ProblemLog,
): Disclosure {
  const part = readJsonPart(`disclosure ${number}`, source, start, log);
  const contents: readonly unknown[] = Array.isArray(part.value) ? part.value : [];
  const complain = (message: string) =>
    log.add('disclosure-form', message, { part: part.name, layer: 'text', offset: 0 });
  if (contents.length !== 2 && contents.length !== 3)
    complain('A disclosure is an array of salt, name and value, or of salt and value.');
  const [salt, second, third] = contents;
  const named = contents.length === 3;
  if (contents.length > 0 && typeof salt !== 'string') complain('The salt should be a string.');
  if (named && typeof second !== 'string') complain('The claim name should be a string.');
  if (second === '_sd' || (named && second === '...')) complain(`A disclosure cannot be named “${second}”.`);
  return {
    part,
    ...(typeof salt === 'string' && { salt }),
    ...(named && typeof second === 'string' && { name: second }),
    value: named ? third : second,
    ...(digest && { digest: digest(source) }),
  };
}

export interface Applied {
  claims: JsonObject;
  undisclosed: { digest: string; path: string }[];
}

/**
 * Puts the disclosures where their digests stand (RFC 9901 section 7.1, step 3) and writes into each where that was.
 * No digest is followed twice, so the work is linear in the size of the token.
 */
export function applyDisclosures(
  payload: JsonObject,
  disclosures: readonly Disclosure[],
  digest: Digest | undefined,
  log: ProblemLog,
): Applied {
  const application = new Application(disclosures, log);
  const { _sd_alg, ...rest } = payload;
  const claims = application.object(rest, '$', 0);
  const closed = new Set(application.undisclosed.map(each => each.digest));
  for (const disclosure of disclosures) {
    if (disclosure.path !== undefined || disclosure.digest === undefined) continue;
    const message = 'No digest in the token refers to this disclosure; verifiers must refuse the token.';
    const reason = digest && whyUnreferenced(disclosure, digest, closed);
    log.add('disclosure-unreferenced', reason === undefined ? message : `${message} ${reason}`, {
      part: disclosure.part.name,
      layer: 'source',
      offset: disclosure.part.start,
    });
  }
  return { claims, undisclosed: application.undisclosed };
}

/** What the issuer did in place of hashing the disclosure as it stands and writing base64url, where that shows. */
function whyUnreferenced({ part, digest: own = '' }: Disclosure, digest: Digest, closed: ReadonlySet<string>) {
  const { bytes } = decodeBase64url(own);
  if (closed.has(bytesToHex(bytes))) return 'Its digest is there in hex; base64url is wanted.';
  if (closed.has(toStandardBase64(own))) return 'Its digest is there in plain base64; base64url is wanted.';
  if (closed.has(digest(part.text)))
    return 'The digest of its decoded text is there; that of the disclosure as it stands is wanted.';
  return undefined;
}

function toStandardBase64(base64url: string): string {
  const digits = base64url.replaceAll('-', '+').replaceAll('_', '/');
  return digits.padEnd(Math.ceil(digits.length / 4) * 4, '=');
}

class Application {
  readonly undisclosed: Applied['undisclosed'] = [];
  readonly #byDigest = new Map<string, Disclosure>();
  readonly #met = new Set<string>();
  readonly #log: ProblemLog;

  constructor(disclosures: readonly Disclosure[], log: ProblemLog) {
    this.#log = log;
    for (const disclosure of disclosures) {
      if (disclosure.digest !== undefined && !this.#byDigest.has(disclosure.digest)) {
        this.#byDigest.set(disclosure.digest, disclosure);
      }
    }
  }

  object(object: JsonObject, path: string, depth: number): JsonObject {
    const result: JsonObject = {};
    for (const [name, value] of Object.entries(object)) {
      if (name !== '_sd') setMember(result, name, this.#value(value, pathTo(path, name), depth + 1));
    }
    if (Object.hasOwn(object, '_sd')) this.#disclose(object['_sd'], result, path, depth);
    return result;
  }

  #value(value: unknown, path: string, depth: number): unknown {
    if (depth > DEEPEST_JSON) {
      this.#complain('too-deep', `Nested deeper than ${DEEPEST_JSON} levels: not followed.`, path);
      return null;
    }
    if (Array.isArray(value))
      return value.flatMap((element, index) => this.#element(element, pathTo(path, index), depth));
    return isObject(value) ? this.object(value, path, depth) : value;
  }

  #disclose(digests: unknown, into: JsonObject, path: string, depth: number): void {
    if (!Array.isArray(digests)) {
      this.#complain('digest-form', '_sd should be an array of digests.', pathTo(path, '_sd'));
      return;
    }
    for (const [index, digest] of digests.entries()) {
      const at = pathTo(pathTo(path, '_sd'), index);
      const disclosure = this.#follow(digest, at, at);
      if (!disclosure) continue;
      const { name } = disclosure;
      if (name === undefined) {
        this.#complain(
          'disclosure-form',
          'This digest wants a disclosure with a claim name; the one given has none.',
          at,
        );
      } else if (Object.hasOwn(into, name)) {
        this.#complain('claim-overwritten', `The disclosed claim “${name}” is there already.`, at);
      } else if (name !== '_sd' && name !== '...') {
        disclosure.path = pathTo(path, name);
        setMember(into, name, this.#value(disclosure.value, disclosure.path, depth + 1));
      }
    }
  }

  #element(element: unknown, path: string, depth: number): unknown[] {
    if (!isObject(element) || !Object.hasOwn(element, '...')) return [this.#value(element, path, depth + 1)];
    if (Object.keys(element).length > 1) {
      this.#complain('digest-form', 'An element that holds “...” holds nothing else.', path);
      return [this.#value(element, path, depth + 1)];
    }
    const disclosure = this.#follow(element['...'], path, path);
    if (!disclosure) return [];
    if (disclosure.name === undefined) return [this.#value(disclosure.value, path, depth + 1)];
    this.#complain(
      'disclosure-form',
      'This digest wants a disclosure of an array’s element; the one given has a name.',
      path,
    );
    return [];
  }

  /** The disclosure a digest stands for, met for the first time. */
  #follow(digest: unknown, at: string, path: string): Disclosure | undefined {
    if (typeof digest !== 'string') {
      this.#complain('digest-form', 'A digest should be a string.', at);
      return undefined;
    }
    if (this.#met.has(digest)) {
      this.#complain('digest-repeated', 'The same digest stands twice in the token; verifiers must refuse it.', at);
      return undefined;
    }
    this.#met.add(digest);
    const disclosure = this.#byDigest.get(digest);
    if (disclosure) disclosure.path = path;
    else this.undisclosed.push({ digest, path });
    return disclosure;
  }

  #complain(code: ProblemCode, message: string, path: string): void {
    this.#log.add(code, message, { part: 'payload', layer: 'text', offset: 0, path });
  }
}
