import { ViewSwitch } from '../browser-state/view-switch.tsx';
import { CompareButton } from '../compare/compare-button.tsx';
import { ImportButton } from '../import/import-button.tsx';
import { useStore } from '../store.ts';
import { Icon } from '../widgets/icon.tsx';
import { IconButton } from '../widgets/icon-button.tsx';
import { ExportButton } from './export-button.tsx';
import { SettingsButton } from './settings-button.tsx';

export function Toolbar() {
  const { log, seen, filter, showStateChanges, clear } = useStore();
  const { recording, preserve } = seen.value;
  return (
    <header class="toolbar commands">
      <h1 class="sr-only">FedCM</h1>
      <IconButton
        icon="record"
        name="Record"
        hint={recording ? 'Stop recording' : 'Record FedCM calls'}
        pressed={recording}
        class="record"
        onClick={() => log.setRecording(!recording)}
      />
      <IconButton icon="clear" name="Clear" onClick={clear} />
      <span class="divider" />
      <ViewSwitch />
      <label title="Keep flows when the page navigates">
        <input type="checkbox" checked={preserve} onChange={event => log.setPreserve(event.currentTarget.checked)} />
        Preserve log
      </label>
      <label
        class="state-changes"
        title="Show calls of login.setStatus, IdentityProvider.close and preventSilentAccess"
      >
        <input
          type="checkbox"
          checked={showStateChanges}
          onChange={event => {
            showStateChanges.value = event.currentTarget.checked;
          }}
        />
        Show state changes
      </label>
      <span class="filter">
        <Icon name="search" />
        <input
          type="search"
          aria-label="Filter flows"
          placeholder="Filter: idp:accounts.example -outcome:ok"
          title="Words, or idp: rp: outcome:failed|ok|pending code: api: mode: — a dash before a word excludes it"
          spellcheck={false}
          value={filter}
          onInput={event => {
            filter.value = event.currentTarget.value;
          }}
        />
      </span>
      <CompareButton />
      <ImportButton />
      <ExportButton />
      <SettingsButton />
    </header>
  );
}
