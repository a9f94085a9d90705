import type { AskResult } from '../../src/core/flow/asking.ts';
import type { ChromeWords, Flow } from '../../src/core/model.ts';
import { durationWords } from '../flow/time.ts';

/** What came of asking, in a sentence; nothing where the flow itself now tells it. */
export function resultWords(result: AskResult): string {
  switch (result.kind) {
    case 'answered':
      return result.reasons.length > 0 ? '' : 'Chrome gave no reason; its console lines are below.';
    case 'nothing':
      return 'Chrome remembers nothing of this call. It forgets when the page is left, and for some failures it gives no reason.';
    case 'refused':
      return refusalWords(result.message);
  }
}

/** Why Chrome does not let itself be asked, with its own words. */
export function refusalWords(message: string): string {
  if (/already attached/i.test(message))
    return `Another debugger is attached to this tab, and Chrome admits one from an extension. End it and ask again. Chrome: “${message}”`;
  if (/cannot (attach|access)|not allowed|policy/i.test(message))
    return `Chrome does not let extensions debug this page: a policy of this browser, or a page of its own. Chrome: “${message}”`;
  return `Chrome refused: “${message}”`;
}

/** When Chrome decided, and how long the page waited for the news. Nothing where no line has a moment in the call. */
export function decisionWords({ startedAt, settledAt, outcome }: Flow, { log }: ChromeWords): string | undefined {
  const decided = log.at(-1)?.at;
  if (decided === undefined) return undefined;
  const when = `Chrome decided ${durationWords(Math.max(0, decided - startedAt))} after the call`;
  if (settledAt === undefined) return `${when}; the page has not been told yet.`;
  if (outcome.status === 'interrupted') return `${when}.`;
  const delay = settledAt - decided;
  return delay > 1
    ? `${when}; the page was told ${durationWords(delay)} later.`
    : `${when}; the page was told at once.`;
}
