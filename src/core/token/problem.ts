/** Everything that can be wrong with a token's form. Callers switch on the code; the message is for people. */
export type ProblemCode =
  | 'no-token'
  | 'empty-token'
  | 'not-text'
  | 'not-compact'
  | 'stringified'
  | 'surrounding-space'
  | 'wrapped'
  | 'missing-part'
  | 'trailing-garbage'
  | 'bad-base64url'
  | 'base64-alphabet'
  | 'base64-padding'
  | 'base64-length'
  | 'base64-trailing-bits'
  | 'invalid-utf-8'
  | 'json-syntax'
  | 'duplicate-key'
  | 'unsafe-number'
  | 'lone-surrogate'
  | 'too-deep'
  | 'header-not-object'
  | 'header-parameter'
  | 'payload-not-json'
  | 'claims-not-object'
  | 'claim-type'
  | 'claim-in-milliseconds'
  | 'signature-form'
  | 'disclosure-form'
  | 'disclosure-unreferenced'
  | 'too-many-disclosures'
  | 'too-many-tokens'
  | 'digest-form'
  | 'digest-repeated'
  | 'digest-algorithm'
  | 'claim-overwritten'
  | 'missing-tilde'
  | 'more-problems';

export type PartName =
  | 'token'
  | 'header'
  | 'payload'
  | 'signature'
  | 'encrypted key'
  | 'initialization vector'
  | 'ciphertext'
  | 'authentication tag'
  | `disclosure ${number}`;

/** Where a problem is. */
export interface Place {
  part: PartName;
  /**
   * What `offset` counts: characters (UTF-16 code units) of the token as it was given, bytes of the decoded part, or
   * characters of the decoded part's text.
   */
  layer: 'source' | 'bytes' | 'text';
  offset: number;
  /** JSON path inside the part: `$.exp`. */
  path?: string;
}

export interface Problem {
  code: ProblemCode;
  message: string;
  at: Place;
}

/** Past this many, problems are counted and no longer listed one by one. */
export const LISTED_PROBLEMS = 1000;

/** Collects the problems of one token. Never loses one: what is not listed is counted in a last entry. */
export class ProblemLog {
  readonly #listed: Problem[] = [];
  #unlisted = 0;

  add(code: ProblemCode, message: string, at: Place): void {
    if (this.#listed.length < LISTED_PROBLEMS) this.#listed.push({ code, message, at });
    else this.#unlisted += 1;
  }

  count(unlisted: number): void {
    this.#unlisted += unlisted;
  }

  get full(): boolean {
    return this.#listed.length >= LISTED_PROBLEMS;
  }

  list(): Problem[] {
    if (this.#unlisted === 0) return [...this.#listed];
    const message = `${this.#unlisted} more problems are not listed.`;
    return [...this.#listed, { code: 'more-problems', message, at: { part: 'token', layer: 'source', offset: 0 } }];
  }
}

/** One line: where, then what. `payload, character 17 of the decoded text ($.exp): …` */
export function describeProblem({ code, message, at }: Problem): string {
  if (code === 'more-problems') return message;
  return `${describePlace(at)}: ${message}`;
}

function describePlace({ part, layer, offset, path }: Place): string {
  const inside = path === undefined || path === '$' ? '' : ` (${path})`;
  switch (layer) {
    case 'source':
      return `${part}, character ${offset}${inside}`;
    case 'bytes':
      return `${part}, byte ${offset}${inside}`;
    case 'text':
      return `${part}, character ${offset} of the decoded text${inside}`;
  }
}

/** A character as people can read it: printable ASCII in quotes, everything else by its code point. */
export function showCharacter(text: string, offset: number): string {
  const point = text.codePointAt(offset);
  if (point === undefined) return 'the end';
  if (point > 0x20 && point < 0x7f) return `“${String.fromCodePoint(point)}”`;
  return `U+${point.toString(16).toUpperCase().padStart(4, '0')}`;
}
