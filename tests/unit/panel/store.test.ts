import { describe, expect, test, vi } from 'vitest';
import { createStore, rememberSettings } from '../../../panel/store.ts';
import type { LogView } from '../../../src/core/flow/log-view.ts';
import type { Flow } from '../../../src/core/model.ts';
import { aFailure, aFlow } from './a-flow.ts';

function aLog(first: Flow[]) {
  let flows = first;
  let tell = () => {};
  const log: LogView = {
    get flows() {
      return flows;
    },
    navigations: [],
    pageState: 'ready',
    recording: true,
    preserve: false,
    leftovers: [],
    wholeBody: async () => undefined,
    losses: { events: 0, flows: 0 },
    setRecording: vi.fn(),
    setPreserve: vi.fn(),
    clear: () => {
      flows = [];
      tell();
    },
    noteVerification: () => undefined,
    subscribe: listener => {
      tell = listener;
      return () => {};
    },
  };
  const replace = (next: Flow[]) => {
    flows = next;
    tell();
  };
  return { log, replace };
}

const settings = { listWidth: 300, showStateChanges: false };

describe('the store', () => {
  test('follows the log', () => {
    const { log, replace } = aLog([]);
    const store = createStore(log, settings);
    replace([aFlow()]);
    expect(store.rows.value).toHaveLength(1);
  });

  test('hides state changes until they are asked for', () => {
    const { log } = aLog([aFlow(), aFlow({ id: 's', api: 'login.setStatus', request: 'logged-in' })]);
    const store = createStore(log, settings);
    expect(store.shown.value.map(flow => flow.id)).toEqual(['flow-1']);
    store.showStateChanges.value = true;
    expect(store.shown.value).toHaveLength(2);
  });

  test('a selection keeps the tab, and a failure opens its summary once', () => {
    const failure = aFailure({ id: 'failed' });
    const { log } = aLog([aFlow(), failure]);
    const store = createStore(log, settings);
    store.open(aFlow());
    store.tab.value = 'raw';
    store.moveTo(failure);
    expect(store.tab.value).toBe('summary');
    store.tab.value = 'request';
    store.moveTo(aFlow());
    store.moveTo(failure);
    expect(store.tab.value).toBe('request');
  });

  test('the details show the flow as it is now, and close when it is gone', () => {
    const { log, replace } = aLog([aFlow({ outcome: { status: 'pending' } })]);
    const store = createStore(log, settings);
    store.open(aFlow());
    replace([aFlow()]);
    expect(store.selected.value?.outcome.status).toBe('fulfilled');
    replace([]);
    expect(store.selected.value).toBeUndefined();
  });

  test('a flow that the filter hides stays in the details', () => {
    const { log } = aLog([aFlow()]);
    const store = createStore(log, settings);
    store.open(aFlow());
    store.filter.value = 'outcome:failed';
    expect(store.shown.value).toEqual([]);
    expect(store.selected.value?.id).toBe('flow-1');
  });

  test('clearing closes the details and covers what was revealed', () => {
    const { log } = aLog([aFlow()]);
    const store = createStore(log, settings);
    store.open(aFlow());
    store.setRevealed('flow-1', true);
    store.clear();
    expect(store.selected.value).toBeUndefined();
    expect(store.revealed.value.size).toBe(0);
  });

  test('remembers settings when they change, and only then', () => {
    const save = vi.fn();
    const store = createStore(aLog([]).log, settings);
    rememberSettings(store, save);
    expect(save).not.toHaveBeenCalled();
    store.listWidth.value = 250;
    expect(save).toHaveBeenLastCalledWith({ listWidth: 250, showStateChanges: false });
  });
});
