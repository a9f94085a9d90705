import { type ServerAnswer, serverAnswer } from '../../src/core/expectation/server-answer.ts';
import type { Delivery, Flow } from '../../src/core/model.ts';

/**
 * The refusal of one delivery, joined with the token's checks; undefined where there is none. Of an imported flow too:
 * its bodies may be redacted, and its finding says what was made of them when they were not.
 */
export function deliveryVerdict(
  delivery: Delivery,
  flow: Flow,
): Pick<ServerAnswer, 'kind' | 'title' | 'because'> | undefined {
  if (flow.imported) return undefined;
  const answer = serverAnswer(delivery, flow);
  return answer.kind === 'accepted' || answer.kind === 'unanswered' ? undefined : answer;
}
