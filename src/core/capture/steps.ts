/** How far long work has come, in units of its own: flows written, or characters read. */
export interface Progress {
  done: number;
  total: number;
}

/** Work cut into steps short enough for a frame (about a flow each), so that whoever runs it can pause or stop between them. */
export type Steps<Result> = Generator<Progress, Result, void>;

/** The same for work within a step, which has no progress of its own to tell. */
export type Pausing<Result> = Generator<undefined, Result, void>;

/** Steps that are a part of longer work, which is told as one: from 0 to 1, this part from `from` to `to`. */
export function* stage<Result>(steps: Steps<Result>, from: number, to: number): Steps<Result> {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
    const { done, total } = step.value;
    yield { done: from + (to - from) * (total > 0 ? done / total : 1), total: 1 };
  }
}

export interface Pacing {
  /** Gives way to the page's own work. Called between steps; decides itself how often it truly waits. */
  pause(): Promise<void>;
  signal?: AbortSignal;
  onProgress?(progress: Progress): void;
}

/** Runs all steps at once. For what is known to be small. */
export function finish<Result>(steps: Generator<unknown, Result, void>): Result {
  for (;;) {
    const step = steps.next();
    if (step.done) return step.value;
  }
}

/**
 * Runs the steps with a pause after each.
 *
 * @throws the signal's reason, once it is aborted; the steps leave nothing behind.
 */
export async function finishInPauses<Result>(steps: Steps<Result>, pacing: Pacing): Promise<Result> {
  for (;;) {
    pacing.signal?.throwIfAborted();
    const step = steps.next();
    if (step.done) return step.value;
    pacing.onProgress?.(step.value);
    await pacing.pause();
  }
}

/** How long work may go on without giving way, ms: half a frame. */
const LONGEST = 8;

/** A pause that truly waits only once it is due. `rest` ends after other work of the page was done. */
export function pauseWhenDue({ now, rest }: { now(): number; rest(): Promise<void> }): () => Promise<void> {
  let since = now();
  return async () => {
    if (now() - since < LONGEST) return;
    await rest();
    since = now();
  };
}
