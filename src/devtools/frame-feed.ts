import { isPolicyRefusal } from '../core/diagnosis/index.ts';
import { type FrameFact, frameChain } from '../core/flow/frame-chain.ts';
import type { FlowLog } from '../core/flow/log.ts';
import type { Flow } from '../core/model.ts';

/**
 * Looks up the frames above a caller whom Permissions Policy refused, so that the one that withholds the permission can
 * be named. The frames are asked then, and never before: pages whose calls are not refused pay nothing for it.
 */
export function feedFrames(log: FlowLog): void {
  const asked = new Set<string>();
  log.subscribe(() => {
    for (const flow of log.flows) {
      if (asked.has(flow.id) || flow.imported || flow.page.frameId === 0 || !isPolicyRefusal(flow)) continue;
      asked.add(flow.id);
      void lookUp(log, flow);
    }
  });
}

async function lookUp(log: FlowLog, { id, page: { tabId, documentId } }: Flow): Promise<void> {
  if (tabId === undefined || documentId === undefined) return;
  // The tab may be closed, or hold a document that admits no script; then the chain stays unknown.
  const facts = await factsOf(tabId).catch(() => []);
  const ancestors = frameChain(documentId, facts);
  if (ancestors) log.amend(id, flow => ({ ...flow, page: { ...flow.page, ancestors } }));
}

async function factsOf(tabId: number): Promise<FrameFact[]> {
  const results = await chrome.scripting.executeScript({
    target: { tabId, allFrames: true },
    injectImmediately: true,
    func: readFrame,
  });
  return results.flatMap(({ documentId, result }) => (result ? [{ documentId, ...result }] : []));
}

/** Runs in every frame of the tab, in the isolated world, as text: nothing of this module is there. */
function readFrame(): Omit<FrameFact, 'documentId'> {
  // `document.featurePolicy` is Chromium's alone, so TypeScript does not know it.
  const { featurePolicy } = document as { featurePolicy?: { allowsFeature(name: string): boolean } };
  return {
    origin: self.origin,
    ancestors: [...location.ancestorOrigins],
    allowsFedCM: featurePolicy?.allowsFeature('identity-credentials-get'),
  };
}
