import type { Flow } from '../../src/core/model.ts';
import { onDemand } from '../details/on-demand.tsx';

const Deliveries = onDemand(async () => (await import('./deliveries.tsx')).Deliveries);

export function DeliveriesGate({ flow }: { flow: Flow }) {
  return flow.deliveries.length > 0 ? <Deliveries flow={flow} /> : null;
}
