import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { useStore } from '../store.ts';

const Dialog = signal<ComponentType | undefined>(undefined);

async function load(): Promise<void> {
  const loaded = await import('./compare-dialog.tsx');
  Dialog.value = loaded.CompareDialog;
}

/** Comes when somebody compares. */
export function CompareGate() {
  const wanted = useStore().comparing.value;
  useEffect(() => {
    if (wanted) void load();
  }, [wanted]);
  const View = Dialog.value;
  return wanted && View !== undefined ? <View /> : null;
}
