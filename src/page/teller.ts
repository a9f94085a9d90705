import { EVENT_SHARE, PROTOCOL, RING_CHARS, RING_EVENTS, WINDOW_CHARS } from '../protocol/limits.ts';
import {
  addEventListener,
  apply,
  dispatchEvent,
  interfaces,
  meeting,
  statusGetter,
  statusSetter,
  stringify,
} from './captured.ts';
import { native } from './face.ts';
import { bare, callAll, quietly } from './unseen.ts';

/** The latest events by their numbers, from `first` to `last`. */
const ring: Record<number, string> = bare({});
let first = 1;
let last = 0;
let kept = 0;

/** Each sends its reader what it may have; whoever has not asked hears the head alone. */
const pumps: ((head: object) => void)[] = bare([]);

/** Which call an event tells of, and when in epoch ms. */
interface Head {
  n?: number;
  call: number;
  at: number;
  api?: number;
  url?: string;
}

/**
 * Numbers and keeps the event, in place of the oldest where the ring is full, and sends it to every reader. The head says
 * that something happened; all that the page gave or got is in the rest.
 */
export function tell(head: Head, rest: object): void {
  // Numbered once it is written: an event that is too long to be written leaves no gap.
  bare(head).n = last + 1;
  const text = stringify(bare({ ...head, ...rest }));
  ring[++last] = text;
  kept += text.length;
  while (first < last && (last - first >= RING_EVENTS || kept > RING_CHARS)) {
    kept -= (ring[first] as string).length;
    delete ring[first++];
  }
  callAll(pumps, head);
}

/** What the other world has left for as long as its event is heard. */
const readStatus = (): string => apply(statusGetter as () => string, interfaces, []);

const writeStatus = (text: string): void => apply(statusSetter as (text: string) => void, interfaces, [text]);

/**
 * A bridge comes, and has left the name of its line in the status: no page can guess it. The event is stopped, so that no
 * listener of the page hears it, and the greeting is the word back that a hook is in place.
 *
 * The first event of the line's type is its bell: dispatched again, it has the bridge hear what stands in the status, at
 * once, since a message would come too late from a pop-up that ends itself with its call. Each event after it brings a
 * number: n acknowledges all up to n, and -1 - n asks for all after n. A loop in the page never lets the reader
 * acknowledge: then events end in the ring's bounds, and not in a queue without one.
 */
export function meet(handshake: Event): void {
  quietly(() => apply(native(handshake, 'stopImmediatePropagation'), handshake as never, []));
  let bell: Event | undefined;
  /** The number of the next event to send; 0 before the reader has asked. */
  let next = 0;
  /** What was sent since the reader last acknowledged all that it was sent. */
  let sent = 0;
  const say = (text: string) => {
    const before = readStatus();
    writeStatus(text);
    // Whoever is already hearing a bell of its own keeps it from nobody else.
    quietly(() => apply(dispatchEvent, meeting, [bell as Event]));
    writeStatus(before);
  };
  const pump = (head?: object) => {
    if (!next) return say(stringify(head));
    while (next <= last && sent < WINDOW_CHARS) {
      // Not before there is room to send: the reader acknowledges what it was sent, and never what the ring has dropped.
      if (next < first) next = first;
      const text = ring[next++] as string;
      sent += text.length + EVENT_SHARE;
      say(text);
    }
  };
  const hear = (event: Event) => {
    if (!bell) {
      bell = event;
      pumps[pumps.length] = pump;
    } else if (event !== bell) {
      // A reader that says something else does itself no good, and nobody else harm.
      const word = +readStatus();
      if (word < 0) next = -word | 0;
      if (word < 0 || word >= next - 1) {
        sent = 0;
        pump();
      }
    }
  };
  apply(addEventListener, meeting, [readStatus(), hear] as never);
  writeStatus(`${PROTOCOL} ${last}`);
}
