/**
 * Version of what hook and bridge say to each other. A hook outlives a reload of the extension and may meet a newer
 * bridge.
 */
export const PROTOCOL = 1;

/** The event by which a bridge comes to the hook. As an enum's member, its type is written out where it is used. */
export enum Meeting {
  Handshake = 'fedcm',
}

/**
 * What may be on its way to one reader without an acknowledgement: characters in all, of which each event takes an
 * equal share besides its own, so that there are never more than so many events.
 */
export const WINDOW_CHARS = 1 << 20;
export const EVENT_SHARE = 4096;
export const WINDOW_EVENTS = WINDOW_CHARS / EVENT_SHARE;

/** Events of a document whose heads go ahead while nobody has asked for them. */
export const EARLY_EVENTS = 16;

/** What the hook keeps of the past: how many events, and characters in all. */
export const RING_EVENTS = 1024;
export const RING_CHARS = 2 << 20;

/** A longer string is cut when it is recorded, in characters. */
export const MAX_STRING = 1 << 20;

/** Nesting that is recorded of a page's value, and members of one object or elements of one array. */
export const MAX_DEPTH = 32;
export const MAX_MEMBERS = 1000;

/**
 * What is recorded of one event, whatever its nesting: each object counts as one, and so do each 128 characters of
 * text.
 */
export const MAX_NODES = 10_000;

/** A larger event is refused by the reader, in characters. JSON may write one character as six. */
export const MAX_EVENT_CHARS = 16 << 20;

/** Frames of the caller's stack that are recorded; about half of them are the hook's own. */
export const STACK_FRAMES = 14;

/** A longer list of providers is none that Chromium accepts; it passes the recorder as it is. */
export const LONGEST_LIST = 64;

/** A document's longer URL is cut, in characters: Chrome allows 2 MiB, and a page may have thousands of frames. */
export const MAX_URL = 16 << 10;
