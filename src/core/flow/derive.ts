import { diagnose } from '../diagnosis/index.ts';
import { loginStatus } from '../diagnosis/memory.ts';
import type { DiagnosisContext, SentStatus } from '../diagnosis/scene.ts';
import { explainAbsence } from '../expectation/explain.ts';
import { waitingOf } from '../expectation/waiting.ts';
import { waitingPhrase } from '../expectation/waiting-phrase.ts';
import type { Delivery, Exchange, Flow, Header } from '../model.ts';
import { checkToken } from '../token/check.ts';
import { decodeToken } from '../token/decode.ts';
import { summarise } from '../token/summarise.ts';
import { tokenOf } from '../token/token-of.ts';
import type { Verified } from '../token/verification.ts';
import { deliveryFindings } from './delivery-findings.ts';
import { phasesOf } from './phases.ts';
import type { Requests } from './quiet-calls.ts';
import { requestedProviders } from './requested-providers.ts';
import { originOf } from './urls.ts';

/** What is known of a flow besides the page's own word. */
export interface Surroundings {
  exchanges: readonly Exchange[];
  deliveries: readonly Delivery[];
  /** Flows of the tab that began before; older first, and already derived. */
  earlier: readonly Flow[];
  /** Flows of the tab that began while this one was open, those in its pop-ups included. */
  siblings: readonly Flow[];
  /** The call of the same document at once after this one ended. */
  next?: Flow | undefined;
  /** `Set-Login` headers that Chrome honours; older first. */
  sentStatuses: readonly SentStatus[];
  /** Response headers of the calling document, where DevTools saw it load. */
  documentHeaders?: readonly Header[];
  /** What is known of its requests that have not ended. */
  requests?: Requests | undefined;
  /** What verifying the token's signature came to, where somebody asked for it. */
  verified?: Verified;
  /** Since when the tab's requests are watched, epoch ms; absent where that is not known. */
  watchedSince?: number;
  /** Epoch ms. */
  now: number;
}

/** Completes a flow with all that follows from what is known: phases, the token with its checks, findings. */
export function deriveFlow(core: Flow, surroundings: Surroundings): Flow {
  const { exchanges, deliveries, earlier, siblings, next, sentStatuses, documentHeaders, verified, requests, now } =
    surroundings;
  const { watchedSince } = surroundings;
  const watched = watchedSince === undefined ? {} : { watchedSince };
  const joined: Flow = { ...core, exchanges: [...exchanges], deliveries: [...deliveries] };
  const context: DiagnosisContext = {
    earlier,
    siblings,
    sentStatuses,
    ...(documentHeaders ? { documentHeaders } : {}),
    ...watched,
  };
  const status = statusBefore(joined, context);
  const withPhases: Flow = {
    ...joined,
    phases: phasesOf(joined, { ...watched, ...(status && { loginStatus: status }) }),
  };
  const withToken = addToken(withPhases, earlier, verified);
  const findings = [...diagnose(withToken, context), ...deliveryFindings(withToken, now, watchedSince)];
  const waiting = waitingOf(withToken, { ...context, requests });
  const waitingFor = waiting && waitingPhrase(waiting);
  return {
    ...withToken,
    findings: explainAbsence(withToken, findings, { ...context, next }),
    ...(waitingFor !== undefined && { waitingFor }),
  };
}

function addToken(flow: Flow, earlier: readonly Flow[], verified: Verified | undefined): Flow {
  const token = tokenOf(flow);
  if (token === undefined) return flow;
  const decoded = decodeToken(token);
  const checks = checkToken(decoded, askingFlow(flow, token, earlier), { earlier, ...verified });
  return { ...flow, token: summarise(decoded, checks) };
}

/** The flow whose call a token answers: what a pop-up resolves with is for the call that opened it. */
function askingFlow(flow: Flow, token: unknown, earlier: readonly Flow[]): Flow {
  const opener = flow.parent === undefined ? undefined : earlier.findLast(({ id }) => id === flow.parent);
  if (!opener) return flow;
  const credential = { type: 'identity', token };
  return { ...opener, settledAt: flow.startedAt, deliveries: [], outcome: { status: 'fulfilled', credential } };
}

/** What the browser thought of the user's status at the provider before this call, as far as earlier flows tell. */
function statusBefore(flow: Flow, context: DiagnosisContext): 'logged-in' | 'logged-out' | undefined {
  const failed = flow.exchanges.find(({ role }) => role === 'accounts')?.configURL;
  const origin = originOf(failed ?? requestedProviders(flow)[0]?.configURL ?? '');
  return origin === undefined
    ? undefined
    : loginStatus(origin, context.earlier, flow.startedAt, context.sentStatuses)?.status;
}
