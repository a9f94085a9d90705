import { render } from 'preact';
import type { LogView } from '../src/core/flow/log-view.ts';
import { App } from './app.tsx';
import { findLog } from './find-log.ts';
import { NoLog } from './no-log.tsx';
import { DEFAULT_SETTINGS, loadSettings, saveSettings } from './settings.ts';
import { createStore, rememberSettings, StoreContext } from './store.ts';
import { followTheme } from './theme.ts';
import { loadDecoder } from './token/decoded.ts';

followTheme(document.documentElement);

const found = findLog(window);
if (found === undefined) render(<NoLog onRetry={() => location.reload()} />, document.body);
else void show(found);

async function show(log: LogView): Promise<void> {
  const store = createStore(log, await loadSettings().catch(() => DEFAULT_SETTINGS));
  addEventListener('pagehide', store.dispose);
  // A setting that cannot be kept is no reason to disturb anybody.
  rememberSettings(store, settings => void saveSettings(settings).catch(() => undefined));
  render(
    <StoreContext.Provider value={store}>
      <App />
    </StoreContext.Provider>,
    document.body,
  );
  await loadDecoder();
}
