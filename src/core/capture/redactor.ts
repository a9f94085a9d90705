import { createPseudonyms, type Kind, type Pseudonyms } from './pseudonyms.ts';
import { isKnownName } from './vocabulary.ts';

/** What a flow is known by: who takes part in it, by the names that the public knows, and when it was. */
export interface Scene {
  /** When the call was made, epoch ms. */
  at: number;
  /** Hosts of the relying party and the identity providers. */
  hosts: ReadonlySet<string>;
  /** The client ids of the call that are spelled as public ones are. */
  clients: ReadonlySet<string>;
}

/** What one redaction knows while it goes through a flow. */
export interface Redactor {
  /** The pseudonym of a value. */
  replace(value: string, kind: Kind): string;
  /** Notes a value that was rebuilt from replaced parts. Returns it. */
  rebuilt(value: string, kind: Kind): string;
  isPseudonym(text: string): boolean;
  /** Begins the next flow: its values are quoted by its own findings only, and its parties are its own. */
  begin(scene: Scene): void;
  /** Values of this flow that were replaced, in whole, with what stands for them. */
  readonly quoted: ReadonlyMap<string, string>;
  /** Those of them that are more than one word, and no known name. */
  readonly phrases: ReadonlySet<string>;
  /** Numbers of this flow that were left as they are. */
  readonly numbers: Set<string>;
  /** Names of members of this flow that were left because a developer chose them. */
  readonly names: Set<string>;
  /** Hosts of this flow's relying party and identity providers. */
  readonly hosts: ReadonlySet<string>;
  /** Client ids of this flow's call that are left as they are. */
  readonly clients: ReadonlySet<string>;
  /** When this flow's call was made, epoch ms. */
  readonly at: number;
  /** Long bodies of this flow that were redacted beforehand, step by step, with what became of them. */
  readonly prepared: Map<string, string>;
  readonly pseudonyms: Pseudonyms;
}

/** Letters or digits with something between or around them that prose is cut at. */
const PHRASE = /[\p{L}\p{N}]\W|\W[\p{L}\p{N}]/u;

/** @param key of HMAC-SHA-256, made for this one export and written nowhere: see `pseudonyms.ts` */
export function createRedactor(key: Uint8Array): Redactor {
  const pseudonyms = createPseudonyms(key);
  const quoted = new Map<string, string>();
  const phrases = new Set<string>();
  const numbers = new Set<string>();
  const names = new Set<string>();
  const prepared = new Map<string, string>();
  let scene: Scene = { at: Number.NaN, hosts: new Set(), clients: new Set() };

  return {
    pseudonyms,
    quoted,
    phrases,
    numbers,
    names,
    prepared,
    get hosts() {
      return scene.hosts;
    },
    get clients() {
      return scene.clients;
    },
    get at() {
      return scene.at;
    },
    isPseudonym: text => pseudonyms.issued.has(text),
    begin(next) {
      scene = next;
      quoted.clear();
      phrases.clear();
      numbers.clear();
      names.clear();
      prepared.clear();
    },
    replace(value, kind) {
      if (pseudonyms.issued.has(value)) return value;
      const pseudonym = pseudonyms.of(value, kind);
      if (quoted.has(value)) return pseudonym;
      quoted.set(value, pseudonym);
      if (PHRASE.test(value) && !isKnownName(value)) phrases.add(value);
      return pseudonym;
    },
    rebuilt(value, kind) {
      pseudonyms.add(value, kind);
      return value;
    },
  };
}
