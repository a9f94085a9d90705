import { EARLY_EVENTS, MAX_EVENT_CHARS, MAX_URL, Meeting, PROTOCOL, WINDOW_EVENTS } from '../protocol/limits.ts';
import { BRIDGE_PORT, type BridgeToWorker, type WorkerToBridge } from '../protocol/messages.ts';
import { WorkerLine } from '../protocol/worker-line.ts';

/**
 * Stands between the page's hook and the worker, in an isolated world, while some DevTools is open. It keeps nothing:
 * events stay in the hook's ring until the reader has acknowledged them, and are asked for again after any loss.
 */
interface Bridge {
  alive: () => boolean;
  /** Tells the worker of the document, where there is something to tell. */
  speakUp: () => void;
}

/** A line to the hook, which keeps each for as long as the document lives. */
interface Line {
  greeting: Greeting;
  /** Numbers, as the hook understands them. */
  tell: (word: number) => void;
}

interface Greeting {
  /** The version of what the hook speaks. */
  v: number;
  /** The number of its latest event. */
  last: number;
}

/** A line on which one reader asks for events. Its line is kept for the next one when it is gone. */
interface Reader extends Line {
  id: number | undefined;
  /** How many events it has not acknowledged. */
  unread: number;
}

/** The beginning of what tells of `IdentityProvider.resolve()` and `close()`. */
const ENDS_ITS_WINDOW = /^{"call":\d+,"api":[56],/;
/** How long a message takes at the most to be past where it may be lost, in ms, and how often that is waited for. */
const HOLD = 30;
const MOST_HOLDS = 3;

const world = globalThis as typeof globalThis & {
  /** A bridge that was injected before, in this frame and world. */
  fedcmBridge?: Bridge;
  documentPictureInPicture?: EventTarget;
};

function startBridge(): Bridge {
  const readers: Reader[] = [];
  /** The latest event that is known of; 0 while there is nothing to read. */
  let last = 0;
  let early = 0;

  const post = (message: BridgeToWorker) => worker.send(message);

  let holds = 0;
  /**
   * A pop-up ends at `resolve()` and `close()`, and the browser may see to that before it sees to a message that was sent
   * earlier on another line (lost in every second case, measured on Chromium 156). So these calls are held for a moment,
   * a few times in a document's life.
   */
  const hold = (text: string) => {
    if (holds >= MOST_HOLDS || !ENDS_ITS_WINDOW.test(text)) return;
    holds++;
    const until = performance.now() + HOLD;
    while (performance.now() < until);
  };

  const readerOf = (id: number | undefined) => readers.find(reader => reader.id === id);

  const openReader = (): Reader | undefined => {
    const line = openLine(text => {
      // Whoever sends more than the hook ever would is not heard.
      if (opened?.id === undefined || opened.unread >= WINDOW_EVENTS) return;
      opened.unread++;
      post({ t: 'event', reader: opened.id, text });
      hold(text);
    });
    const opened = line && ({ ...line, id: undefined, unread: 0 } as Reader | undefined);
    if (opened) readers.push(opened);
    return opened;
  };

  const introduce = () => {
    const supported = 'IdentityCredential' in globalThis;
    const state = !isSecureContext
      ? 'insecure'
      : !supported
        ? 'unsupported'
        : watch?.greeting.v === PROTOCOL
          ? 'ready'
          : 'reload-needed';
    post({ t: 'document', state, last, timeOrigin: performance.timeOrigin, url: location.href.slice(0, MAX_URL) });
  };

  const obey = (message: WorkerToBridge) => {
    const reader = 'reader' in message ? readerOf(message.reader) : undefined;
    switch (message.t) {
      case 'read': {
        const opened = reader ?? readerOf(undefined) ?? openReader();
        if (!opened) return;
        opened.id = message.reader;
        opened.unread = 0;
        opened.tell(-1 - message.after);
        return;
      }
      case 'ack':
        if (!reader) return;
        reader.unread--;
        reader.tell(message.n);
        return;
      case 'drop':
        if (reader) reader.id = undefined;
        return;
      case 'sleep':
        worker.close();
    }
  };

  const worker = new WorkerLine(BRIDGE_PORT, {
    opened: introduce,
    hear: message => obey(message as WorkerToBridge),
    // Nobody asks any more, until somebody asks anew from where they are: what came before would look like a gap.
    lost: () => {
      for (const reader of readers) reader.id = undefined;
    },
  });
  const announce = () => (worker.isOpen ? introduce() : worker.open());

  let watch: Line | undefined;
  /**
   * Opens a line on which nothing is ever asked for, and which so hears the heads of events. A frame without FedCM calls
   * never wakes the worker. A pop-up may be gone before anybody has asked: its first heads go ahead.
   */
  const openWatch = () => {
    watch = openLine(text => {
      if (!last) {
        last = 1;
        announce();
      }
      if (readers.some(({ id }) => id !== undefined) || early >= EARLY_EVENTS) return;
      early++;
      post({ t: 'early', text });
      hold(text);
    });
    last = watch?.greeting.last ?? 0;
  };
  const speakUp = () => {
    // Where FedCM is missing, so is the object to meet at, and a page may have named a frame like it.
    if (!watch && isSecureContext) openWatch();
    // What is injected into a document that begins comes before the hook; the registered script follows, and speaks again.
    if (!watch && document.readyState === 'loading' && !document.head) return;
    if (last || self === top) announce();
  };
  speakUp();

  // The browser tells the worker of the document when a line is made: what changed since takes a new one.
  // The back/forward cache closes the link at the worker's end alone.
  addEventListener('pageshow', ({ persisted }) => persisted && worker.renew());
  // A prerendered page is shown from now on, as another frame than before.
  document.addEventListener('prerenderingchange', () => worker.renew());

  return { alive: () => Boolean(chrome.runtime?.id), speakUp };
}

/** Where the worlds of the page and of the bridge meet; the hook's `captured.ts` says why here. */
const meeting: EventTarget = world.documentPictureInPicture ?? world;

/** Leaves a text in the window's status for as long as the event is heard; gives what stands there then. */
function exchange(event: Event, text: string): string {
  const before = world.status;
  world.status = text;
  meeting.dispatchEvent(event);
  const answer = world.status;
  world.status = before;
  return answer;
}

/**
 * Opens a line to the hook, which answers at once. Its name is a secret that only the hook is told: so no page hears what
 * is dispatched under it. Nothing where no hook answers. Whatever stands in the hook's place can say anything.
 */
function openLine(hear: (text: string) => void): Line | undefined {
  const line = crypto.getRandomValues(new Uint32Array(4)).join();
  const answer = exchange(new Event(Meeting.Handshake), line);
  if (answer === line) return;
  const bell = new Event(line);
  exchange(bell, '');
  meeting.addEventListener(line, event => {
    try {
      if (event === bell && world.status.length <= MAX_EVENT_CHARS) hear(world.status);
    } catch {
      // The page called at the end of its stack: what it told then shows as a gap.
    }
  });
  return { greeting: greetingOf(answer), tell: word => void exchange(new Event(line), `${word}`) };
}

/** Nothing is known of a hook that speaks otherwise. */
function greetingOf(answer: string): Greeting {
  const [, v = 0, last = 0] = /^(\d{1,15}) (\d{1,15})$/.exec(answer) ?? [];
  return { v: +v, last: +last };
}

if (world.fedcmBridge?.alive()) world.fedcmBridge.speakUp();
else world.fedcmBridge = startBridge();
