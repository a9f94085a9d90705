import { isWebUrl, redactUrl } from './redact-url.ts';
import type { Redactor } from './redactor.ts';
import { isKnownName, isPersonal } from './vocabulary.ts';

/**
 * Which names of members are kept. `known`: those in the vocabulary; an object in a body or in a call's parameters may
 * be a map by user name. `given`: also any that is spelled like an identifier, as the names of a token's claims are.
 */
export type Naming = 'known' | 'given';

const IDENTIFIER = /^[A-Za-z][A-Za-z_-]{0,31}$/;

/** The name of a member as it may be shown: itself, a redacted address, or a pseudonym. */
export function redactKey(key: string, redactor: Redactor, naming: Naming = 'known'): string {
  if (key === '' || key === '$type' || key === '__proto__') return key;
  if (isKnownName(key) && !isPersonal(key)) return key;
  if (naming === 'given' && IDENTIFIER.test(key) && !redactor.quoted.has(key)) {
    redactor.names.add(key);
    return key;
  }
  return isWebUrl(key) ? redactUrl(key, redactor) : redactor.replace(key, 'key');
}
