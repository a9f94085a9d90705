import type { Flow } from '../../src/core/model.ts';
import { onDemand } from '../details/on-demand.tsx';

const Checklist = onDemand(async () => (await import('./checklist.tsx')).Checklist);

/** For sign-ins in which Chrome did not choose the account by itself. */
export function ChecklistGate({ flow }: { flow: Flow }) {
  const happened = flow.outcome.credential?.isAutoSelected === true;
  return flow.api === 'credentials.get' && !happened ? <Checklist flow={flow} /> : null;
}
