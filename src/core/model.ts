/**
 * The shapes everything else speaks in: what a capture file holds, and what the panel shows.
 *
 * Times are epoch milliseconds with fractions; durations are milliseconds; sizes are bytes.
 * Field names are a contract with capture files already saved: add, never rename.
 */

/** A capture file: what `Export` writes and `Import` reads. */
export interface Capture {
  format: 'fedcm-capture';
  version: 1;
  creator: { name: string; version: string };
  /** ISO 8601. */
  exportedAt: string;
  userAgent: string;
  redaction: Redaction;
  flows: Flow[];
  dropped?: { flows: number; reason: string }[];
}

export type Redaction = 'secrets' | 'none';

/** Every entry point of FedCM that the page hook watches. */
export type Api =
  | 'credentials.get'
  | 'credentials.preventSilentAccess'
  | 'IdentityCredential.disconnect'
  | 'IdentityProvider.getUserInfo'
  | 'IdentityProvider.resolve'
  | 'IdentityProvider.close'
  | 'IdentityProvider.register'
  | 'IdentityProvider.unregister'
  | 'login.setStatus';

/** One call of the API and all that came of it. */
export interface Flow {
  id: string;
  /** The flow that opened the pop-up in which this call was made. */
  parent?: string;
  imported?: boolean;
  api: Api;
  page: PageRef;
  startedAt: number;
  settledAt?: number;
  /**
   * The first argument as the browser read it (for `get`: the options object). What JSON cannot hold stands as
   * `{"$type": …}`.
   */
  request: unknown;
  /** The second argument, where the entry point takes one: `IdentityProvider.resolve(token, {accountId})`. */
  options?: unknown;
  context: CallContext;
  outcome: Outcome;
  /** Pending flows: what the browser is waiting for, in words. */
  waitingFor?: string;
  exchanges: Exchange[];
  phases: Phase[];
  findings: Finding[];
  token?: DecodedToken;
  deliveries: Delivery[];
  /** What Chrome itself said when it was asked after the fact. */
  chrome?: ChromeWords;
  /** The identity provider's cookies in this browser, where somebody asked for them. */
  cookies?: CookieCheck;
  /** Events of this document that were lost before this call was recorded. */
  lost?: number;
  /** Interrupted flows: the last event that their document told of itself, by its number there, and when it happened. */
  lastHeard?: { event: number; at: number };
  /** Values shortened when they were recorded: a JSON path into the flow, and the size before the cut. */
  cut?: { path: string; bytes: number }[];
}

export interface PageRef {
  url: string;
  /** Serialised origin; `null` as text for opaque ones. */
  origin: string;
  /** Of the top-level document, where it differs in document from the caller. */
  topOrigin?: string;
  tabId?: number;
  /** 0 is the tab's top frame. */
  frameId?: number;
  documentId?: string;
  /** The frames above the caller, outermost first: looked up where Permissions Policy refused a call in a frame. */
  ancestors?: FrameRef[];
}

/** A frame above a caller's. */
export interface FrameRef {
  /** Serialised origin; `null` as text for opaque ones. */
  origin: string;
  /** Whether Permissions Policy grants `identity-credentials-get` to its document; left out where that is not known. */
  allowsFedCM?: boolean;
}

export interface CallContext {
  userActivation?: { isActive: boolean; hasBeenActive: boolean };
  visibility?: string;
  /** The caller's stack, innermost first, without the extension's own frames. */
  stack?: string[];
  abortStack?: string[];
  /** JSON paths of members that the page gave and the browser never read: `identity.providers[0].mode`. */
  unread?: string[];
}

export interface Outcome {
  status: 'pending' | 'fulfilled' | 'rejected' | 'interrupted';
  credential?: { type: string; token: unknown; isAutoSelected?: boolean; configURL?: string };
  /** What the other entry points resolved with. */
  value?: unknown;
  error?: {
    name?: string;
    message?: string;
    /** `IdentityCredentialError.error`; never its deprecated `code`. */
    error?: string;
    url?: string;
    /** A rejection reason that is no Error: `AbortController.abort("any value")`. */
    value?: unknown;
  };
}

export type ExchangeRole =
  | 'well-known'
  | 'config'
  | 'accounts'
  | 'client-metadata'
  | 'id-assertion'
  | 'disconnect'
  | 'other';

