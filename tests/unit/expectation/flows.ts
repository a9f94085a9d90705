import { surroundingsOf } from '../../../src/core/expectation/surroundings.ts';
import { waitingOf } from '../../../src/core/expectation/waiting.ts';
import type { Flow } from '../../../src/core/model.ts';
import { type Answers, type Call, CONFIG, fulfilled, GOOD, RP, rejected, START } from '../diagnosis/flows.ts';

export const MINUTE = 60_000;

/** A sign-in that has not settled. */
export function pending(answers: Answers = {}, call: Call = {}, rest: Partial<Flow> = {}): Flow {
  const { settledAt: _, ...flow } = rejected(answers, call, { outcome: { status: 'pending' }, ...rest });
  return flow;
}

/** A sign-in that ended with a token, `automatic` or by the user's choice. */
export function signedIn(startedAt: number, automatic: boolean, account = '1'): Flow {
  const flow = fulfilled({}, {}, { startedAt });
  const form = new URLSearchParams({
    client_id: 'client',
    account_id: account,
    is_auto_selected: String(automatic),
  }).toString();
  return {
    ...flow,
    exchanges: flow.exchanges.map(exchange =>
      exchange.role === 'id-assertion' ? { ...exchange, request: { ...exchange.request, body: form } } : exchange,
    ),
    outcome: {
      status: 'fulfilled',
      credential: { type: 'identity', token: 't', configURL: CONFIG, isAutoSelected: automatic },
    },
  };
}

/** A call of another entry point by the relying party's page. */
export function called(api: Flow['api'], startedAt: number, rest: Partial<Flow> = {}): Flow {
  return {
    ...rejected({}, {}, { startedAt }),
    api,
    request: undefined,
    settledAt: startedAt + 1,
    outcome: { status: 'fulfilled' },
    ...rest,
  };
}

/** What a pending flow waits for among the others of its log. */
export const waitsFor = (flow: Flow, ...others: Flow[]) => {
  const flows = [...others, flow].sort((a, b) => a.startedAt - b.startedAt);
  return waitingOf(flow, surroundingsOf(flow, flows));
};

export { GOOD, RP, rejected, START };
