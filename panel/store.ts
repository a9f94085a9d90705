import { batch, computed, effect, type ReadonlySignal, type Signal, signal } from '@preact/signals';
import { createContext } from 'preact';
import { useContext } from 'preact/hooks';
import type { ImportedFile } from '../src/core/capture/shelf.ts';
import type { LogView } from '../src/core/flow/log-view.ts';
import type { Flow } from '../src/core/model.ts';
import type { TabId } from './details/tab-id.ts';
import { matchesFilter, parseFilter } from './filter.ts';
import { isStateChange } from './flow/call.ts';
import { verdictOf } from './flow/outcome.ts';
import { followShelf, type Imports } from './import/imports.ts';
import { createSelection, type Selection } from './list/selection.ts';
import { fileRows, type Row, rowsOf } from './rows.ts';
import type { Settings } from './settings.ts';

type Snapshot = Pick<LogView, 'flows' | 'navigations' | 'pageState' | 'recording' | 'preserve' | 'losses'> & {
  hasCalled: boolean;
};

const snapshotOf = ({ flows, navigations, pageState, recording, preserve, losses, hasCalled }: LogView): Snapshot => ({
  flows: [...flows],
  navigations: [...navigations],
  pageState,
  recording,
  preserve,
  losses: { ...losses },
  hasCalled: hasCalled ?? false,
});

/** Everything the views read, and everything a user can do. The log stays the truth; this is how it is looked at. */
export interface Store {
  log: LogView;
  seen: ReadonlySignal<Snapshot>;
  /** Of this tab. */
  flows: ReadonlySignal<readonly Flow[]>;
  imports: Imports;
  /** All flows, imported ones last, without state changes unless those are shown too. */
  listed: ReadonlySignal<readonly Flow[]>;
  /** The listed flows that the filter lets through. */
  shown: ReadonlySignal<readonly Flow[]>;
  rows: ReadonlySignal<readonly Row[]>;
  filter: Signal<string>;
  showStateChanges: Signal<boolean>;
  listWidth: Signal<number>;
  /** The flows that are chosen in the list, to be exported or compared. */
  selection: Selection;
  /** The flow that the list's focus stands on. */
  cursor: ReadonlySignal<string | null>;
  detailsOpen: ReadonlySignal<boolean>;
  /** The flow in the details; undefined when they are closed or the log no longer has it. */
  selected: ReadonlySignal<Flow | undefined>;
  tab: Signal<TabId>;
  revealed: ReadonlySignal<ReadonlySet<string>>;
  exporting: Signal<boolean>;
  /** The settings are open. */
  configuring: Signal<boolean>;
  view: Signal<'flows' | 'browser-state'>;
  comparing: Signal<boolean>;
  /** Once set, the cursor's row takes the focus when it is drawn next. */
  rowFocus: { wanted: boolean };
  moveTo(flow: Flow): void;
  /** Moves the focus and leaves the choice as it is, adds the flow to it or takes it out, or chooses all up to there. */
  mark(flow: Flow, how: 'keep' | 'toggle' | 'extend'): void;
  open(flow: Flow): void;
  close(): void;
  setRevealed(flowId: string, on: boolean): void;
  /** Takes an imported file's flows off the list, and out of the details. */
  closeFile(file: ImportedFile): void;
  clear(): void;
  /** Lets go of the log, which would keep a panel that is gone. */
  dispose(): void;
}

export function createStore(log: LogView, settings: Settings): Store {
  const seen = signal(snapshotOf(log));
  const flows = computed(() => seen.value.flows);
  const filter = signal('');
  const showStateChanges = signal(settings.showStateChanges);
  const listWidth = signal(settings.listWidth);
  const cursor = signal<string | null>(null);
  const detailsOpen = signal(false);
  const imports = followShelf(log.shelf);
  const tab = signal<TabId>('summary');
  const revealed = signal<ReadonlySet<string>>(new Set());
  const rowFocus = { wanted: false };
  /** Failures that were opened once: only the first look goes to the summary by itself. */
  const failuresSeen = new Set<string>();

  const terms = computed(() => parseFilter(filter.value));
  const all = computed(() => [...flows.value, ...imports.flows.value]);
  const listed = computed(() => all.value.filter(flow => showStateChanges.value || !isStateChange(flow)));
  const shown = computed(() => listed.value.filter(flow => matchesFilter(terms.value, flow)));
  const rows = computed(() => [
    ...rowsOf(
      shown.value.filter(flow => !flow.imported),
      seen.value.navigations,
      terms.value.length > 0,
    ),
    ...fileRows(imports.files.value, new Set(shown.value)),
  ]);
  const selection = createSelection(shown, cursor);
  const selected = computed(() => (detailsOpen.value ? all.value.find(flow => flow.id === cursor.value) : undefined));

  const unfollow = log.subscribe(() => {
    seen.value = snapshotOf(log);
  });

  const look = (flow: Flow) => {
    if (verdictOf(flow) !== 'failed' || failuresSeen.has(flow.id)) return;
    failuresSeen.add(flow.id);
    tab.value = 'summary';
  };

  return {
    log,
    seen,
    flows,
    imports,
    listed,
    shown,
    rows,
    filter,
    showStateChanges,
    listWidth,
    selection,
    cursor,
    detailsOpen,
    selected,
    tab,
    revealed,
    exporting: signal(false),
    configuring: signal(false),
    view: signal('flows'),
    comparing: signal(false),
    rowFocus,
    moveTo: flow =>
      batch(() => {
        selection.reset(flow.id);
        cursor.value = flow.id;
        if (detailsOpen.value) look(flow);
      }),
    mark: (flow, how) =>
      batch(() => {
        if (how === 'toggle') selection.toggle(flow.id);
        else if (how === 'extend') selection.extendTo(flow.id);
        cursor.value = flow.id;
        if (detailsOpen.value) look(flow);
      }),
    open: flow =>
      batch(() => {
        selection.reset(flow.id);
        cursor.value = flow.id;
        detailsOpen.value = true;
        look(flow);
      }),
    close: () => {
      rowFocus.wanted = true;
      detailsOpen.value = false;
    },
    setRevealed: (flowId, on) => {
      const next = new Set(revealed.value);
      if (on) next.add(flowId);
      else next.delete(flowId);
      revealed.value = next;
    },
    closeFile: file =>
      batch(() => {
        if (selected.value !== undefined && file.flows.includes(selected.value)) {
          rowFocus.wanted = true;
          detailsOpen.value = false;
        }
        imports.close(file);
      }),
    dispose: () => {
      unfollow();
      imports.dispose();
    },
    clear: () =>
      batch(() => {
        log.clear();
        if (selected.value?.imported) return;
        detailsOpen.value = false;
        cursor.value = null;
        revealed.value = new Set();
      }),
  };
}

/** Calls `save` whenever a remembered setting changes; never for the values it starts with. */
export function rememberSettings(store: Store, save: (settings: Settings) => void): void {
  let first = true;
  effect(() => {
    const settings = { listWidth: store.listWidth.value, showStateChanges: store.showStateChanges.value };
    if (!first) save(settings);
    first = false;
  });
}

export const StoreContext = createContext<Store | undefined>(undefined);

export function useStore(): Store {
  const store = useContext(StoreContext);
  if (store === undefined) throw new Error('The panel renders inside a StoreContext');
  return store;
}