/** An HTTP request that the browser itself made for a flow, and its answer. */
export interface Exchange {
  id: string;
  role: ExchangeRole;
  /** The identity provider it belongs to. */
  configURL?: string;
  /** Flow ids, where the ownership cannot be decided. */
  candidates?: string[];
  fromCache?: boolean;
  request: { method: string; url: string; headers: Header[]; body?: string };
  response: {
    /** 0 where no answer was delivered. */
    status: number;
    statusText: string;
    headers: Header[];
    mimeType?: string;
    body?: string;
    /** Size of the whole body, also where it was cut. */
    bodyBytes?: number;
    /** Only the beginning of the body was kept. */
    bodyCut?: boolean;
    /** Why there is no body, in words. */
    bodyMissing?: string;
    /** Chrome's net error: `net::ERR_FAILED`. */
    error?: string;
  };
  startedAt: number;
  duration: number;
}

export interface Header {
  name: string;
  value: string;
}

export interface Phase {
  name: 'discovery' | 'accounts' | 'user' | 'assertion' | 'continuation' | 'settle' | 'rejection-delay' | 'unknown';
  basis: 'measured' | 'derived';
  configURL?: string;
  startedAt: number;
  duration: number;
}

export type Owner = 'rp-page' | 'rp-server' | 'idp' | 'browser' | 'user';

/** One thing that is wrong, or could be better, and how it is known. */
export interface Finding {
  /** For a failure: the name that Chrome uses in CDP's `Audits.FederatedAuthRequestIssueReason`. */
  code: string;
  severity: 'error' | 'warning' | 'advice';
  /** Who can mend it. */
  owner: Owner;
  certainty: 'certain' | 'likely' | 'one-of';
  source: 'response' | 'call' | 'earlier' | 'chrome' | 'inference';
  causes?: { code: string; status: 'confirmed' | 'fits' | 'ruled-out'; because: string }[];
  title: string;
  explanation: string;
  evidence: Evidence[];
  steps: string[];
  links: string[];
}

export interface Evidence {
  /** An exchange's id. */
  exchange?: string;
  /** JSON path in the body (`$.accounts[0].id`), a header (`header:access-control-allow-origin`), or a request member. */
  path?: string;
  found?: string;
  expected?: string;
  note?: string;
}

export type CheckId =
  | 'issuer'
  | 'audience'
  | 'authorized-party'
  | 'subject'
  | 'account'
  | 'nonce'
  | 'replay'
  | 'expiry'
  | 'issued-at'
  | 'not-before'
  | 'age'
  | 'algorithm'
  | 'signature'
  | 'digests'
  | 'key-binding';

export interface TokenCheck {
  id: CheckId;
  status: 'pass' | 'fail' | 'unknown' | 'not-applicable';
  detail: string;
}

export interface DecodedToken {
  kind: 'jwt' | 'jwe' | 'sd-jwt' | 'json' | 'opaque';
  header?: object;
  payload?: unknown;
  disclosures?: object[];
  /** Everything wrong with the token's form, each with its position. */
  problems: string[];
  checks: TokenCheck[];
}

/** The page handing the token on, in a request of its own. */
export interface Delivery {
  url: string;
  method: string;
  where: 'body' | 'query' | 'header' | 'path';
  origin: string;
  startedAt: number;
  duration?: number;
  /** Chrome's name for what went wrong with the request: `net::ERR_FAILED`, also where CORS keeps the answer from the page. */
  error?: string;
  /** `location`: where a redirect leads. `body` is its first 2 KB. */
  response?: { status: number; date?: string; location?: string; body?: string };
}

export interface ChromeWords {
  askedAt: number;
  issues: string[];
  log: { at: number; level: string; text: string }[];
  /** Requests that failed while Chrome was being listened to; it does not remember them. */
  requests?: FailedRequest[];
  /** Flows that ran at the same time: what is said here may be about them. */
  overlaps?: string[];
}

/** A request of the browser's as CDP's `Network.loadingFailed` tells it. */
export interface FailedRequest {
  url: string;
  /** Chrome's net error: `net::ERR_FAILED`. */
  error: string;
  /** The rule of CORS that failed: CDP's `Network.CorsError`. */
  corsError?: string;
  /** What the answer held in its place: the value of the header. */
  corsFound?: string;
}

/** Cookies as the browser held them when it was asked, by name and attributes. Their values are never read. */
export interface CookieCheck {
  askedAt: number;
  cookies: SeenCookie[];
}

export interface SeenCookie {
  name: string;
  /** Without a leading dot. */
  domain: string;
  /** Sent to that host alone, and to none below it. */
  hostOnly: boolean;
  path: string;
  secure: boolean;
  httpOnly: boolean;
  /** `unspecified` counts as `lax`. */
  sameSite: 'none' | 'lax' | 'strict' | 'unspecified';
  /** Of a partitioned cookie: the top-level site that it is kept under. */
  partition?: { site: string; crossSiteAncestor: boolean };
}
