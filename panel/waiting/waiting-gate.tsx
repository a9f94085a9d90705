import type { Flow } from '../../src/core/model.ts';
import { onDemand } from '../details/on-demand.tsx';
import { verdictOf } from '../flow/outcome.ts';

const WaitingFor = onDemand(async () => (await import('./waiting-for.tsx')).WaitingFor);

/** An imported flow that was pending waits for nothing any more. */
export function WaitingGate({ flow }: { flow: Flow }) {
  return verdictOf(flow) === 'pending' && !flow.imported ? <WaitingFor flow={flow} /> : null;
}
