import { EVENT_SHARE, HANDSHAKE, PROTOCOL, RING_CHARS, RING_EVENTS, WINDOW_CHARS, WORD } from '../protocol/limits.ts';
import { bare, callAll, clock, dispatch, listen, stringify, uncurry } from './captured.ts';
import { face } from './face.ts';

const NativeMessageEvent = MessageEvent;
const messageFace = face<{ data: number; ports: readonly MessagePort[] }>('data', 'ports');
// Its getters are found before the page can replace them.
messageFace(new NativeMessageEvent(''));
const stopEvent = uncurry<void>(NativeMessageEvent.prototype.stopImmediatePropagation);

/** The latest events by their numbers, from `first` to `last`. */
const ring: Record<number, string> = bare({});
let first = 1;
let last = 0;
let kept = 0;

/** Each sends its reader what it may have; whoever has not asked hears the head alone. */
const pumps: ((head: object) => void)[] = bare([]);

/**
 * Both worlds hold the same port, and so the bridge hears an event dispatched at it at once: a message would come too
 * late from a pop-up that ends itself with its call. The page has no way to the port.
 */
const say = (port: MessagePort, data: string): void =>
  dispatch(port, new NativeMessageEvent(HANDSHAKE, bare({ data })));

/**
 * Numbers and keeps the event, in place of the oldest where the ring is full, and sends it to every reader. The head says
 * that something happened; all that the page gave or got is in the rest.
 */
export function tell(head: object, rest: object): void {
  // Numbered once it is written: an event that is too long to be written leaves no gap.
  const brief = bare({ n: last + 1, ...head });
  const text = stringify(bare({ ...brief, ...rest }));
  ring[++last] = text;
  kept += text.length;
  while (first < last && (last - first >= RING_EVENTS || kept > RING_CHARS)) {
    kept -= (ring[first] as string).length;
    delete ring[first++];
  }
  callAll(pumps, brief);
}

/**
 * Serves one port of one bridge, with a place of its own in the numbering. The reader speaks in numbers: n acknowledges
 * all up to n, and -1 - n asks for all after n. A loop in the page never lets it acknowledge: then events end in the
 * ring's bounds, and not in a queue without one.
 */
function serve(port: MessagePort): void {
  /** The number of the next event to send; 0 before the reader has asked. */
  let next = 0;
  /** What was sent since the reader last acknowledged all that it was sent. */
  let sent = 0;
  const pump = (head?: object) => {
    if (!next) return say(port, stringify(head));
    while (next <= last && sent < WINDOW_CHARS) {
      // Not before there is room to send: the reader acknowledges what it was sent, and never what the ring has dropped.
      if (next < first) next = first;
      const text = ring[next++] as string;
      sent += text.length + EVENT_SHARE;
      say(port, text);
    }
  };
  listen(port, WORD, (event: Event) => {
    // A reader that says something else does itself no good, and nobody else harm.
    const word = messageFace(event)?.data as number;
    if (word < 0) next = -word;
    else if (word < next - 1) return;
    sent = 0;
    pump();
  });
  pumps[pumps.length] = pump;
  say(port, stringify(bare({ v: PROTOCOL, last })));
}

/**
 * Waits for bridges, for as long as the document lives. The event is stopped here, so that no listener of the page hears
 * it; the greeting is the word back that a hook is in place. It comes by way of `performance`, since `document.open()`
 * takes all listeners off the window.
 */
export function awaitReaders(): void {
  listen(
    clock,
    HANDSHAKE,
    (event: Event) => {
      const port = messageFace(event)?.ports[0];
      if (!port) return;
      stopEvent(event);
      serve(port);
    },
    true,
  );
}
