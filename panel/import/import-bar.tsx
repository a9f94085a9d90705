import { useEffect } from 'preact/hooks';
import { narrow } from '../narrow.ts';
import { useStore } from '../store.ts';
import { announce } from '../widgets/clipboard.ts';
import { IconButton } from '../widgets/icon-button.tsx';

/** Brings the first flow of a file that was imported into sight. A narrow panel shows the list for it. */
function useArrivals(): void {
  const { imports, close, moveTo } = useStore();
  const file = imports.latest.value;
  useEffect(() => {
    if (file === undefined) return;
    const { name, flows } = file;
    announce(`Imported ${flows.length.toLocaleString('en')} ${flows.length === 1 ? 'flow' : 'flows'} from ${name}`);
    if (narrow.value) close();
    if (flows[0] !== undefined) moveTo(flows[0]);
  }, [file, close, moveTo]);
}

/** How far an import has come, or why it was refused. */
export function ImportBar() {
  const { imports } = useStore();
  useArrivals();
  const now = imports.importing.value;
  switch (now.state) {
    case 'idle':
      return null;
    case 'reading':
      return (
        <p class="notice import-bar">
          <span class="grow">{`Reading ${now.name}`}</span>
          <progress value={now.progress.done} max={now.progress.total || 1} aria-label={`Reading ${now.name}`} />
          <button type="button" class="button" onClick={imports.cancel}>
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
          <IconButton icon="close" name="Close message" onClick={imports.dismiss} />
        </p>
      );
  }
}
