import { isWebUrl, redactUrl } from './redact-url.ts';
import type { Redactor } from './redactor.ts';
import { isKnownName } from './vocabulary.ts';

/**
 * Which names of members are kept. `known`: those in the vocabulary; an object in a body may be a map by e-mail address.
 * `given`: also any that is spelled like an identifier, for what a developer named (claims, members of the request).
 */
export type Naming = 'known' | 'given';

const IDENTIFIER = /^[A-Za-z][A-Za-z_-]{0,31}$/;

export function redactKey(key: string, redactor: Redactor, naming: Naming = 'known'): string {
  if (key === '' || key === '$type' || key === '__proto__' || isKnownName(key)) return key;
  if (naming === 'given' && IDENTIFIER.test(key)) {
    redactor.names.add(key);
    return key;
  }
  return isWebUrl(key) ? redactUrl(key, redactor) : redactor.replace(key, 'key');
}
