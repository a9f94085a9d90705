import { HANDSHAKE, MAX_EVENT_CHARS, MAX_URL, PROTOCOL, WINDOW_EVENTS } from '../protocol/limits.ts';
import { BRIDGE_PORT, type BridgeToWorker, type WorkerToBridge } from '../protocol/messages.ts';
import { Backoff } from '../protocol/reconnect.ts';

/**
 * Stands between the page's hook and the worker, in an isolated world, while some DevTools is open. It keeps nothing:
 * events stay in the hook's ring until the reader has acknowledged them, and are asked for again after any loss.
 */
interface Bridge {
  alive: () => boolean;
  /** Tells the worker of the document, where there is something to tell. */
  speakUp: () => void;
}

/** A line to the hook. */
interface Line {
  greeting: Greeting;
  /** Numbers, as the hook understands them. */
  tell: (word: number) => void;
  close: () => void;
}

interface Greeting {
  /** The version of what the hook speaks. */
  v: number;
  /** The number of its latest event. */
  last: number;
}

/** A line on which one reader asks for events, and how many of them it has not acknowledged. */
interface Reader extends Line {
  unread: number;
}

/** A bridge that was injected before, in this frame and world. */
const world = globalThis as { fedcmBridge?: Bridge };

function startBridge(): Bridge {
  const backoff = new Backoff();
  const readers = new Map<number, Reader>();
  let worker: chrome.runtime.Port | undefined;
  /** The latest event that is known of; 0 while there is nothing to read. */
  let last = 0;

  const post = (message: BridgeToWorker) => {
    try {
      worker?.postMessage(message);
    } catch {
      // The link is gone; `onDisconnect` follows, and the events are asked for again.
    }
  };

  const openReader = (reader: number): Reader | undefined => {
    const line = openLine(text => {
      // Whoever sends more than the hook ever would is not heard.
      if (!text || !opened || opened.unread >= WINDOW_EVENTS) return;
      opened.unread++;
      post({ t: 'event', reader, text });
    });
    const opened = line && { ...line, unread: 0 };
    if (opened) readers.set(reader, opened);
    return opened;
  };

  const announce = () => {
    if (!worker) return connect();
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

  const closeReaders = () => {
    for (const line of readers.values()) line.close();
    readers.clear();
  };

  const letGo = () => {
    closeReaders();
    worker?.disconnect();
    worker = undefined;
  };

  const obey = (message: WorkerToBridge) => {
    backoff.used();
    switch (message.t) {
      case 'read': {
        const { reader, after } = message;
        const known = readers.get(reader) ?? openReader(reader);
        if (!known) return;
        known.unread = 0;
        known.tell(-1 - after);
        return;
      }
      case 'ack': {
        const known = readers.get(message.reader);
        if (!known) return;
        known.unread--;
        known.tell(message.n);
        return;
      }
      case 'drop':
        readers.get(message.reader)?.close();
        readers.delete(message.reader);
        return;
      case 'sleep':
        letGo();
    }
  };

  const connect = () => {
    // After a reload of the extension this script is an orphan, and says no more.
    if (worker || !chrome.runtime?.id) return;
    const link = chrome.runtime.connect({ name: BRIDGE_PORT });
    worker = link;
    backoff.connected(performance.now());
    link.onMessage.addListener(obey);
    link.onDisconnect.addListener(() => {
      // Read, so that Chrome does not report it as overlooked.
      void chrome.runtime.lastError;
      if (worker !== link) return;
      worker = undefined;
      closeReaders();
      if (chrome.runtime?.id) setTimeout(connect, backoff.disconnected(performance.now()));
      else watch?.close();
    });
    announce();
  };

  /** A line that only tells whether there is anything to read. A frame without FedCM calls never wakes the worker. */
  const watch = openLine(() => {
    last ||= 1;
    announce();
  });
  last = watch?.greeting.last ?? 0;
  const speakUp = () => {
    if (last || self === top) announce();
  };
  speakUp();

  // The back/forward cache closes the link at the worker's end alone.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted || !worker) return;
    letGo();
    connect();
  });

  return { alive: () => Boolean(chrome.runtime?.id), speakUp };
}

/**
 * Opens a line to the hook, which answers at once: both worlds hold the same port, and hear what is dispatched at it.
 * Nothing where no hook answers. Whatever stands in the hook's place can say anything.
 */
function openLine(hear: (word: string) => void): Line | undefined {
  const { port1, port2 } = new MessageChannel();
  const closed = new AbortController();
  let greeting: Greeting | undefined;
  port2.addEventListener(
    HANDSHAKE,
    event => {
      const { data } = event as MessageEvent<unknown>;
      if (typeof data !== 'string' || data.length > MAX_EVENT_CHARS) return;
      if (greeting) hear(data);
      else greeting = greetingOf(data);
    },
    closed,
  );
  performance.dispatchEvent(new MessageEvent(HANDSHAKE, { ports: [port2] }));
  return (
    greeting && {
      greeting,
      tell: word => port1.postMessage(word),
      close() {
        closed.abort();
        port1.close();
      },
    }
  );
}

function greetingOf(word: string): Greeting {
  try {
    const { v, last } = JSON.parse(word);
    if (Number.isInteger(v) && Number.isInteger(last) && last >= 0) return { v, last };
  } catch {
    // Not our hook, or one that speaks otherwise.
  }
  return { v: 0, last: 0 };
}

if (world.fedcmBridge?.alive()) world.fedcmBridge.speakUp();
else world.fedcmBridge = startBridge();
