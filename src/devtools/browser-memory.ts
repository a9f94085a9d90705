import browser from 'webextension-polyfill';
import { browserState } from '../core/expectation/browser-state.ts';
import { joinMemories, MEMORIES_KEY, readMemories } from '../core/expectation/remembered.ts';
import type { FlowLog } from '../core/flow/log.ts';

/** Changes of a log are worked off this much later, all in one; ms. */
const REST = 1000;

/**
 * Keeps what Chrome probably remembers in `storage.session`, for all DevTools of this run of the browser: origins and
 * times, never an account or a token.
 */
export function keepBrowserMemory(log: FlowLog): void {
  const { session } = browser.storage;
  let written = '[]';
  const keep = async () => {
    const seen = browserState({ earlier: log.flows, sentStatuses: log.sentStatuses }, Date.now());
    const text = JSON.stringify(seen);
    if (text === written) return;
    written = text;
    const { [MEMORIES_KEY]: kept } = await session.get(MEMORIES_KEY);
    await session.set({ [MEMORIES_KEY]: joinMemories(readMemories(kept), seen) });
  };
  let due = false;
  log.subscribe(() => {
    if (due) return;
    due = true;
    setTimeout(() => {
      due = false;
      // What cannot be kept is lost with this DevTools, and disturbs nobody.
      void keep().catch(() => undefined);
    }, REST);
  });
}
