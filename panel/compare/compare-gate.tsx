import { onDemand } from '../details/on-demand.tsx';
import { useStore } from '../store.ts';

const CompareDialog = onDemand(async () => (await import('./compare-dialog.tsx')).CompareDialog);

/** Comes when somebody compares. */
export function CompareGate() {
  return useStore().comparing.value ? <CompareDialog /> : null;
}
