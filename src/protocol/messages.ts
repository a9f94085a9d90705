import type { PageState } from '../core/flow/log-view.ts';
import type { PageDocument } from '../core/flow/page-event.ts';
import { type FrameReading, isFrameReadings } from './frame-reading.ts';
import { type Guarded, isObject, isText, refuse } from './guard.ts';
import { MAX_EVENT_CHARS, MAX_URL } from './limits.ts';

/**
 * The messages between the extension's own parts. The direction is part of the type; tab, frame and document are added
 * by the worker from the port's sender and never believed from a message.
 *
 * A reader is one DevTools; it is known by the id of the tab that it inspects.
 */

/** Port names. */
export const BRIDGE_PORT = 'bridge';
export const DEVTOOLS_PORT = 'devtools';

export type BridgeToWorker =
  /** A document is there, or is back: what it can do, and the number of its latest event. */
  | { t: 'document'; state: Exclude<PageState, 'unknown'>; last: number; timeOrigin: number; url: string }
  /** One event as the hook wrote it, unread by anyone on the way. */
  | { t: 'event'; reader: number; text: string }
  /** The head of one event, before anybody has asked: nothing that the page gave or got is in it. */
  | { t: 'early'; text: string };

export type WorkerToBridge =
  /** The document is known. */
  | { t: 'met' }
  /** Send all events after number `after`, on and on. */
  | { t: 'read'; reader: number; after: number }
  | { t: 'ack'; reader: number; n: number }
  /** This reader is gone. */
  | { t: 'drop'; reader: number }
  /** Nobody inspects this tab: let go of the port. */
  | { t: 'sleep' };

export type DevtoolsToWorker =
  /** First word: which tab, and the documents with calls still open, to be looked for. */
  | { t: 'attach'; tabId: number; documents: string[] }
  | { t: 'read'; documentId: string; after: number }
  | { t: 'ack'; documentId: string; n: number }
  /**
   * Read what the tab's documents say of themselves: of the `policy` who they are and what they are granted, of the
   * `page` also their scripts and a library's cookie. The answer bears the same id.
   */
  | { t: 'look'; id: number; want: 'page' | 'policy' };

export type WorkerToDevtools =
  | { t: 'attached' }
  | { t: 'document'; document: PageDocument; state: Exclude<PageState, 'unknown'>; last: number }
  | { t: 'event'; documentId: string; text: string }
  | { t: 'early'; documentId: string; text: string }
  | { t: 'frames'; id: number; frames: FrameReading[] }
  /** The document no longer answers: navigated away, closed, or in the back/forward cache. */
  | { t: 'gone'; documentId: string };

const STATES: ReadonlySet<unknown> = new Set(['ready', 'insecure', 'unsupported', 'reload-needed']);

const isId = (value: unknown): value is number => Number.isSafeInteger(value);
const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && Number(value) >= 0;
const isState = (value: unknown): value is Exclude<PageState, 'unknown'> => STATES.has(value);

/** Longest id taken off the wire, in characters. */
const MAX_ID = 64;
/**
 * Longest head of an event, in characters: an address, which JSON may write in six times its length, and some numbers.
 */
const MAX_HEAD = 6 * MAX_URL + 1000;
const MAX_OPEN_DOCUMENTS = 10_000;

const isUrl = (value: unknown): value is string => isText(value) && value.length <= MAX_URL;
const isDocumentId = (value: unknown): value is string => isText(value) && value.length <= MAX_ID;

/** What a bridge says, taken apart member by member: unknown ones are left out. Never throws. */
export function parseBridgeToWorker(input: unknown): Guarded<BridgeToWorker> {
  if (!isObject(input)) return refuse('not-an-object');
  const { t, state, last, timeOrigin, url, reader, text } = input;
  switch (t) {
    case 'document':
      if (!isState(state) || !isCount(last) || typeof timeOrigin !== 'number' || !isUrl(url))
        return refuse('bad-field');
      return { ok: true, value: { t, state, last, timeOrigin, url } };
    case 'event':
      if (!isId(reader) || !isText(text)) return refuse('bad-field');
      if (text.length > MAX_EVENT_CHARS) return refuse('too-large');
      return { ok: true, value: { t, reader, text } };
    case 'early':
      if (!isText(text)) return refuse('bad-field');
      if (text.length > MAX_HEAD) return refuse('too-large');
      return { ok: true, value: { t, text } };
    default:
      return refuse('unknown-type');
  }
}

/** What DevTools says to the worker. Never throws. */
export function parseDevtoolsToWorker(input: unknown): Guarded<DevtoolsToWorker> {
  if (!isObject(input)) return refuse('not-an-object');
  const { t, tabId, documents, documentId, after, n, id, want } = input;
  switch (t) {
    case 'attach':
      if (!isId(tabId) || !Array.isArray(documents)) return refuse('bad-field');
      if (documents.length > MAX_OPEN_DOCUMENTS || !documents.every(isDocumentId)) return refuse('bad-field');
      return { ok: true, value: { t, tabId, documents } };
    case 'read':
      if (!isDocumentId(documentId) || !isCount(after)) return refuse('bad-field');
      return { ok: true, value: { t, documentId, after } };
    case 'ack':
      if (!isDocumentId(documentId) || !isCount(n)) return refuse('bad-field');
      return { ok: true, value: { t, documentId, n } };
    case 'look':
      return isCount(id) && (want === 'page' || want === 'policy')
        ? { ok: true, value: { t, id, want } }
        : refuse('bad-field');
    default:
      return refuse('unknown-type');
  }
}

/**
 * What the worker says to DevTools. Events of pages are passed on as text, which their reader has yet to judge. Never
 * throws.
 */
export function parseWorkerToDevtools(input: unknown): Guarded<WorkerToDevtools> {
  if (!isObject(input)) return refuse('not-an-object');
  const { t, document, state, last, documentId, text, id, frames } = input;
  switch (t) {
    case 'attached':
      return { ok: true, value: { t } };
    case 'document':
      if (!isPageDocument(document) || !isState(state) || !isCount(last)) return refuse('bad-field');
      return { ok: true, value: { t, document, state, last } };
    case 'event':
    case 'early':
      if (!isDocumentId(documentId) || !isText(text)) return refuse('bad-field');
      return { ok: true, value: { t, documentId, text } };
    case 'frames':
      if (!isCount(id) || !isFrameReadings(frames)) return refuse('bad-field');
      return { ok: true, value: { t, id, frames } };
    case 'gone':
      return isDocumentId(documentId) ? { ok: true, value: { t, documentId } } : refuse('bad-field');
    default:
      return refuse('unknown-type');
  }
}

function isPageDocument(value: unknown): value is PageDocument {
  if (!isObject(value)) return false;
  const { documentId, tabId, frameId, url, origin, topOrigin, timeOrigin, popup } = value;
  return (
    isDocumentId(documentId) &&
    isId(tabId) &&
    isId(frameId) &&
    isUrl(url) &&
    isText(origin) &&
    isText(topOrigin) &&
    typeof timeOrigin === 'number' &&
    typeof popup === 'boolean'
  );
}
