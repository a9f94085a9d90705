import { describe, expect, test, vi } from 'vitest';
import { createStore, rememberSettings, type Store } from '../../../panel/store.ts';
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

  describe('the choice of flows', () => {
    const ids = ['a', 'b', 'c', 'd'];
    const chosenIn = (store: Store) => store.selection.flows.value.map(({ id }) => id);
    const inStore = () => {
      const { log, replace } = aLog(ids.map(id => aFlow({ id })));
      const store = createStore(log, settings);
      const flow = (id: string) => aFlow({ id });
      return { store, flow, replace };
    };

    test('is the flow under the focus, until others are added to it', () => {
      const { store, flow } = inStore();
      expect(chosenIn(store)).toEqual([]);
      store.open(flow('c'));
      expect(chosenIn(store)).toEqual(['c']);
      store.mark(flow('a'), 'toggle');
      expect(chosenIn(store)).toEqual(['a', 'c']);
      store.mark(flow('c'), 'toggle');
      expect(chosenIn(store)).toEqual(['a']);
      store.open(flow('d'));
      expect(chosenIn(store)).toEqual(['d']);
    });

    test('is a range from where it began, however often it is drawn anew', () => {
      const { store, flow } = inStore();
      store.moveTo(flow('b'));
      store.mark(flow('d'), 'extend');
      expect(chosenIn(store)).toEqual(['b', 'c', 'd']);
      store.mark(flow('a'), 'extend');
      expect(chosenIn(store)).toEqual(['a', 'b']);
    });

    test('is kept while the focus alone moves, and holds nothing that the filter hides or the log dropped', () => {
      const { store, flow, replace } = inStore();
      store.moveTo(flow('b'));
      store.mark(flow('d'), 'extend');
      store.mark(flow('a'), 'keep');
      expect(chosenIn(store)).toEqual(['b', 'c', 'd']);
      replace([flow('a'), flow('c')]);
      expect(chosenIn(store)).toEqual(['c']);
      store.filter.value = 'outcome:failed';
      expect(chosenIn(store)).toEqual([]);
    });

    test('is everything in the list on request', () => {
      const { store } = inStore();
      store.selection.all();
      expect(chosenIn(store)).toEqual(ids);
    });
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
