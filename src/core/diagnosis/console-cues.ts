import { REQUEST_REASONS, USER_INFO_REASONS } from './reasons.ts';

/** A reason that one of Chrome's console lines names. */
export interface Cue {
  code: string;
  /** Epoch ms. */
  at: number;
  text: string;
}

const CUES: readonly { code: string; cue: string }[] = [REQUEST_REASONS, USER_INFO_REASONS]
  .flatMap(table => Object.entries(table))
  .flatMap(([code, { cues }]) => (cues ?? []).map(cue => ({ code, cue: cue.toLowerCase() })))
  // A line may hold a general cue and a particular one: the longer one says more.
  .sort((a, b) => b.cue.length - a.cue.length);

/** The reasons that Chrome's console lines name, in the order of the lines, each once. */
export function readConsole(log: readonly { at: number; text: string }[]): Cue[] {
  const found = log.flatMap(({ at, text }) => {
    const line = text.toLowerCase();
    const hit = CUES.find(({ cue }) => line.includes(cue));
    return hit ? [{ code: hit.code, at, text }] : [];
  });
  return found.filter(({ code }, i) => found.findIndex(other => other.code === code) === i);
}
