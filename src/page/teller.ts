import { HANDSHAKE, PROTOCOL, RING_CHARS, RING_EVENTS, WINDOW_CHARS, WINDOW_EVENTS } from '../protocol/limits.ts';
import { bare, clock, face, ownProperty, stringify, uncurry } from './captured.ts';

const NativeMessageEvent = MessageEvent;
const messageFace = face<{ data: unknown; ports: readonly MessagePort[] }>(
  NativeMessageEvent.prototype,
  'data',
  'ports',
);
const stopEvent = uncurry<void>(Event.prototype.stopImmediatePropagation);
const dispatch = uncurry<void>(EventTarget.prototype.dispatchEvent);
const setListener = uncurry<void>(ownProperty(MessagePort.prototype, 'onmessage')?.set);

/** The latest events by their numbers, from `first` to `last`. */
const ring: Record<number, string> = bare({});
let first = 1;
let last = 0;
let kept = 0;

/** Each sends its reader what it may have. */
const pumps: (() => void)[] = bare([]);

/**
 * Both worlds hold the same port, and so the bridge hears an event dispatched at it at once: a message would come too
 * late from a pop-up that ends itself with its call. The page has no way to the port.
 */
const say = (port: MessagePort, data: string): void =>
  dispatch(port, new NativeMessageEvent(HANDSHAKE, bare({ data })));

/** Numbers and keeps the event, in place of the oldest where the ring is full, and sends it to every reader. */
export function tell(event: object): void {
  // Numbered once it is written: an event that is too long to be written leaves no gap.
  const text = stringify(bare({ n: last + 1, ...event }));
  ring[++last] = text;
  kept += text.length;
  while (first < last && (last - first >= RING_EVENTS || kept > RING_CHARS)) {
    kept -= (ring[first] as string).length;
    delete ring[first++];
  }
  for (let i = 0; i < pumps.length; i++) (pumps[i] as () => void)();
}

/**
 * Serves one port of one bridge, with a place of its own in the numbering. The reader speaks in numbers: n acknowledges
 * all up to n, and -1 - n asks for all after n. A loop in the page never lets it acknowledge: then events end in the
 * ring's bounds, and not in a queue without one.
 */
function serve(port: MessagePort): void {
  /** The number of the next event to send; 0 before the reader has asked, beyond all once it knows that there are some. */
  let next = 0;
  /** What was sent since the reader last acknowledged all that it was sent. */
  let events = 0;
  let chars = 0;
  const pump = () => {
    if (!next) {
      say(port, '');
      next = Infinity;
    }
    if (next < first) next = first;
    while (next <= last && events < WINDOW_EVENTS && chars < WINDOW_CHARS) {
      const text = ring[next++] as string;
      events++;
      chars += text.length;
      say(port, text);
    }
  };
  setListener(port, (event: Event) => {
    // A reader that says something else does itself no good, and nobody else harm.
    const word = messageFace(event)?.data as number;
    if (word < 0) next = -word;
    else if (word < next - 1) return;
    events = 0;
    chars = 0;
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
  clock.addEventListener(
    HANDSHAKE,
    event => {
      const port = messageFace(event)?.ports[0];
      if (!port) return;
      stopEvent(event);
      serve(port);
    },
    true,
  );
}
