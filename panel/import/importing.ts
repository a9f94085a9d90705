import type { Progress } from '../../src/core/capture/steps.ts';
import type { Store } from '../store.ts';

/** How an import stands. One file at a time. */
export type Importing =
  | { state: 'idle' }
  | { state: 'reading'; name: string; progress: Progress; cancel(): void }
  | { state: 'refused'; name: string; why: string };

/** Reads files onto the shelf. What reading takes is loaded when somebody imports. */
export async function importFiles(store: Store, files: readonly File[]): Promise<void> {
  if (files.length === 0 || store.importing.value.state === 'reading') return;
  const { importEach } = await import('./import-files.ts');
  await importEach(store, files);
}
