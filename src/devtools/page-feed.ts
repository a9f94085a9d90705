import type { FlowLog } from '../core/flow/log.ts';
import { parseHookEvent } from '../protocol/hook-event.ts';
import { type Announcement, WorkerLink } from './worker-link.ts';

/** Brings what the inspected tab's documents tell into the log, and acknowledges it once it is there. */
export function feedPages(log: FlowLog, tabId: number, ownScripts: string): WorkerLink {
  const link = new WorkerLink(
    () => ({ t: 'attach', tabId, documents: log.openDocuments() }),
    message => hear(message),
  );

  // A page that was prerendered, or left, before DevTools was opened comes without a bridge: no script is put into it
  // there.
  chrome.devtools.network.onNavigated.addListener(() => link.attach());

  return link;

  function hear(message: Announcement): void {
    switch (message.t) {
      case 'document': {
        const { document, state } = message;
        const after = log.document(document, state);
        if (state === 'ready') link.send({ t: 'read', documentId: document.documentId, after });
        return;
      }
      case 'event': {
        const { documentId, text } = message;
        const event = parseHookEvent(text, ownScripts);
        if (!event.ok) {
          log.refused(documentId);
          return;
        }
        log.event(documentId, event.value);
        link.send({ t: 'ack', documentId, n: event.value.n });
        return;
      }
      case 'early': {
        const event = parseHookEvent(message.text, ownScripts);
        if (event.ok) log.early(message.documentId, event.value);
        return;
      }
      case 'gone':
        log.gone(message.documentId);
    }
  }
}
