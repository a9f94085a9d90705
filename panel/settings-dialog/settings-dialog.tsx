import type { Keeping } from '../../src/core/flow/log-view.ts';
import { useStore } from '../store.ts';
import { useDialog } from '../widgets/use-dialog.ts';
import { MIB, sizes } from './sizes.ts';

function KeptSize({ keeping }: { keeping: Keeping }) {
  return (
    <section>
      <label>
        Keep at most
        <select
          aria-describedby="kept-hint"
          value={keeping.bytes}
          onChange={event => keeping.set(Number(event.currentTarget.value))}
        >
          {sizes(keeping.bytes).map(bytes => (
            <option key={bytes} value={bytes}>{`${Math.round(bytes / MIB)} MB`}</option>
          ))}
        </select>
        of flows
      </label>
      <p class="dim" id="kept-hint">
        Past that the oldest flows are dropped, and the bar below the list says how many. Imported files do not count.
      </p>
    </section>
  );
}

/** What holds for every DevTools of this browser; changes count at once. */
export function SettingsDialog() {
  const { log, seen, configuring } = useStore();
  // Settings are told with the log's other changes: another DevTools may have made them.
  void seen.value;
  const { asking, keeping } = log;
  const dialog = useDialog(() => {
    configuring.value = false;
  });
  return (
    <dialog {...dialog.props} class="export settings" aria-label="Settings">
      <h2>Settings</h2>
      {keeping !== undefined && <KeptSize keeping={keeping} />}
      {asking !== undefined && (
        <section>
          <label>
            <input
              type="checkbox"
              aria-describedby="ask-hint"
              checked={asking.always}
              onChange={event => asking.setAlways(event.currentTarget.checked)}
            />
            Ask Chrome after each failure
          </label>
          <p class="dim" id="ask-hint">
            Attaches Chrome’s debugger for a moment, which shows a bar above the page and resizes it for some seconds.
          </p>
        </section>
      )}
      <div class="actions">
        <button type="button" class="button primary" onClick={() => dialog.close()}>
          Close
        </button>
      </div>
    </dialog>
  );
}
