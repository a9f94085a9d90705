import { onDemand } from '../details/on-demand.tsx';
import { useStore } from '../store.ts';

const SettingsDialog = onDemand(async () => (await import('./settings-dialog.tsx')).SettingsDialog);

/** Comes when somebody opens the settings. */
export function SettingsGate() {
  return useStore().configuring.value ? <SettingsDialog /> : null;
}
