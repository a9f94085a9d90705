import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';

const View = signal<ComponentType | undefined>(undefined);

/** What Chrome remembers is read with rules that the list of flows does not need: they come with the first look. */
export function BrowserStateGate() {
  useEffect(() => {
    if (View.peek() !== undefined) return;
    void import('./browser-state.tsx').then(({ BrowserState }) => {
      View.value = BrowserState;
    });
  }, []);
  const Loaded = View.value;
  return Loaded === undefined ? <main /> : <Loaded />;
}
