import type { Protocol } from 'devtools-protocol';
import type { Heard } from '../core/flow/heard.ts';

type Target = chrome.debugger.Debuggee;
type Session = chrome.debugger.DebuggerSession;

/** Why Chrome does not let itself be asked. */
export class Refusal extends Error {
  override name = 'Refusal';
}

const PROTOCOL = '1.3';

/** Lines and texts kept of what Chrome remembers. */
const MAX_LINES = 500;
const MAX_TEXT = 4000;

export interface ListenOptions {
  /** Also hears which requests fail from now on, and why. */
  requests?: boolean;
  /** Called for each reason that Chrome gives from now on. */
  onReason?: () => void;
}

/**
 * An attachment of Chrome's debugger to a tab, all its cross-process frames included. Enabling `Audits` and `Log` makes
 * Chrome tell again what it remembers, and the answers to those commands come after it (measured on Chromium 156).
 */
export class ChromeListener {
  /** By session; the tab's own has none. */
  readonly #heard = new Map<string | undefined, Heard>();
  readonly #target: Target;
  readonly #options: ListenOptions;
  /** What comes now is new, and no longer what Chrome remembered. */
  #isLive = false;
  readonly #pending = new Set<Promise<unknown>>();
  /** The browser's own requests that are under way. */
  readonly #requests = new Map<string, { url: string; at: number }>();

  private constructor(tabId: number, options: ListenOptions) {
    this.#target = { tabId };
    this.#options = options;
  }

  /**
   * @throws Refusal Chrome's own words, where another debugger or a policy stands in the way
   */
  static async attach(tabId: number, options: ListenOptions = {}): Promise<ChromeListener> {
    const listener = new ChromeListener(tabId, options);
    try {
      await chrome.debugger.attach(listener.#target, PROTOCOL);
    } catch (error) {
      throw new Refusal(error instanceof Error ? error.message : String(error));
    }
    chrome.debugger.onEvent.addListener(listener.#onEvent);
    try {
      await listener.#listen(undefined, '', true);
      await listener.#settle();
      listener.#isLive = true;
    } catch (error) {
      await listener.detach();
      throw new Refusal(error instanceof Error ? error.message : String(error));
    }
    return listener;
  }

  /** All that was heard until now. */
  async heard(): Promise<Heard[]> {
    await this.#settle();
    return [...this.#heard.values()];
  }

  async detach(): Promise<void> {
    chrome.debugger.onEvent.removeListener(this.#onEvent);
    // The tab may be closed, or the user may have ended it from Chrome's bar.
    await chrome.debugger.detach(this.#target).catch(() => undefined);
  }

  async #listen(sessionId: string | undefined, url: string, isMain: boolean): Promise<void> {
    this.#heard.set(sessionId, { url, isMain, reasons: [], log: [], requests: [] });
    const session: Session = { ...this.#target, ...(sessionId !== undefined && { sessionId }) };
    const send = (method: string, params?: object) => chrome.debugger.sendCommand(session, method, { ...params });
    await Promise.all([
      send('Audits.enable'),
      send('Log.enable'),
      send('Target.setAutoAttach', { autoAttach: true, waitForDebuggerOnStart: false, flatten: true }),
      ...(this.#options.requests ? [send('Network.enable')] : []),
    ]);
  }

  /** Frames may turn up while others are being asked. */
  async #settle(): Promise<void> {
    while (this.#pending.size > 0) await Promise.all(this.#pending);
  }

  readonly #onEvent = (source: Session, method: string, params?: object): void => {
    const heard = source.tabId === this.#target.tabId ? this.#heard.get(source.sessionId) : undefined;
    if (heard === undefined) return;
    switch (method) {
      case 'Audits.issueAdded': {
        const reason = reasonOf((params as Protocol.Audits.IssueAddedEvent).issue);
        if (reason === undefined) return;
        heard.reasons.push({ code: reason, ...(this.#isLive && { at: Date.now() }) });
        if (this.#isLive) this.#options.onReason?.();
        return;
      }
      case 'Log.entryAdded': {
        const { source: from, timestamp, level, text } = (params as Protocol.Log.EntryAddedEvent).entry;
        // The browser's own words; `network` and `javascript` lines are the page's doings.
        if ((from === 'other' || from === 'security') && heard.log.length < MAX_LINES)
          heard.log.push({ at: timestamp, level, text: text.slice(0, MAX_TEXT) });
        return;
      }
      case 'Target.attachedToTarget': {
        const { sessionId, targetInfo } = params as Protocol.Target.AttachedToTargetEvent;
        if (targetInfo.type === 'iframe') this.#follow(sessionId, targetInfo.url);
        return;
      }
      case 'Network.requestWillBeSent': {
        const { requestId, request, type, wallTime } = params as Protocol.Network.RequestWillBeSentEvent;
        if (type === 'FedCM') this.#requests.set(requestId, { url: request.url, at: wallTime * 1000 });
        return;
      }
      case 'Network.loadingFinished':
        this.#requests.delete((params as Protocol.Network.LoadingFinishedEvent).requestId);
        return;
      case 'Network.loadingFailed':
        this.#requestFailed(heard, params as Protocol.Network.LoadingFailedEvent);
    }
  };

  #requestFailed(heard: Heard, { requestId, errorText, corsErrorStatus }: Protocol.Network.LoadingFailedEvent): void {
    const sent = this.#requests.get(requestId);
    this.#requests.delete(requestId);
    if (sent === undefined || heard.requests.length >= MAX_LINES) return;
    heard.requests.push({
      at: sent.at,
      request: {
        url: sent.url,
        error: errorText,
        ...(corsErrorStatus && {
          corsError: corsErrorStatus.corsError,
          corsFound: corsErrorStatus.failedParameter.slice(0, MAX_TEXT),
        }),
      },
    });
  }

  #follow(sessionId: string, url: string): void {
    // A frame that is gone again has nothing more to say.
    const work = this.#listen(sessionId, url, false).catch(() => undefined);
    this.#pending.add(work);
    void work.finally(() => this.#pending.delete(work));
  }
}

function reasonOf({ details }: Protocol.Audits.InspectorIssue): string | undefined {
  return (
    details.federatedAuthRequestIssueDetails?.federatedAuthRequestIssueReason ??
    details.federatedAuthUserInfoRequestIssueDetails?.federatedAuthUserInfoRequestIssueReason
  );
}
