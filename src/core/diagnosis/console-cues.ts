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

/** The reason that each of Chrome's console lines names, in the order of the lines. */
export function cuesIn(log: readonly { at: number; text: string }[]): Cue[] {
  return log.flatMap(({ at, text }) => {
    const line = text.toLowerCase();
    const hit = CUES.find(({ cue }) => line.includes(cue));
    return hit ? [{ code: hit.code, at, text }] : [];
  });
}

/** As {@link cuesIn}, each reason once. */
export function readConsole(log: readonly { at: number; text: string }[]): Cue[] {
  const found = cuesIn(log);
  return found.filter(({ code }, i) => found.findIndex(other => other.code === code) === i);
}
