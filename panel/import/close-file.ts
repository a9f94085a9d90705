import { batch } from '@preact/signals';
import type { Store } from '../store.ts';
import type { ImportedFile } from './shelf.ts';

/** Takes a file's flows off the list, and out of the details. */
export function closeFile({ shelf, selected, close }: Store, file: ImportedFile): void {
  batch(() => {
    if (selected.value !== undefined && file.flows.includes(selected.value)) close();
    shelf.close(file.number);
  });
}
