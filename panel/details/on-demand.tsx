import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';

/** A view whose code is fetched when somebody first looks at it, and kept from then on. */
export function onDemand<Props extends object>(load: () => Promise<ComponentType<Props>>): ComponentType<Props> {
  const loaded = signal<ComponentType<Props> | undefined>(undefined);
  return function OnDemand(props: Props) {
    useEffect(() => {
      if (loaded.peek() !== undefined) return;
      void load().then(view => {
        loaded.value = view;
      });
    }, []);
    const Loaded = loaded.value;
    return Loaded === undefined ? null : <Loaded {...props} />;
  };
}
