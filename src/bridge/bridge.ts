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

/** A port to the hook, and how many of its events one reader has not acknowledged. */
interface Reader {
  port: MessagePort;
  unread: number;
}

/** A bridge that was injected before, in this frame and world. */
const world = globalThis as { fedcmBridge?: Bridge };

function startBridge(): Bridge {
  const backoff = new Backoff();
  const readers = new Map<number, Reader>();
  let worker: chrome.runtime.Port | undefined;
  let version = 0;
  let last = 0;

  /** Opens a port of its own to the hook; false where no hook answers. */
  const openPort = (hear: (word: string) => void): MessagePort | false => {
    const { port1, port2 } = new MessageChannel();
    // Whatever stands in the hook's place can send anything.
    port1.onmessage = ({ data }) => typeof data === 'string' && data.length <= MAX_EVENT_CHARS && hear(data);
    return !performance.dispatchEvent(new MessageEvent(HANDSHAKE, { ports: [port2], cancelable: true })) && port1;
  };

  const post = (message: BridgeToWorker) => {
    try {
      worker?.postMessage(message);
    } catch {
      // The link is gone; `onDisconnect` follows, and the events are asked for again.
    }
  };

  const openReader = (reader: number): Reader | undefined => {
    let greeted = false;
    const port = openPort(text => {
      // The first word of every port is the hook's greeting. Whoever sends more than the hook ever would is not heard.
      if (greeted && text && opened && opened.unread < WINDOW_EVENTS) {
        opened.unread++;
        post({ t: 'event', reader, text });
      }
      greeted = true;
    });
    const opened = port && { port, unread: 0 };
    if (!opened) return;
    readers.set(reader, opened);
    return opened;
  };

  const announce = () => {
    if (!worker) return connect();
    const supported = 'IdentityCredential' in globalThis;
    const state = !isSecureContext
      ? 'insecure'
      : hooked && version !== PROTOCOL
        ? 'reload-needed'
        : !supported
          ? 'unsupported'
          : hooked
            ? 'ready'
            : 'reload-needed';
    post({ t: 'document', state, last, timeOrigin: performance.timeOrigin, url: location.href.slice(0, MAX_URL) });
  };

  const closeReaders = () => {
    for (const { port } of readers.values()) port.close();
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
        known.port.postMessage(-1 - after);
        return;
      }
      case 'ack': {
        const known = readers.get(message.reader);
        if (!known) return;
        known.unread--;
        known.port.postMessage(message.n);
        return;
      }
      case 'drop':
        readers.get(message.reader)?.port.close();
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
      else if (hooked) hooked.close();
    });
    announce();
  };

  /** A port that only tells whether there is anything to read. A frame without FedCM calls never wakes the worker. */
  const hooked = openPort(word => {
    const greeting = version ? undefined : greetingOf(word);
    if (greeting) ({ v: version, last } = greeting);
    else last ||= 1;
    speakUp();
  });
  const speakUp = () => {
    if (last || self === top) announce();
  };
  if (!hooked) speakUp();

  // The back/forward cache closes the link at the worker's end alone.
  addEventListener('pageshow', ({ persisted }) => {
    if (!persisted || !worker) return;
    letGo();
    connect();
  });

  return { alive: () => Boolean(chrome.runtime?.id), speakUp };
}

function greetingOf(word: string): { v: number; last: number } | undefined {
  try {
    const { v, last } = JSON.parse(word);
    return Number.isInteger(v) && v > 0 && Number.isInteger(last) && last >= 0 ? { v, last } : undefined;
  } catch {
    return;
  }
}

if (world.fedcmBridge?.alive()) world.fedcmBridge.speakUp();
else world.fedcmBridge = startBridge();
