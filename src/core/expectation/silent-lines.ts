import type { Flow } from '../model.ts';
import type { Condition } from './auto-sign-in.ts';

/**
 * How Chrome's console names each condition that a silent call lacked; read off Chromium, three of them seen on 156.
 */
const LINES: readonly { id: Condition['id']; words: string }[] = [
  { id: 'quiet-period', words: 'auto re-authn is in quiet period' },
  { id: 'prevent-silent-access', words: 'preventSilentAccess() has been invoked' },
  { id: 'grant', words: 'has not used FedCM on this site with this identity provider' },
  { id: 'setting', words: 'has disabled auto re-authn' },
  { id: 'one-account', words: 'has used FedCM with multiple accounts' },
];

const PREFIX = 'Silent mediation issue:';

/** Looked at before any request, and all of them: one that has no line is met. */
const BEFORE_REQUESTS: ReadonlySet<Condition['id']> = new Set([
  'quiet-period',
  'prevent-silent-access',
  'grant',
  'setting',
]);

/**
 * What Chrome said of the conditions of a silent call; undefined where it was not asked, or may speak of another call.
 */
export interface SilentLines {
  missing: ReadonlySet<Condition['id']>;
  isMet(id: Condition['id']): boolean;
}

export function silentLines({ chrome }: Flow): SilentLines | undefined {
  if (chrome === undefined || chrome.overlaps?.length) return undefined;
  const lines = chrome.log.filter(({ text }) => text.includes(PREFIX));
  if (lines.length === 0) return undefined;
  const missing = new Set(LINES.flatMap(({ id, words }) => (lines.some(({ text }) => text.includes(words)) ? id : [])));
  return { missing, isMet: id => BEFORE_REQUESTS.has(id) && !missing.has(id) };
}
