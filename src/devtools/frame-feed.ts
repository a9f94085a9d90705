import { isPolicyRefusal } from '../core/diagnosis/index.ts';
import { frameChain } from '../core/flow/frame-chain.ts';
import type { FlowLog } from '../core/flow/log.ts';
import type { Flow } from '../core/model.ts';
import type { WorkerLink } from './worker-link.ts';

/**
 * Looks up the frames above a caller whom Permissions Policy refused, so that the one that withholds the permission can
 * be named. The frames are asked then, and never before: pages whose calls are not refused pay nothing for it.
 */
export function feedFrames(log: FlowLog, link: WorkerLink): void {
  const asked = new Set<string>();
  log.subscribe(() => {
    for (const flow of log.flows) {
      if (asked.has(flow.id) || flow.imported || flow.page.frameId === 0 || !isPolicyRefusal(flow)) continue;
      asked.add(flow.id);
      void lookUp(log, flow, link);
    }
  });
}

async function lookUp(log: FlowLog, { id, page: { documentId } }: Flow, link: WorkerLink): Promise<void> {
  if (documentId === undefined) return;
  // The tab may be closed, or hold a document that admits no script; then the chain stays unknown.
  const ancestors = frameChain(documentId, await link.look('policy'));
  if (ancestors) log.amend(id, flow => ({ ...flow, page: { ...flow.page, ancestors } }));
}
