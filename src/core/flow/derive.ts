import { diagnose } from '../diagnosis/index.ts';
import { loginStatus } from '../diagnosis/memory.ts';
import type { Delivery, Exchange, Flow, Header } from '../model.ts';
import { checkToken } from '../token/check.ts';
import { decodeToken } from '../token/decode.ts';
import { summarise } from '../token/summarise.ts';
import { deliveryFindings } from './delivery-findings.ts';
import { phasesOf } from './phases.ts';
import { requestedProviders } from './requested-providers.ts';
import { originOf } from './sites.ts';

/** What is known of a flow besides the page's own word. */
export interface Surroundings {
  exchanges: readonly Exchange[];
  deliveries: readonly Delivery[];
  /** Flows of the tab that began before; older first, and already derived. */
  earlier: readonly Flow[];
  /** Flows of the tab that began while this one was open, those in its pop-ups included. */
  siblings: readonly Flow[];
  /** Response headers of the calling document, where DevTools saw it load. */
  documentHeaders?: readonly Header[];
  /** Epoch ms. */
  now: number;
}

/** Completes a flow with all that follows from what is known: phases, the token with its checks, findings. */
export function deriveFlow(core: Flow, surroundings: Surroundings): Flow {
  const { exchanges, deliveries, earlier, siblings, documentHeaders, now } = surroundings;
  const joined: Flow = { ...core, exchanges: [...exchanges], deliveries: [...deliveries] };
  const status = statusBefore(joined, earlier);
  const withPhases: Flow = { ...joined, phases: phasesOf(joined, status ? { loginStatus: status } : {}) };
  const withToken = addToken(withPhases, earlier);
  const context = { earlier, siblings, ...(documentHeaders ? { documentHeaders } : {}) };
  return { ...withToken, findings: [...diagnose(withToken, context), ...deliveryFindings(withToken, now)] };
}

/** The token of a sign-in, or the one that a pop-up handed to the browser. */
function addToken(flow: Flow, earlier: readonly Flow[]): Flow {
  const { credential } = flow.outcome;
  const token = flow.api === 'IdentityProvider.resolve' ? flow.request : credential?.token;
  if (token === undefined) return flow;
  const decoded = decodeToken(token);
  return { ...flow, token: summarise(decoded, checkToken(decoded, flow, { earlier })) };
}

/** What the browser thought of the user's status at the provider before this call, as far as earlier flows tell. */
function statusBefore(flow: Flow, earlier: readonly Flow[]): 'logged-in' | 'logged-out' | undefined {
  const failed = flow.exchanges.find(({ role }) => role === 'accounts')?.configURL;
  const origin = originOf(failed ?? requestedProviders(flow)[0]?.configURL ?? '');
  return origin === undefined ? undefined : loginStatus(origin, earlier, flow.startedAt)?.status;
}
