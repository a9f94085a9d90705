import { BrowserStateGate } from './browser-state/browser-state-gate.tsx';
import { CheckGate } from './check-provider/check-gate.tsx';
import { CompareGate } from './compare/compare-gate.tsx';
import { Details } from './details/details.tsx';
import { FaultBoundary } from './details/fault-boundary.tsx';
import { ExportGate } from './export/export-gate.tsx';
import { Footer } from './footer.tsx';
import { DropZone } from './import/drop-zone.tsx';
import { ImportBar } from './import/import-bar.tsx';
import { FlowList } from './list/flow-list.tsx';
import { ListPane } from './list/list-pane.tsx';
import { narrow } from './narrow.ts';
import { SettingsGate } from './settings-dialog/settings-gate.tsx';
import { Splitter } from './splitter.tsx';
import { useStore } from './store.ts';
import { BackBar } from './toolbar/back-bar.tsx';
import { Toolbar } from './toolbar/toolbar.tsx';
import { Announcer } from './widgets/announcer.tsx';

export function App() {
  const { selected, listWidth, view } = useStore();
  const flow = view.value === 'flows' ? selected.value : undefined;
  const layout = flow === undefined ? 'list' : narrow.value ? 'details' : 'both';
  return (
    <>
      {flow !== undefined && narrow.value ? <BackBar flow={flow} /> : <Toolbar />}
      <ImportBar />
      {view.value === 'browser-state' ? (
        <BrowserStateGate />
      ) : (
        <main
          class={`layout-${layout}`}
          style={layout === 'both' ? { '--list-width': `${listWidth.value}px` } : { '--list-width': '' }}
        >
          {layout !== 'details' && (
            <ListPane>
              <FlowList />
            </ListPane>
          )}
          {layout === 'both' && <Splitter />}
          {flow !== undefined && (
            <FaultBoundary key={flow.id} what="The details" flow={flow}>
              <Details flow={flow} />
            </FaultBoundary>
          )}
        </main>
      )}
      <Footer />
      <Announcer />
      <ExportGate />
      <CompareGate />
      <SettingsGate />
      <CheckGate />
      <DropZone />
    </>
  );
}
