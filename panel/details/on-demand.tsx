import { signal } from '@preact/signals';
import type { ComponentType } from 'preact';
import { useEffect } from 'preact/hooks';

type Loading<Props> =
  | { state: 'loading' }
  | { state: 'loaded'; View: ComponentType<Props> }
  | { state: 'failed'; error: unknown };

/**
 * A view whose code is fetched when somebody first looks at it, and kept from then on.
 *
 * @param Meanwhile what stands in its place until then
 */
export function onDemand<Props extends object>(
  load: () => Promise<ComponentType<Props>>,
  Meanwhile?: ComponentType<Props>,
): ComponentType<Props> {
  const loading = signal<Loading<Props>>({ state: 'loading' });
  return function OnDemand(props: Props) {
    useEffect(() => {
      if (loading.peek().state === 'loaded') return;
      load().then(
        View => {
          loading.value = { state: 'loaded', View };
        },
        (error: unknown) => {
          loading.value = { state: 'failed', error };
        },
      );
    }, []);
    const now = loading.value;
    switch (now.state) {
      case 'loaded':
        return <now.View {...props} />;
      case 'failed':
        return <LoadFault error={now.error} />;
      case 'loading':
        return Meanwhile === undefined ? null : <Meanwhile {...props} />;
    }
  };
}

/** The files of the panel are there for as long as its extension is. */
function LoadFault({ error }: { error: unknown }) {
  return (
    <p class="view-fault unloaded" role="alert">
      This part of the panel could not be loaded: the extension was probably reloaded or updated meanwhile. Close
      DevTools and open it again. <code>{String(error)}</code>
    </p>
  );
}
