import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStore } from '../store.ts';

const Dialog = signal<ComponentType | undefined>(undefined);

async function load(): Promise<void> {
  const loaded = await import('./settings-dialog.tsx');
  Dialog.value = loaded.SettingsDialog;
}

/** Comes when somebody opens the settings. */
export function SettingsGate() {
  const wanted = useStore().configuring.value;
  useEffect(() => {
    if (wanted) void load();
  }, [wanted]);
  const View = Dialog.value;
  return wanted && View !== undefined ? <View /> : null;
}
