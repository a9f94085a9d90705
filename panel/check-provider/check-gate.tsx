import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import { wantedCheck } from './wanted-check.ts';

const Dialog = signal<ComponentType<{ configURL: string }> | undefined>(undefined);

/** The rules about identity providers come with the first check. */
export function CheckGate() {
  const wanted = wantedCheck.value;
  useEffect(() => {
    if (wanted === undefined || Dialog.peek()) return;
    void import('./check-dialog.tsx').then(({ CheckDialog }) => {
      Dialog.value = CheckDialog;
    });
  }, [wanted]);
  const View = Dialog.value;
  return wanted !== undefined && View !== undefined ? <View configURL={wanted} /> : null;
}
