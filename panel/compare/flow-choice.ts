import type { ImportedFile } from '../../src/core/capture/shelf.ts';
import type { Flow } from '../../src/core/model.ts';
import { callWords, idpWords } from '../flow/call.ts';
import { resultWords, verdictOf } from '../flow/outcome.ts';
import { clockWords } from '../flow/time.ts';

/** A flow in one line of a choice. */
export function flowWords(flow: Flow, files: readonly ImportedFile[]): string {
  const file = files.find(({ flows }) => flows.includes(flow));
  const call = [callWords(flow), idpWords(flow)].filter(Boolean).join(' ');
  return [clockWords(flow.startedAt), call, resultWords(flow), file?.name].filter(Boolean).join(' · ');
}

/**
 * The two that are most likely meant. `undefined` where there are not two.
 *
 * 1. The first two of those that were marked.
 * 2. Else on the right the flow in the details, or without one the last.
 * 3. Then on the left the last one that called the same entry point and ended otherwise; failing that the last one that
 *    called the same, and failing that the last of all.
 */
export function likelyPair(
  flows: readonly Flow[],
  marked: readonly Flow[],
  selected: Flow | undefined,
): [left: Flow, right: Flow] | undefined {
  const [first, second] = marked;
  if (first !== undefined && second !== undefined) return [first, second];
  const right = selected ?? flows.at(-1);
  if (right === undefined) return undefined;
  const others = flows.filter(flow => flow !== right);
  const alike = others.filter(({ api }) => api === right.api);
  const left = alike.findLast(flow => verdictOf(flow) !== verdictOf(right)) ?? alike.at(-1) ?? others.at(-1);
  return left === undefined ? undefined : [left, right];
}
