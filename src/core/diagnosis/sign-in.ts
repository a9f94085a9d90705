import type { Finding, Flow } from '../model.ts';
import { adviceFor } from './advice.ts';
import { optionsFault } from './call-options.ts';
import { callFault } from './call-state.ts';
import { atMost, type Fault, findingOf } from './fault.ts';
import { given } from './idl.ts';
import { abortFault, replacedFault, tooManyFault } from './interruption.ts';
import { isObject, member, shown } from './json-value.ts';
import { givenUpFault, leftBehindPopup, leftFault } from './left-page.ts';
import { loginStatus } from './memory.ts';
import { silentFault } from './no-request.ts';
import { cspFault, policyFault } from './policy.ts';
import { continuationFault, popupFault } from './popup.ts';
import { type DiagnosisContext, lastOf, readScene, type Scene } from './scene.ts';
import { unreadFault } from './unread.ts';
import { bytesFault, refusedToken } from './unread-token.ts';
import { chooserFault, signInDialogFault } from './user.ts';
import { readProvider, type Verdict } from './verdict.ts';

type FaultVerdict = Verdict & { stage: 'fault' };

/** Findings on a call of `navigator.credentials.get({identity})`: what ended it first, then what else is to be said. */
export function diagnoseSignIn(flow: Flow, context: DiagnosisContext): Finding[] {
  if (member(flow.request, 'identity') === undefined) return [];
  const scene = readScene(flow, context);
  if (isObject(given(flow.request, 'publicKey'))) return [publicKeyFinding(scene)];
  const verdicts = scene.providers.map(readProvider);
  return [...reasons(scene, verdicts), ...adviceFor(scene, verdicts)];
}

function reasons(scene: Scene, verdicts: readonly Verdict[]): Finding[] {
  const standing = standingOf(verdicts);
  switch (scene.flow.outcome.status) {
    case 'fulfilled':
      return besides(verdicts.filter(isFault));
    case 'pending':
      return standing.open
        ? besides(verdicts.filter(isFault))
        : [...standing.failed.map(verdict => whilePending(scene, verdict)), ...besides(standing.beside)];
    case 'interrupted':
      return standing.failed.length > 0 && !standing.open
        ? [...ofFailed(scene, standing.failed), ...besides(standing.beside)].map(finding => atMost(finding, 'likely'))
        : [leftFinding(scene, standing.deciding), ...besides(verdicts.filter(isFault))];
    case 'rejected':
      return rejected(scene, standing);
  }
}

/** Which identity providers' verdicts decide how a call ends. */
interface Standing {
  deciding: readonly Verdict[];
  /** Of those that decide. */
  failed: readonly FaultVerdict[];
  /** Of the others: it did not end the call. */
  beside: readonly FaultVerdict[];
  /** The user still had a dialog or a pop-up to answer. */
  open: boolean;
}

/** Once an account is chosen, its identity provider alone decides; before that, a chooser outlives the failure of another. */
function standingOf(verdicts: readonly Verdict[]): Standing {
  const chosen = verdicts.filter(verdict => verdict.chosen);
  const deciding = chosen.length > 0 ? chosen : verdicts;
  return {
    deciding,
    failed: deciding.filter(isFault),
    beside: verdicts.filter(isFault).filter(verdict => !deciding.includes(verdict)),
    open: deciding.some(({ stage }) => stage === 'chooser' || stage === 'continuation'),
  };
}

const isFault = (verdict: Verdict): verdict is FaultVerdict => verdict.stage === 'fault';

const besides = (failed: readonly FaultVerdict[]): Finding[] =>
  failed.map(({ fault, provider }) => findingOf(fault, provider.values, 'warning'));

