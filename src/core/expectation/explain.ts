import { clock, loginStatus } from '../diagnosis/memory.ts';
import { readScene } from '../diagnosis/scene.ts';
import type { Finding, Flow } from '../model.ts';
import { abortedCall } from './aborted-call.ts';
import { autoSignIn, type Condition } from './auto-sign-in.ts';
import { refusalFinding } from './server-answer.ts';
import type { Surroundings } from './surroundings.ts';
import { explainByCookies } from './withheld-cookie.ts';

/**
 * Says in the findings why what was expected did not happen, where the flows around tell more than the flow itself: an
 * unmet condition of a silent sign-in, a call that was made twice, a session cookie that was not sent, a server that
 * refused the token. The rest is unchanged.
 */
export function explainAbsence(flow: Flow, findings: readonly Finding[], around: Surroundings): Finding[] {
  const refusal = refusalFinding(flow);
  const explained = findings.map(finding => {
    switch (finding.code) {
      case 'SilentMediationFailure':
        return unmet(finding, flow, around);
      case 'NotSignedInWithIdp':
        return signedOutByAnswer(finding, flow, around);
      case 'Canceled':
        return abortedCall(finding, flow, around);
      default:
        return finding;
    }
  });
  const withCookies = explainByCookies(flow, explained, around);
  return refusal === undefined ? withCookies : [refusal, ...withCookies];
}

/** What is not met, after `: `. */
const CLAUSES: Record<Condition['id'], string> = {
  mediation: 'the call asks for a choice each time',
  'quiet-period': 'Chrome signed the user in by itself less than 10 minutes earlier',
  'prevent-silent-access': 'the page turned automatic sign-in off, with `preventSilentAccess()`',
  grant: 'no account is connected here with this identity provider',
  'one-account': 'there is not exactly one returning account',
  'approved-clients': 'the identity provider does not list this client in `approved_clients`',
  mismatch: 'the accounts answer failed',
  setting: 'automatic sign-in is off in Chrome',
};

const OPTIONAL = 'Call with `mediation: "optional"`, so that Chrome asks the user.';

/** What mends it, where another sign-in by hand would not. */
const MENDING: Partial<Record<Condition['id'], string[]>> = {
  'prevent-silent-access': [
    'A sign-in by hand ends it: call with `mediation: "optional"` when the user asks to sign in.',
    'Call `preventSilentAccess()` only when the user signs out.',
  ],
  'one-account': [
    OPTIONAL,
    'Or name the account in `loginHint`, as the identity provider lists it in `login_hints`: then one alone is left.',
  ],
  'approved-clients': [
    'IdP: put the clientId into `approved_clients` of accounts that have approved it, or leave the member out.',
    OPTIONAL,
  ],
};

function unmet(finding: Finding, flow: Flow, around: Surroundings): Finding {
  const all = autoSignIn(flow, around)?.filter(({ status }) => status === 'not-met') ?? [];
  const [broken] = all;
  if (broken === undefined) return finding;
  return {
    ...finding,
    title: `Nobody could be signed in silently: ${CLAUSES[broken.id]}`,
    explanation: all.map(({ because }) => because).join(' '),
    source: finding.source === 'chrome' ? 'chrome' : 'earlier',
    ...(finding.causes && {
      causes: finding.causes.map(cause =>
        cause.code === finding.code ? { ...cause, because: broken.because } : cause,
      ),
    }),
    ...(broken.id === 'approved-clients' && { owner: 'idp' as const }),
    steps:
      broken.until === undefined
        ? (MENDING[broken.id] ?? finding.steps)
        : [
            `Call with \`mediation: "optional"\`, or wait until ${clock(broken.until)}.`,
            'Keep a session of your own after the first sign-in: then no second silent call is needed.',
          ],
  };
}

/** One failed accounts answer makes Chrome take the user to be signed out, though nobody signed out. */
function signedOutByAnswer(finding: Finding, flow: Flow, around: Surroundings): Finding {
  if (flow.api !== 'credentials.get' || finding.certainty === 'one-of') return finding;
  const failed = readScene(flow, around)
    .providers.flatMap(({ configURL }) => configURL?.origin ?? [])
    .map(idp => ({ idp, at: failedAccounts(idp, flow, around) }))
    .find(({ at }) => at !== undefined);
  if (failed?.at === undefined) return finding;
  return {
    ...finding,
    title: `One accounts answer of ${failed.idp} failed, so Chrome takes the user to be signed out`,
    explanation: `It failed at ${clock(failed.at)}. From then on a passive call ends without any request, whether or not the user is signed in at the identity provider, until it says \`logged-in\` again.`,
  };
}

/** When the accounts answer failed that set the login status to logged-out, epoch ms; undefined where another event did. */
function failedAccounts(idp: string, flow: Flow, { earlier, sentStatuses }: Surroundings): number | undefined {
  const status = loginStatus(idp, earlier, flow.startedAt, sentStatuses);
  if (status?.status !== 'logged-out' || status.exchange === undefined) return undefined;
  const answers = earlier.flatMap(({ exchanges }) => exchanges).filter(({ role }) => role === 'accounts');
  return answers.some(({ id }) => id === status.exchange) ? status.at : undefined;
}
