import type { ShelfView } from '../capture/shelf.ts';
import type { CookieReading } from '../cookies/reading.ts';
import type { SentStatus } from '../diagnosis/scene.ts';
import type { LookAtPage } from '../expectation/page-look.ts';
import type { Exchange, Flow, Header } from '../model.ts';
import type { Verification } from '../token/verification.ts';
import type { Asking } from './asking.ts';
import type { Requests } from './quiet-calls.ts';

/**
 * What the panel sees of the log. The devtools page owns the log and lives as long as DevTools does; the panel may come,
 * go and be reloaded, and reads the same objects by reference.
 */
export interface LogView {
  /** Oldest first. A flow that changes is replaced by a new object; unchanged flows keep their identity. */
  readonly flows: readonly Flow[];
  /** FedCM exchanges that stand in no flow: undecided ones name their `candidates`. Oldest first. */
  readonly leftovers: readonly Exchange[];
  /** Top-level documents seen in this tab, oldest first. */
  readonly navigations: readonly Navigation[];
  /** Whether the page shown now, or a frame in it, has called an identity provider; also where that is not kept. */
  readonly hasCalled?: boolean;
  /** Origins of the frames in the page shown now. */
  readonly frames?: readonly string[];
  /** `Set-Login` headers on the tab's pages and their requests, those that Chrome honours; oldest first. */
  readonly sentStatuses?: readonly SentStatus[];
  /** Since when the tab's requests are watched, epoch ms. */
  readonly watchedSince?: number;
  /** What the tab's current top document can do. */
  readonly pageState: PageState;
  readonly recording: boolean;
  readonly preserve: boolean;
  /** What was lost or left out, in whole: events a page produced faster than they could be kept, and dropped flows. */
  readonly losses: { events: number; flows: number };
  setRecording(on: boolean): void;
  setPreserve(on: boolean): void;
  clear(): void;
  /** Response headers of a document, where DevTools was open when it loaded. */
  headersOf?(url: string): readonly Header[] | undefined;
  /** What is known of the requests of a pending call that have not ended. */
  requestsOf?(flow: Flow): Requests | undefined;
  /** The whole body of an exchange whose body was cut, or nothing where Chrome no longer has it. */
  wholeBody(exchangeId: string): Promise<string | undefined>;
  /**
   * Keeps what verifying a flow's token came to: its checks, here and in captures, speak of it from then on. Nothing
   * happens where the log no longer has the flow.
   */
  noteVerification(flowId: string, verification: Verification): void;
  /** Imported files, which stand beside the log and never in it. Absent where none can be read. */
  readonly shelf?: ShelfView | undefined;
  /** How much is kept before the oldest flows are dropped; absent where no setting reaches the log. */
  readonly keeping?: Keeping | undefined;
  /** How Chrome is asked about failures; absent where the extension lacks the `debugger` permission. */
  readonly asking?: Asking | undefined;
  /** How the identity provider's cookies are read, on a click; absent where there is no DevTools around. */
  readonly cookieReading?: CookieReading | undefined;
  /** How the page is looked at, on demand; absent where there is no DevTools around. */
  readonly lookAtPage?: LookAtPage | undefined;
  /** Calls `listener` (at most once a task) after any of the above changed. Returns the way to stop. */
  subscribe(listener: () => void): () => void;
}

export interface Keeping {
  /** As the log estimates what flows take in memory. */
  readonly bytes: number;
  set(bytes: number): void;
}

export interface Navigation {
  documentId: string;
  url: string;
  origin: string;
  /** The document's time origin, epoch ms. */
  at: number;
}

/**
 * - `unknown`: no document has answered yet, or the page admits no extension (`chrome://`, the Web Store).
 * - `ready`: FedCM can be called here.
 * - `insecure`: not a secure context, so `navigator.credentials` does not exist.
 * - `unsupported`: a secure context without `IdentityCredential`: the feature is off.
 * - `reload-needed`: the page is older than the extension, or holds a hook of another protocol version.
 */
export type PageState = 'unknown' | 'ready' | 'insecure' | 'unsupported' | 'reload-needed';
