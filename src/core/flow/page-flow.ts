import type { Flow } from '../model.ts';
import type { CallEvent, PageDocument, SettleEvent } from './page-event.ts';

/** The flow of a call that has just been told of. `lost`: events of its document that never arrived before it. */
export function newFlow(id: string, document: PageDocument, event: CallEvent, lost: number): Flow {
  const { api, at: startedAt, url, request, options, context, cut } = event;
  const { origin, topOrigin, tabId, frameId, documentId } = document;
  return {
    id,
    api,
    page: { url: url || document.url, origin, topOrigin, tabId, frameId, documentId },
    startedAt,
    request,
    ...(options === undefined ? {} : { options }),
    context,
    outcome: { status: 'pending' },
    exchanges: [],
    phases: [],
    findings: [],
    deliveries: [],
    ...(lost > 0 ? { lost } : {}),
    ...(cut.length > 0 ? { cut } : {}),
  };
}

export function settled(flow: Flow, { at, outcome, cut, abortStack }: SettleEvent): Flow {
  const cuts = [...(flow.cut ?? []), ...cut];
  const context = abortStack ? { ...flow.context, abortStack } : flow.context;
  return { ...flow, settledAt: at, outcome, context, ...(cuts.length > 0 ? { cut: cuts } : {}) };
}

/** What stands in the place of a request of which only the head of its event arrived: its page was gone too soon. */
const UNREAD_REQUEST = { $type: 'lost' };

/** The call that the head of an event tells of. */
export const headOnly = (event: CallEvent): CallEvent => ({ ...event, request: UNREAD_REQUEST });

/** The caller's document went away, as far as can be told. `lastHeard`: the last that it told. */
export function interrupted(flow: Flow, now: number, lastHeard: Flow['lastHeard']): Flow {
  const settledAt = Math.max(now, flow.startedAt);
  return { ...flow, settledAt, outcome: { status: 'interrupted' }, ...(lastHeard && { lastHeard }) };
}

/** The caller's document is back: what counted as interrupted is open again. */
export function resumed(flow: Flow): Flow {
  if (flow.outcome.status !== 'interrupted') return flow;
  const { settledAt: _, lastHeard: __, ...open } = flow;
  return { ...open, outcome: { status: 'pending' } };
}
