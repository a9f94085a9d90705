import { type Surroundings, surroundingsOf } from '../src/core/expectation/surroundings.ts';
import type { Flow } from '../src/core/model.ts';
import { useStore } from './store.ts';

/** The flows around one: of the tab, or of the files that it was imported with. */
export function useSurroundings(flow: Flow): Surroundings {
  const { flows, imports, log } = useStore();
  if (flow.imported) return surroundingsOf(flow, imports.flows.value);
  const { sentStatuses, watchedSince } = log;
  return {
    ...surroundingsOf(flow, flows.value),
    requests: log.requestsOf?.(flow),
    ...(sentStatuses && { sentStatuses }),
    ...(watchedSince !== undefined && { watchedSince }),
  };
}
