import { type Surroundings, surroundingsOf } from '../src/core/expectation/surroundings.ts';
import type { Flow } from '../src/core/model.ts';
import { useStore } from './store.ts';

/** The flows around one: of the tab, or of the files that it was imported with. */
export function useSurroundings(flow: Flow): Surroundings {
  const { flows, imports, log } = useStore();
  const around = surroundingsOf(flow, flow.imported ? imports.flows.value : flows.value);
  if (flow.imported) return around;
  const { sentStatuses, watchedSince } = log;
  return { ...around, ...(sentStatuses && { sentStatuses }), ...(watchedSince !== undefined && { watchedSince }) };
}
