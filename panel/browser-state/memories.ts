import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import browser from 'webextension-polyfill';
import { browserState, type Memory } from '../../src/core/expectation/browser-state.ts';
import { holdingAt, joinMemories, MEMORIES_KEY, readMemories } from '../../src/core/expectation/remembered.ts';
import { useStore } from '../store.ts';

/** What all DevTools of this run of the browser have kept. */
const kept = signal<readonly Memory[]>([]);

function follow(): () => void {
  const { session } = browser.storage;
  const take = (stored: unknown) => {
    kept.value = readMemories(stored);
  };
  const onChanged = (changes: Record<string, { newValue?: unknown }>) => {
    const change = changes[MEMORIES_KEY];
    if (change !== undefined) take(change.newValue);
  };
  // Without storage the log alone speaks.
  void session.get(MEMORIES_KEY).then(
    ({ [MEMORIES_KEY]: stored }) => take(stored),
    () => undefined,
  );
  session.onChanged.addListener(onChanged);
  return () => session.onChanged.removeListener(onChanged);
}

/** What Chrome probably remembers at `now` (epoch ms), by this log and those before it. Newest first. */
export function useMemories(now: number): Memory[] {
  const { flows, log } = useStore();
  useEffect(follow, []);
  const seen = browserState({ earlier: flows.value, sentStatuses: log.sentStatuses ?? [] }, now);
  return holdingAt(joinMemories(kept.value, seen), now);
}

/** Forgets what was kept, not what the log of this tab still shows. */
export const forgetMemories = (): Promise<void> => browser.storage.session.remove(MEMORIES_KEY);
