import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStore } from '../store.ts';

const Dialog = signal<ComponentType | undefined>(undefined);

async function load(): Promise<void> {
  const loaded = await import('./export-dialog.tsx');
  Dialog.value = loaded.ExportDialog;
}

/** Redaction and what it knows of domains is more code than the panel itself: it comes when somebody exports. */
export function ExportGate() {
  const wanted = useStore().exporting.value;
  useEffect(() => {
    if (wanted) void load();
  }, [wanted]);
  const View = Dialog.value;
  return wanted && View !== undefined ? <View /> : null;
}
