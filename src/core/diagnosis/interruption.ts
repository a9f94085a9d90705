import type { Evidence, Exchange, Flow } from '../model.ts';
import { isCutOff } from './cut-off.ts';
import type { Fault } from './fault.ts';
import { isObject, member, shown } from './json-value.ts';
import { clock } from './memory.ts';
import type { DiagnosisContext, Scene } from './scene.ts';

/** Errors of FedCM itself; anything else a promise rejects with came from an aborted signal, or from a page getter. */
const OWN_ERRORS = new Set([
  'NetworkError',
  'IdentityCredentialError',
  'NotAllowedError',
  'TypeError',
  'InvalidStateError',
  'NotSupportedError',
  'SecurityError',
]);

/** With these it answers a call that was let in; whatever else comes after an `abort()` is the reason that it was given. */
const OF_THE_BROWSER = new Set(['NetworkError', 'IdentityCredentialError']);

/** The page ended the call through its signal. */
export function abortFault({ flow }: Scene): Fault | undefined {
  const { error } = flow.outcome;
  const name = error?.name;
  const aborted = name === 'AbortError' || name === 'TimeoutError';
  const called = (flow.context.abortStack?.length ?? 0) > 0;
  const signal = member(flow.request, 'signal') !== undefined || called;
  const ofChrome = name !== undefined && (called ? OF_THE_BROWSER : OWN_ERRORS).has(name);
  if (!aborted && (!signal || ofChrome)) return undefined;
  const timeout = name === 'TimeoutError';
  const awaited = flow.exchanges.filter(isCutOff);
  return {
    code: 'Canceled',
    certainty: aborted && signal ? 'certain' : 'likely',
    ...(timeout && {
      title: 'The timeout of the page ended the call',
      steps: [
        ...awaited.map(({ request }) => `Find out why ${request.url} is slow to answer.`),
        'Give the user more time than the timeout of the `signal`, or none: the chooser waits for a person.',
      ],
    }),
    evidence: [
      ...awaited.map(unanswered),
      {
        path: 'outcome.error',
        found: name ?? shown(error?.value),
        note: flow.context.abortStack?.[0] ?? (error?.message ? `"${error.message}"` : 'The reason given to abort().'),
      },
    ],
  };
}

/** What Chrome had asked for when the call ended. */
const unanswered = ({ id, duration }: Exchange): Evidence => ({
  exchange: id,
  path: 'status',
  found: 'no answer',
  note: `${Math.round(duration)} ms after it was asked`,
});

/** How soon (ms) after the active call the replaced one rejects. */
const SOON = 500;

/** An active call after a click took this one's place. */
export function replacedFault({ flow, mode, context }: Scene): Fault | undefined {
  const { settledAt } = flow;
  if (settledAt === undefined || mode === 'active' || flow.outcome.error?.name !== 'NetworkError') return undefined;
  const by = context.siblings?.find(
    other =>
      other.id !== flow.id &&
      isActiveCall(other) &&
      other.startedAt >= flow.startedAt &&
      other.startedAt <= settledAt &&
      settledAt - other.startedAt < SOON &&
      other.context.userActivation?.isActive !== false,
  );
  if (by === undefined) return undefined;
  return {
    code: 'ReplacedByActiveMode',
    certainty: 'likely',
    explanation: `A call with \`mode: "active"\` began at ${clock(by.startedAt)} and took the place of this passive one, which was rejected at once.`,
    evidence: [
      {
        path: 'settledAt',
        found: `${Math.round(settledAt - by.startedAt)} ms after the active call`,
        note: `flow ${by.id}`,
      },
    ],
  };
}

function isActiveCall(flow: Flow): boolean {
  return flow.api === 'credentials.get' && member(member(flow.request, 'identity'), 'mode') === 'active';
}

/** Another call held the page's only place. */
export function tooManyFault(flow: Flow, { earlier }: DiagnosisContext): Fault | undefined {
  const { name, message = '' } = flow.outcome.error ?? {};
  if (name !== 'NotAllowedError' || !/only one|outstanding|already pending/i.test(message)) return undefined;
  const pending = earlier.findLast(
    other =>
      other.api === 'credentials.get' &&
      isObject(member(other.request, 'identity')) &&
      other.startedAt <= flow.startedAt &&
      (other.settledAt === undefined || other.settledAt > flow.startedAt) &&
      other.outcome.status !== 'interrupted',
  );
  const said = { path: 'outcome.error', found: shown(message), note: "Chrome's words" };
  if (pending === undefined) return { code: 'TooManyRequests', evidence: [said] };
  const known = pending.findings.find(({ severity }) => severity === 'error');
  const delayed =
    known !== undefined &&
    pending.exchanges.every(exchange => exchange.startedAt + exchange.duration <= flow.startedAt);
  const seconds = ((flow.startedAt - pending.startedAt) / 1000).toFixed(1);
  return {
    code: 'TooManyRequests',
    explanation: delayed
      ? `The call of ${clock(pending.startedAt)} had already failed (${known.code}); Chrome delays such rejections by up to 60 s, and the call counts as pending until then.`
      : `The call of ${clock(pending.startedAt)} was still pending${pending.waitingFor ? `, waiting for ${pending.waitingFor}` : ''}. Chrome allows one FedCM call at a time in a page, all its frames together.`,
    evidence: [{ path: 'startedAt', found: `${seconds} s after the pending call`, note: `flow ${pending.id}` }, said],
  };
}
