import { useStore } from '../store.ts';
import { IconButton } from '../widgets/icon-button.tsx';

/** How far an import has come, or why it was refused. */
export function ImportBar() {
  const { importing } = useStore();
  const now = importing.value;
  switch (now.state) {
    case 'idle':
      return null;
    case 'reading':
      return (
        <p class="notice import-bar">
          <span class="grow">{`Reading ${now.name}`}</span>
          <progress value={now.progress.done} max={now.progress.total || 1} aria-label={`Reading ${now.name}`} />
          <button type="button" class="button" onClick={now.cancel}>
            Cancel
          </button>
        </p>
      );
    case 'refused':
      return (
        <p class="notice import-bar refused" role="alert">
          <span class="grow">
            <b>{`${now.name} was not imported.`}</b> {now.why}
          </span>
          <IconButton
            icon="close"
            name="Close message"
            onClick={() => {
              importing.value = { state: 'idle' };
            }}
          />
        </p>
      );
  }
}
