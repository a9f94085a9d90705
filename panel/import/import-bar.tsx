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

/** So many files are named; a folder's worth of them would leave no room for the list. */
const MOST_NAMED = 3;

function Refusals() {
  const { imports } = useStore();
  const refusals = imports.refusals.value;
  const more = refusals.length - MOST_NAMED;
  if (refusals.length === 0) return null;
  return (
    <div class="notice import-bar refused" role="alert">
      <ul class="grow">
        {refusals.slice(0, MOST_NAMED).map(({ name, why }, at) => (
          <li key={at}>
            <b>{`${name} was not imported.`}</b> {why}
          </li>
        ))}
        {more > 0 && <li>{`Nor ${more === 1 ? 'was 1 other file' : `were ${more} other files`}.`}</li>}
      </ul>
      <IconButton icon="close" name="Close message" onClick={imports.dismiss} />
    </div>
  );
}

function Reading() {
  const { imports } = useStore();
  const now = imports.importing.value;
  if (now.state === 'idle') return null;
  return (
    <p class="notice import-bar">
      <span class="grow">{`Reading ${now.name}`}</span>
      <progress value={now.progress.done} max={now.progress.total || 1} aria-label={`Reading ${now.name}`} />
      <button type="button" class="button" onClick={imports.cancel}>
        Cancel
      </button>
    </p>
  );
}

/** How far an import has come, and what of it was refused. */
export function ImportBar() {
  useArrivals();
  return (
    <>
      <Reading />
      <Refusals />
    </>
  );
}
