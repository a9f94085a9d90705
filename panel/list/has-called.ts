import type { Navigation } from '../../src/core/flow/log-view.ts';
import type { Flow } from '../../src/core/model.ts';
import { isStateChange } from '../flow/call.ts';

/** Whether a call came from the page shown now, or from a frame in it. Changes of state alone are none. */
export function hasCalled(flows: readonly Flow[], navigations: readonly Navigation[]): boolean {
  const page = navigations.at(-1);
  const left = new Set(navigations.map(({ documentId }) => documentId).filter(id => id !== page?.documentId));
  return flows.some(flow => {
    if (isStateChange(flow) || flow.parent !== undefined) return false;
    if (page === undefined || flow.page.documentId === page.documentId) return true;
    // The page before may call until it is left.
    return flow.startedAt >= page.at && !left.has(flow.page.documentId ?? '');
  });
}
