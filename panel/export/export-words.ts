import type { Kind } from '../../src/core/capture/pseudonyms.ts';
import type { Writing } from './use-written.ts';

export function secrecyWords(includeSecrets: boolean): string {
  return includeSecrets
    ? 'Tokens, codes and personal data leave as they are. Whoever has the file may be able to sign in with them.'
    : 'Secret and personal values are replaced; equal ones stay equal within the file. What stays: the hosts of the relying party and the identity provider, Google’s client ids, times, sizes, and known words.';
}

export function writingWords(writing: Writing, flows: number): string {
  const all = `${flows.toLocaleString('en')} ${flows === 1 ? 'flow' : 'flows'}`;
  switch (writing.state) {
    case 'writing':
      return `Writing ${writing.done.toLocaleString('en')} of ${all}`;
    case 'written':
      return `${all}, ${writing.written.file.size.toLocaleString('en')} bytes`;
    case 'failed':
      return `Could not write: ${writing.why}`;
  }
}

const KINDS: Record<Kind, [one: string, many: string]> = {
  client: ['client id', 'client ids'],
  email: ['e-mail address', 'e-mail addresses'],
  host: ['host', 'hosts'],
  id: ['id', 'ids'],
  key: ['member name', 'member names'],
  name: ['name', 'names'],
  nonce: ['nonce', 'nonces'],
  number: ['number', 'numbers'],
  path: ['path segment', 'path segments'],
  secret: ['secret', 'secrets'],
  text: ['text', 'texts'],
  token: ['token', 'tokens'],
};

/** `14 parts replaced: 6 ids, 5 names, 3 tokens`. */
export function counted(replaced: readonly [kind: Kind, count: number][]): string {
  const sum = replaced.reduce((total, [, count]) => total + count, 0);
  if (sum === 0) return 'Nothing to replace';
  const kinds = replaced.map(([kind, count]) => `${count.toLocaleString('en')} ${KINDS[kind][count === 1 ? 0 : 1]}`);
  return `${sum.toLocaleString('en')} ${sum === 1 ? 'part' : 'parts'} replaced: ${kinds.join(', ')}`;
}
