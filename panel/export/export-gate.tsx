import { onDemand } from '../details/on-demand.tsx';
import { useStore } from '../store.ts';

const ExportDialog = onDemand(async () => (await import('./export-dialog.tsx')).ExportDialog);

/** Redaction and what it knows of domains is more code than the panel itself: it comes when somebody exports. */
export function ExportGate() {
  return useStore().exporting.value ? <ExportDialog /> : null;
}
