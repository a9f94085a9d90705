import type { Evidence, Finding, Flow } from '../model.ts';
import type { Fault } from './fault.ts';
import { clock, cooldown, type LoginStatus, loginStatus } from './memory.ts';
import { type DiagnosisContext, embedder, type Scene } from './scene.ts';

type Cause = NonNullable<Finding['causes']>[number];

/** The failures that end without a request and look alike to the page, told apart by what came before. */
export function silentFault(scene: Scene): Fault {
  const { flow, context, mode, mediation, providers } = scene;
  const now = flow.startedAt;
  const states = providers.flatMap(({ configURL }) => {
    const status = configURL && loginStatus(configURL.origin, context.earlier, now, context.sentStatuses);
    return configURL ? [{ idp: configURL.origin, status }] : [];
  });
  const pause = cooldown(embedder(flow), context.earlier, now);
  const causes =
    mode === 'active'
      ? activeCauses()
      : [
          cooldownCause(pause),
          loginCause(states),
          silentCause(mediation),
          {
            code: 'SuppressedBySegmentationPlatform',
            status: pause || mediation === 'silent' ? 'ruled-out' : 'fits',
            because:
              pause || mediation === 'silent'
                ? 'Another cause explains it better.'
                : 'It happens only with an experiment of Chrome on.',
          } satisfies Cause,
        ];
  const signedOut = states.find(({ status }) => status?.status === 'logged-out');
  const everyoneOut = states.length > 0 && states.every(({ status }) => status?.status === 'logged-out');
  const howTo = ['To find out which: ask Chrome. If DevTools was opened after the call, repeat it first.'];
  const unseen = beganUnseen(flow, context);
  const nothing = nothingRecorded(unseen);
  const missed = missedRequests(causes);

  if (mode === 'active') {
    if (unseen) return { ...missed, code: 'RejectedWithoutTrace' };
    return {
      code: 'RejectedWithoutTrace',
      title: 'The call failed before any request',
      explanation:
        'An active call is refused without a request where the click no longer counts when it reaches the browser.',
      causes,
      steps: [...howTo, 'Call directly in the click handler.'],
      evidence: [nothing],
    };
  }
  if (pause?.confirmed || (pause && !everyoneOut && mediation !== 'silent')) {
    return {
      code: 'DisabledInSettings',
      certainty: 'likely',
      source: 'earlier',
      title: `Prompts are ${pause.confirmed ? '' : 'probably '}paused on this site until ${clock(pause.until)}`,
      explanation: pause.confirmed
        ? `The prompt was closed with its X at ${clock(pause.dismissedAt)}, as Chrome itself said. It shows none on this site for 2 hours, then 1 day, 7 days, 28 days.`
        : `A prompt was closed without a choice at ${clock(pause.dismissedAt)}. Where that was its X, Chrome shows none on this site for 2 hours, then 1 day, 7 days, 28 days.`,
      causes,
      evidence: [
        {
          path: 'earlier',
          found: `dismissed ${clock(pause.dismissedAt)}`,
          expected: `prompts again from ${clock(pause.until)}`,
        },
        nothing,
      ],
    };
  }
  // Before the login status (measured on Chromium 156).
  if (mediation === 'silent' && !unseen) {
    return { code: 'SilentMediationFailure', causes, evidence: [{ path: 'mediation', found: '"silent"' }, nothing] };
  }
  if (everyoneOut && signedOut?.status) {
    return {
      code: 'NotSignedInWithIdp',
      certainty: 'likely',
      source: 'earlier',
      title: `Chrome takes the user to be signed out at ${signedOut.idp}`,
      explanation: `In this browser the login status of ${signedOut.idp} is logged-out, since ${signedOut.status.because}. A passive call then ends without any request.`,
      causes,
      evidence: [
        {
          ...(signedOut.status.exchange && { exchange: signedOut.status.exchange }),
          path: 'earlier',
          found: `logged-out since ${clock(signedOut.status.at)}`,
          expected: 'logged-in',
          note: signedOut.status.because,
        },
        nothing,
      ],
    };
  }
  const lead =
    states.some(({ status }) => status?.status !== 'logged-in') || states.length === 0
      ? 'NotSignedInWithIdp'
      : 'DisabledInSettings';
  if (unseen) return { ...missed, code: mediation === 'silent' ? 'SilentMediationFailure' : lead };
  return {
    code: lead,
    certainty: 'one-of',
    title: 'Chrome ended the call without any request',
    explanation: 'Several states of the browser end a passive call like this, and the page cannot tell them apart.',
    causes,
    steps: [
      ...howTo,
      'Sign in at {idp} in a tab of its own and call again.',
      'Look behind the icon left of the address bar whether third-party sign-in is allowed.',
    ],
    evidence: [nothing],
    source: 'inference',
    owner: 'browser',
  };
}

