import { HANDSHAKE, MAX_EVENT_CHARS, PROTOCOL } from '../protocol/limits.ts';
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

/** A bridge that was injected before, in this frame and world. */
const world = globalThis as { fedcmBridge?: Bridge };

function startBridge(): Bridge {
  const backoff = new Backoff();
  const readers = new Map<number, MessagePort>();
  let worker: chrome.runtime.Port | undefined;
  let version = 0;
  let last = 0;

  /** Opens a port of its own to the hook; false where no hook answers. */
  const openPort = (hear: (word: string) => void): MessagePort | false => {
    const { port1, port2 } = new MessageChannel();
    // Whatever stands in the hook's place can send anything.
    port1.onmessage = ({ data }) => typeof data === 'string' && data.length <= MAX_EVENT_CHARS && hear(data);
    return !dispatchEvent(new MessageEvent(HANDSHAKE, { ports: [port2], cancelable: true })) && port1;
  };

  const post = (message: BridgeToWorker) => {
    try {
      worker?.postMessage(message);
    } catch {
      // The link is gone; `onDisconnect` follows, and the events are asked for again.
    }
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
    post({ t: 'document', state, last, timeOrigin: performance.timeOrigin, url: location.href });
  };

  const closeReaders = () => {
    for (const port of readers.values()) port.close();
    readers.clear();
  };

  const letGo = () => {
    closeReaders();
    worker?.disconnect();
    worker = undefined;
  };

  const obey = (message: WorkerToBridge) => {
    switch (message.t) {
      case 'read': {
        const { reader, after } = message;
        let greeted = false;
        const port =
          readers.get(reader) ||
          openPort(text => {
            // The first word of every port is the hook's greeting.
            if (greeted && text) post({ t: 'event', reader, text });
            greeted = true;
          });
        if (!port) return;
        readers.set(reader, port);
        port.postMessage(-1 - after);
        return;
      }
      case 'ack':
        readers.get(message.reader)?.postMessage(message.n);
        return;
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
