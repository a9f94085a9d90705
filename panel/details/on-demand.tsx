import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';
import type { Flow } from '../../src/core/model.ts';

type View = ComponentType<{ flow: Flow }>;

/** A tab whose code is fetched when somebody first looks at it, and kept from then on. */
export function onDemand(load: () => Promise<View>): View {
  const loaded = signal<View | undefined>(undefined);
  return function OnDemand({ flow }) {
    useEffect(() => {
      if (loaded.peek() !== undefined) return;
      void load().then(view => {
        loaded.value = view;
      });
    }, []);
    const Loaded = loaded.value;
    return Loaded === undefined ? null : <Loaded flow={flow} />;
  };
}
