import { LINKS, type Reason } from '../reason.ts';

const call = { owner: 'rp-page', source: 'call', links: [LINKS.relyingParty, LINKS.get] } as const;
const browser = { owner: 'browser', source: 'inference', links: [LINKS.relyingPartyGuide] } as const;

/** What the call itself, the state of the browser and the user decide. */
export const CALL = {
  TooManyRequests: {
    ...call,
    certainty: 'certain',
    title: 'Another sign-in was still pending',
    explanation:
      'Chrome allows one FedCM call at a time in a page, all its frames together. A call whose rejection is being delayed still counts.',
    steps: [
      'Wait for the first call to settle, or abort it with its `signal`, before calling again.',
      'Look for effects that run twice and for retries on a timer.',
    ],
    decidedBy: '`NotAllowedError` with the words "Only one"',
    cues: ['Only one navigator.credentials.get request may be outstanding'],
  },
  Canceled: {
    ...call,
    certainty: 'certain',
    consequence: true,
    title: 'The page aborted the call',
    explanation: "The `signal` given to the call was aborted; the promise rejected with the signal's reason.",
    steps: ['If this was not meant, look for a timeout, or for a component that aborts when it is unmounted.'],
    decidedBy: '`signal` in the call and the value of the rejection',
    cues: ['The request has been aborted'],
  },
  RpPageNotVisible: {
    ...call,
    certainty: 'one-of',
    consequence: true,
    title: 'The page was no longer active',
    explanation:
      'The page had been left when Chrome was ready to show its dialog. A hidden tab is fine; a page in the back/forward cache is not.',
    steps: ['Call only when no navigation is under way.'],
    decidedBy: 'a navigation while the exchanges ran',
    cues: ['RP page is not visible'],
  },
  SilentMediationFailure: {
    ...call,
    certainty: 'likely',
    title: 'Nobody could be signed in silently',
    explanation:
      'With `mediation: "silent"` Chrome needs exactly one returning account, an earlier sign-in here with {idp}, and no recent automatic sign-in or `preventSilentAccess()`.',
    steps: [
      'Treat this rejection as normal: call again with `mediation: "optional"` when the user asks to sign in.',
      'Sign in once by hand on {rp}, then try again; Chrome waits 10 minutes between automatic sign-ins.',
    ],
    decidedBy: '`mediation: "silent"` and no assertion exchange',
    cues: ['Silent mediation issue', 'Silent mediation was requested'],
  },
  MissingTransientUserActivation: {
    ...call,
    certainty: 'certain',
    title: 'Active mode was called without a click',
    explanation:
      '`mode: "active"` needs transient user activation, which lasts about five seconds after a click and ends when used.',
    steps: [
      'Call `navigator.credentials.get()` directly in the click handler, before any `await` that takes long.',
      'To call without a click, leave `mode` out.',
    ],
    decidedBy: '`identity.mode`, the activation at the call, and no exchange',
    cues: ['active mode requires transient user activation'],
  },
  ReplacedByActiveMode: {
    ...call,
    certainty: 'likely',
    consequence: true,
    title: 'An active call replaced this one',
    explanation: 'A call with `mode: "active"` after a click takes the place of a pending passive one.',
    steps: ['Nothing to mend: handle this rejection quietly, the active call goes on.'],
    decidedBy: 'an active call in this tab that began just before this one was rejected',
    cues: ['replaced by a new one with active mode'],
  },
  RelyingPartyOriginIsOpaque: {
    ...call,
    certainty: 'likely',
    title: 'The page has no origin of its own',
    explanation:
      'A sandboxed document without `allow-same-origin` has an opaque origin, and FedCM does not work there.',
    steps: [
      'Add `allow-same-origin` to the `sandbox` attribute, or to the `sandbox` directive of the Content Security Policy.',
    ],
    decidedBy: 'the origin of the calling document is `null`',
    cues: ['FedCM is not supported on an opaque origin'],
  },
  TypeNotMatching: {
    ...call,
    certainty: 'likely',
    title: 'No registered identity provider has this type',
    explanation:
      'The call asks for `configURL: "any"` with a `type` that no registered identity provider lists in `types`.',
    steps: ['Use a `type` that the identity provider lists in `types` of its config.'],
    decidedBy: '`configURL: "any"` and `type` in the call',
    cues: ['requested IdP type did not match'],
  },
  DisabledInSettings: {
    ...browser,
    owner: 'user',
    certainty: 'one-of',
    title: 'Sign-in prompts are off for this site',
    explanation:
      'After the prompt is closed with its X, Chrome shows none on this site for 2 hours, then 1 day, 7 days, 28 days. The user may also have turned them off in the site settings.',
    steps: [
      'For testing, choose the icon left of the address bar, then allow third-party sign-in for this site.',
      'Offer a button that calls with `mode: "active"`, which this does not stop.',
    ],
    decidedBy: 'no exchange, and an earlier dismissal in this tab',
    cues: ['FedCM was disabled either temporarily'],
  },
  DisabledInFlags: {
    ...browser,
    certainty: 'one-of',
    title: 'FedCM is switched off in this browser',
    explanation: 'A field trial or a flag of the browser blocks it.',
    steps: ['Look for `FedCM` in `chrome://flags` and set it to Default.'],
    decidedBy: 'nothing that a page can see',
    cues: ['FedCM was disabled in flags'],
  },
  NotSignedInWithIdp: {
    ...browser,
    owner: 'idp',
    certainty: 'likely',
    links: [LINKS.loginStatus, LINKS.provider],
    title: 'Chrome takes the user to be signed out at {idp}',
    explanation:
      'The login status of {idp} in this browser is logged-out, so a passive call ends without any request. One failed accounts answer sets it.',
    steps: [
      'IdP: send `Set-Login: logged-in` when a user signs in, and call `navigator.login.setStatus("logged-in")` where a header will not do.',
      'To try again now, sign in at {idp} in a tab of its own.',
      'RP: offer a button that calls with `mode: "active"`, which opens the sign-in page of the identity provider.',
    ],
    decidedBy: 'no exchange, and an earlier failed accounts answer or `Set-Login: logged-out`',
    cues: ['Not signed in with the identity provider'],
  },
  UiDismissedNoEmbargo: {
    ...browser,
    owner: 'user',
    certainty: 'one-of',
    consequence: true,
    title: 'The dialog was closed without a choice',
    explanation: 'The user closed the dialog or the pop-up, or the page was left. No pause of prompts follows.',
    steps: ['Offer another way to sign in, and call again when the user asks for it.'],
    decidedBy: 'accounts in order, and no assertion exchange',
    cues: ['Prompt dismissed. API exponential cool down not triggered'],
  },
  ShouldEmbargo: {
    ...browser,
    owner: 'user',
    certainty: 'one-of',
    consequence: true,
    title: 'The user closed the prompt with its X',
    explanation:
      'Chrome now shows no passive prompt on this site for 2 hours; after further dismissals 1 day, 7 days, 28 days.',
    steps: [
      'Offer a button that calls with `mode: "active"`, which this does not stop.',
      'For testing, choose the icon left of the address bar and allow third-party sign-in again.',
    ],
    decidedBy: 'accounts in order, no assertion exchange, passive mode',
    cues: ['User declined or dismissed prompt. API exponential cool down triggered'],
  },
  SuppressedBySegmentationPlatform: {
    ...browser,
    certainty: 'one-of',
    title: 'Chrome expected the user to refuse',
    explanation: 'With an experiment on, Chrome shows no prompt where its own records say that it would be closed.',
    steps: ['For testing, turn off `chrome://flags/#fedcm-segmentation-platform`.'],
    decidedBy: 'nothing that a page can see',
    cues: ['UI is suppressed because historical data'],
  },
} satisfies Record<string, Reason>;
