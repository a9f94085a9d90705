import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Flow } from '../../src/core/model.ts';
import type { TabId } from '../details/tab-id.ts';
import { hideSecrets } from './hide-secrets.ts';

/**
 * What a tab may show of the flow: all of it, or what is left once secrets are covered. Nothing until that is known.
 */
export function useShown(flow: Flow, tab: TabId): Flow | undefined {
  const cover = useSignal<((flow: Flow) => Flow) | undefined>(undefined);
  const hidden = hideSecrets.value && tab !== 'token';
  useEffect(() => {
    if (!hidden || cover.peek() !== undefined) return;
    void import('./cover.ts').then(loaded => {
      cover.value = loaded.cover;
    });
  }, [hidden]);
  return hidden ? cover.value?.(flow) : flow;
}