function rejected(scene: Scene, { deciding, failed, beside, open }: Standing): Finding[] {
  const { flow, context } = scene;
  const alone = optionsFault(flow) ?? policyFault(flow, context) ?? tooManyFault(flow, context) ?? cspFault(scene);
  if (alone) return [findingOf(alone, scene.providers[0]?.values ?? scene.values)];
  const ended = abortFault(scene) ?? replacedFault(scene);
  if (ended) {
    // A rejection that was being delayed had its reason before the page or another call ended it.
    const causes = open ? [] : ofFailed(scene, failed, false).map(finding => atMost(finding, 'likely'));
    return [...causes, findingOf(ended, scene.values, causes.length > 0 ? 'warning' : 'error')];
  }
  const wrongStage =
    flow.outcome.error?.name === 'IdentityCredentialError' && failed.every(({ at }) => at !== 'assertion');
  if (failed.length > 0 && !open && !wrongStage) {
    // Of another identity provider nobody knows whether its accounts were shown.
    const unsure = deciding.some(({ stage }) => stage === 'unread');
    const told = ofFailed(scene, failed).map(finding => (unsure ? atMost(finding, 'likely') : finding));
    return [...told, ...besides(beside)];
  }
  const fault = withoutFault(scene, deciding);
  const values = fault.provider?.values ?? scene.values;
  return [findingOf(fault.fault, values), ...besides([...failed, ...beside])];
}

/** Each failing identity provider's own finding, then how the call ended, then what would fail next. */
function ofFailed(scene: Scene, failed: readonly FaultVerdict[], consequences = true): Finding[] {
  const first = failed.map(verdict => reasonOf(scene, verdict));
  const then = consequences ? failed.flatMap(verdict => consequence(scene, verdict)) : [];
  const also = failed.flatMap(verdict =>
    verdict.also.map(fault => findingOf(fault, verdict.provider.values, 'warning')),
  );
  return [...first, ...then, ...also];
}

/** A failed accounts answer ends the call at once, or after a dialog, as Chrome took the user to be signed out or in. */
function reasonOf(scene: Scene, { at, fault, provider }: FaultVerdict): Finding {
  const finding = findingOf(fault, provider.values);
  const silent = scene.mediation === 'silent';
  if (at !== 'accounts' || silent || scene.mode === 'active' || remembered(scene, provider) !== undefined)
    return finding;
  const explanation = `${finding.explanation} If Chrome took the user to be signed in, it showed its sign-in dialog first, and its own issue names how that ended.`;
  return { ...finding, explanation };
}

const remembered = ({ flow, context }: Scene, { configURL }: Verdict['provider']) =>
  configURL && loginStatus(configURL.origin, context.earlier, flow.startedAt, context.sentStatuses);

/** With a remembered sign-in, or in active mode, a failed accounts answer leads to a dialog, and the dialog ends the call. */
function consequence(scene: Scene, { at, provider }: FaultVerdict): Finding[] {
  if (at !== 'accounts' || scene.flow.outcome.status !== 'rejected') return [];
  if (scene.mediation === 'silent') return [findingOf(SILENT_END, provider.values, 'warning')];
  const status = remembered(scene, provider);
  if (scene.mode !== 'active' && status?.status !== 'logged-in') return [];
  return [findingOf(signInDialogFault(scene, provider, status?.because ?? ''), provider.values, 'warning')];
}

/** Whatever the login status was (measured on Chromium 156). */
const SILENT_END: Fault = {
  code: 'SilentMediationFailure',
  title: 'So the silent call ended: it shows no dialog',
  explanation:
    'Without accounts nobody can be signed in silently. Chrome’s own issue names this end, not what was wrong before.',
  steps: ['Mend the accounts endpoint first.'],
  evidence: [{ path: 'mediation', found: '"silent"' }],
};