/** Whether the call may have made requests that nobody watched. */
export const beganUnseen = ({ startedAt }: Flow, { watchedSince }: DiagnosisContext): boolean =>
  watchedSince !== undefined && startedAt < watchedSince;

export const nothingRecorded = (unseen: boolean): Evidence => ({
  path: 'exchanges',
  found: 'none',
  note: unseen ? 'The call began before DevTools was opened.' : 'No request was recorded for this call.',
});

/** What can be said where requests may have been missed. */
export const missedRequests = (causes: readonly Cause[]) =>
  ({
    certainty: 'one-of',
    title: 'Requests before DevTools was opened were not seen',
    explanation:
      'The call began before DevTools was opened: it may have made requests that failed, or Chrome ended it without any.',
    causes: [...causes],
    steps: ['Repeat the call with DevTools open: its requests are seen then. If it makes none, ask Chrome.'],
    evidence: [nothingRecorded(true)],
    source: 'inference',
    owner: 'browser',
  }) satisfies Partial<Fault>;

function cooldownCause(pause: ReturnType<typeof cooldown>): Cause {
  const because = pause
    ? `A prompt was closed at ${clock(pause.dismissedAt)}; if by its X, the pause ends at ${clock(pause.until)}.`
    : 'The site setting may be off, or a prompt was closed before this tab was recorded.';
  return { code: 'DisabledInSettings', status: 'fits', because };
}

function loginCause(states: readonly { idp: string; status: LoginStatus | undefined }[]): Cause {
  const known = states.flatMap(({ idp, status }) => (status ? [`${idp} is ${status.status}: ${status.because}`] : []));
  const allIn = states.length > 0 && states.every(({ status }) => status?.status === 'logged-in');
  return {
    code: 'NotSignedInWithIdp',
    status: allIn ? 'ruled-out' : 'fits',
    because:
      known.length > 0 ? `${known.join('; ')}.` : 'Nothing recorded in this tab tells the login status of {idp}.',
  };
}

function silentCause(mediation: string): Cause {
  return mediation === 'silent'
    ? { code: 'SilentMediationFailure', status: 'fits', because: 'The call has `mediation: "silent"`.' }
    : { code: 'SilentMediationFailure', status: 'ruled-out', because: `The call has \`mediation: "${mediation}"\`.` };
}

function activeCauses(): Cause[] {
  return [
    {
      code: 'MissingTransientUserActivation',
      status: 'fits',
      because: 'The activation may have ended between the call and the browser.',
    },
    { code: 'DisabledInFlags', status: 'fits', because: 'A field trial may block FedCM.' },
    {
      code: 'DisabledInSettings',
      status: 'ruled-out',
      because: 'Active mode ignores the site setting and the pause after a dismissal.',
    },
    {
      code: 'NotSignedInWithIdp',
      status: 'ruled-out',
      because: 'In active mode Chrome opens the sign-in page instead.',
    },
  ];
}
