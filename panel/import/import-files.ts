import { CaptureError } from '../../src/core/capture/capture-error.ts';
import { checkSize } from '../../src/core/capture/decode-file.ts';
import type { Progress } from '../../src/core/capture/steps.ts';
import type { Flow } from '../../src/core/model.ts';
import { narrow } from '../narrow.ts';
import type { Store } from '../store.ts';
import { announce } from '../widgets/clipboard.ts';
import { readFile } from './read-file.ts';

/**
 * Reads files one after the other onto the shelf. The first that is refused, or a cancel, ends it; what was imported before
 * stays.
 */
export async function importEach(store: Store, files: readonly File[]): Promise<void> {
  const stop = new AbortController();
  for (const file of files) {
    if (!(await importFile(store, file, stop))) return;
  }
}

async function importFile(store: Store, file: File, stop: AbortController): Promise<boolean> {
  const { importing, shelf } = store;
  const { name } = file;
  const cancel = () => stop.abort();
  const onProgress = (progress: Progress) => {
    importing.value = { state: 'reading', name, progress, cancel };
  };
  onProgress({ done: 0, total: file.size });
  try {
    checkSize(file.size);
    checkRoom(file.size, shelf.room());
    const number = shelf.nextNumber();
    const imported = await readFile(file, number, { signal: stop.signal, onProgress });
    shelf.add({ ...imported, number, name, bytes: file.size });
    importing.value = { state: 'idle' };
    showFirst(store, imported.flows);
    const { length } = imported.flows;
    announce(`Imported ${length.toLocaleString('en')} ${length === 1 ? 'flow' : 'flows'} from ${name}`);
    return true;
  } catch (error) {
    importing.value = stop.signal.aborted ? { state: 'idle' } : { state: 'refused', name, why: wordsOf(error) };
    return false;
  }
}

/** Brings the file's first flow into sight. A narrow panel shows the list for it. */
function showFirst(store: Store, [first]: readonly Flow[]): void {
  if (first === undefined) return;
  if (narrow.value) store.close();
  store.moveTo(first);
}

/** @throws CaptureError `too-large`. */
function checkRoom(bytes: number, room: number): void {
  if (bytes <= room) return;
  throw new CaptureError(
    'too-large',
    '',
    `Imported files may hold ${room.toLocaleString('en')} more bytes; this one has ${bytes.toLocaleString('en')}. Close one first.`,
  );
}

/** A file that is gone, or a folder, is refused by the browser with an error of its own. */
const wordsOf = (error: unknown): string => (error instanceof Error ? error.message : String(error));