/** The call was rejected, and no answer is at fault: where it stood tells what ended it. */
function withoutFault(scene: Scene, verdicts: readonly Verdict[]): { fault: Fault; provider?: Verdict['provider'] } {
  const { flow } = scene;
  const furthest = verdicts.toSorted((a, b) => ORDER.indexOf(b.stage) - ORDER.indexOf(a.stage))[0];
  const tokenStage = flow.outcome.error?.name === 'IdentityCredentialError';
  if (furthest === undefined || furthest.stage === 'nothing') {
    if (tokenStage) return { fault: refusedToken(flow) };
    const known = flow.outcome.error?.name === 'NetworkError' || flow.outcome.error?.name === undefined;
    return { fault: known ? (callFault(scene) ?? silentFault(scene)) : withoutTrace(flow) };
  }
  const { provider } = furthest;
  if (tokenStage && furthest.stage !== 'unread' && furthest.stage !== 'token')
    return { fault: refusedToken(flow), provider };
  switch (furthest.stage) {
    case 'chooser':
      return { fault: chooserFault(scene, furthest.discovery.config?.kind === 'unread'), provider };
    case 'continuation':
      return { fault: continuationFault(scene, provider, furthest), provider };
    case 'unread':
      return { fault: unreadFault(furthest, scene), provider };
    case 'discovered':
      return {
        fault: scene.mode === 'active' ? popupFault(scene, provider) : (callFault(scene) ?? stoppedFault(scene)),
        provider,
      };
    case 'cut-off':
      return { fault: scene.mode === 'active' ? givenUpFault(scene) : leftFault(scene), provider };
    case 'token':
      return { fault: bytesFault(flow, lastOf(provider, 'id-assertion')) ?? withoutTrace(flow), provider };
    case 'fault':
      return { fault: withoutTrace(flow), provider };
  }
}

const ORDER: readonly Verdict['stage'][] = [
  'nothing',
  'fault',
  'cut-off',
  'discovered',
  'unread',
  'chooser',
  'continuation',
  'token',
];

function withoutTrace({ outcome }: Flow): Fault {
  return {
    code: 'RejectedWithoutTrace',
    evidence: [{ path: 'outcome.error', found: shown(outcome.error?.name), note: outcome.error?.message ?? '' }],
  };
}

/** Both files look in order, and Chrome asked for no accounts. */
function stoppedFault({ flow }: Scene): Fault {
  return {
    code: 'RpPageNotVisible',
    certainty: 'one-of',
    title: 'Chrome went no further than the well-known and the config',
    explanation: 'Both look in order as DevTools shows them, and no accounts were asked for.',
    causes: [
      { code: 'RpPageNotVisible', status: 'fits', because: 'The page was inactive when Chrome was ready to go on.' },
      {
        code: 'ConfigInvalidResponse',
        status: 'fits',
        because: 'It may hold bytes that are not UTF-8: Chrome refuses them, and DevTools leaves them out.',
      },
      { code: 'WellKnownInvalidResponse', status: 'fits', because: 'It may hold bytes that are not UTF-8.' },
    ],
    steps: ['To find out which: ask Chrome.', 'Look for a navigation or a form that is submitted while the call runs.'],
    owner: 'browser',
    evidence: [{ path: 'outcome.status', found: flow.outcome.status }],
  };
}

function leftFinding(scene: Scene, verdicts: readonly Verdict[]): Finding {
  const continued = verdicts.find(verdict => verdict.stage === 'continuation');
  return findingOf(continued ? leftBehindPopup(continued) : leftFault(scene), scene.values, 'warning');
}

/** The reason is known before the promise tells it. */
function whilePending(scene: Scene, { fault, at, provider, discovery }: FaultVerdict): Finding {
  const dialog = at === 'accounts' && scene.mediation !== 'silent';
  const finding = findingOf(fault, provider.values, dialog ? 'warning' : 'error');
  const both = discovery.config !== undefined && discovery.wellKnown !== undefined;
  const settled = at === 'assertion' || (at === 'discovery' && both);
  if (scene.mode === 'active' || at === 'assertion') return settled ? finding : atMost(finding, 'likely');
  const waits = dialog
    ? 'Chrome may be showing its sign-in dialog, or delaying the rejection.'
    : 'Chrome delays the rejection by up to 60 s.';
  return atMost({ ...finding, explanation: `${finding.explanation} ${waits}` }, settled ? 'certain' : 'likely');
}

function publicKeyFinding({ flow, values }: Scene): Finding {
  const fault: Fault = {
    code: 'PublicKeyBesideIdentity',
    evidence: [{ path: 'publicKey', found: 'present', expected: 'a call of its own' }],
  };
  return findingOf(fault, values, flow.outcome.status === 'rejected' ? 'error' : 'warning');
}
