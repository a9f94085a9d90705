import type { ImportedFile } from '../src/core/capture/shelf.ts';
import { type Surroundings, surroundingsOf } from '../src/core/expectation/surroundings.ts';
import type { Flow } from '../src/core/model.ts';
import { useStore } from './store.ts';

/** The flows around one: of the tab, or of the file that it was imported with. */
export function useSurroundings(flow: Flow): Surroundings {
  const { flows, imports, log } = useStore();
  if (flow.imported) return surroundingsOf(flow, flowsOfItsFile(flow, imports.files.value));
  const { sentStatuses, watchedSince } = log;
  return {
    ...surroundingsOf(flow, flows.value),
    requests: log.requestsOf?.(flow),
    ...(sentStatuses && { sentStatuses }),
    ...(watchedSince !== undefined && { watchedSince }),
  };
}

/** Another file is another browser's. */
export const flowsOfItsFile = (flow: Flow, files: readonly ImportedFile[]): readonly Flow[] =>
  files.find(({ flows }) => flows.includes(flow))?.flows ?? [];
