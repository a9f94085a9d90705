/** The shape of one entry of the gallery: everything there is to know about a fault, as data. */
import type { Answer, DemoRequest, Reply } from '../exchange.ts';
import type { TokenFault } from '../idp/token.ts';

/** Names of CDP's `Audits.FederatedAuthRequestIssueReason` that can be produced on loopback. */
export type IssueReason = Exclude<
  import('devtools-protocol').Protocol.Audits.FederatedAuthRequestIssueReason,
  'DisabledInFlags' | 'ErrorFetchingSignin' | 'InvalidSigninResponse' | 'IdTokenInvalidRequest'
>;

/** Names of CDP's `Audits.FederatedAuthUserInfoRequestIssueReason`. */
export type UserInfoReason = import('devtools-protocol').Protocol.Audits.FederatedAuthUserInfoRequestIssueReason;

export const stages = [
  'call',
  'well-known',
  'config',
  'accounts',
  'user',
  'assertion',
  'token',
  'user-info',
  'disconnect',
] as const;
export type Stage = (typeof stages)[number];

/** Pages of the relying party, each on a host of its own and with response headers of its own (`rp/headers.ts`). */
export const pageNames = [
  'plain',
  'no-policy',
  'strict-csp',
  'sandboxed',
  'cooldown',
  'allow-nothing',
  'allow-config',
  'allow-discovery',
  'allow-accounts',
  'allow-assertion',
] as const;
export type PageName = (typeof pageNames)[number];

export interface Fault {
  /** Kebab case; also the host label of its identity provider: `http://NAME.idp-faults.localhost:PORT/config.json`. */
  name: string;
  title: string;
  stage: Stage;
  /** What is wrong, in one sentence. */
  explain: string;
  expect: Expectation;
  /** How this identity provider differs from the good one. */
  idp?: IdpFault;
  /** Which page of the relying party makes the call; `plain` where not named. */
  page?: PageName;
  /** What the relying party does; one ordinary passive call where not named. */
  call?: Call;
  /** What the user does; picks the first account, and closes error dialogs, where not named. */
  user?: UserPart;
  /**
   * What must be true of the identity provider before the call: `session` signs Ann in and sets the login status,
   * `cookie-only` signs her in and leaves the status unknown, `registered` registers the provider with the browser,
   * `session-at-good-provider` signs her in at the good one instead, `signed-out` sets the status to logged-out,
   * `fresh` means an origin never visited.
   */
  before: 'session' | 'cookie-only' | 'session-at-good-provider' | 'registered' | 'signed-out' | 'fresh';
  /** Chromium features that must be switched on with `--enable-features`. */
  features?: readonly string[];
}

/** What comes of it, measured on Chromium 156. */
export interface Expectation {
  /** What Chrome reports over CDP. Empty where it reports nothing. */
  reasons: readonly IssueReason[];
  userInfoReason?: UserInfoReason;
  /** The call never settles. */
  pending?: true;
  /** `name` of the error that the page sees; absent where the call succeeds. */
  error?: string;
  /** `error` of an `IdentityCredentialError`. */
  code?: string;
  /** What the relying party's server answers to the token: `accepted`, or why not. */
  session?: string;
}

export interface IdpFault {
  wellKnown?: Override;
  config?: Override;
  accounts?: Override;
  clientMetadata?: Override;
  assertion?: Override;
  disconnect?: Override;
  discovery?: Override;
  jwks?: Override;
  login?: Override;
  token?: TokenFault;
  /** Difference of the server's clock from the true one, in ms; negative is behind. */
  clock?: number;
}

/** What the faulty provider sends where the good one would send `good`. */
export type Override = (good: Answer, at: Situation) => Reply;

export interface Situation {
  request: DemoRequest;
  /** Of the identity provider. */
  origin: string;
  /** Tokens that this origin has issued so far. */
  tokensIssued: number;
  /** Times that somebody signed in at this origin so far. */
  signIns: number;
  /** Settles when the relying party's page is left. */
  pageLeft(): Promise<void>;
}

/** What the relying party's page does. JSON, since it travels to the page. */
export type Call =
  | { kind: 'get'; options?: GetOptions }
  /** The second call comes while the first is pending. */
  | { kind: 'get-twice'; first: GetOptions; second: GetOptions }
  /** A call to its end, then the one that counts. */
  | { kind: 'get-again'; first: GetOptions; second: GetOptions }
  /** Waits until the click no longer counts as user activation. */
  | { kind: 'get-late'; options: GetOptions }
  /** In frames of other relying parties, one inside the other: what each grants the next. */
  | { kind: 'get-in-frame'; allow: boolean[] }
  /** Leaves the page while the call is pending. */
  | { kind: 'get-and-leave' }
  | { kind: 'user-info'; where: 'frame' | 'top'; signInFirst: boolean }
  | { kind: 'disconnect'; signInFirst: boolean };

export interface GetOptions {
  mode?: 'passive' | 'active';
  mediation?: 'optional' | 'silent' | 'required' | 'conditional';
  /** Members laid over the provider. */
  provider?: Record<string, unknown>;
  /** Members laid over `identity`. */
  identity?: Record<string, unknown>;
  /** Members laid over the whole options object. */
  top?: Record<string, unknown>;
  /** Replaces the list of providers: the fault's own, the good one, or one given in full. */
  providers?: ('this' | 'good' | 'other')[];
  /** Appended to the config URL. */
  fragment?: string;
  /** Calls off the request: by an `AbortController` after, or an `AbortSignal.timeout` of, so many ms. */
  signal?: { kind: 'abort' | 'timeout'; after: number };
}

export interface UserPart {
  chooser?: 'select' | 'dismiss' | 'dismiss-with-cooldown' | 'leave-page';
  mismatch?: 'dismiss' | 'continue';
  popup?: 'close' | 'sign-in' | 'agree' | 'decline';
}
