import { batch, computed, type ReadonlySignal, signal } from '@preact/signals';
import {
  flowsOn,
  type ImportedFile,
  type Importing,
  type Refusal,
  type ShelfView,
  type SourceFile,
} from '../../src/core/capture/shelf.ts';
import type { Flow } from '../../src/core/model.ts';

/** The imported files, as the views read them. */
export interface Imports {
  files: ReadonlySignal<readonly ImportedFile[]>;
  flows: ReadonlySignal<readonly Flow[]>;
  importing: ReadonlySignal<Importing>;
  refusals: ReadonlySignal<readonly Refusal[]>;
  /** The last file that was imported while this panel looked on. */
  latest: ReadonlySignal<ImportedFile | undefined>;
  start(files: readonly SourceFile[]): void;
  cancel(): void;
  dismiss(): void;
  close(file: ImportedFile): void;
  dispose(): void;
}

export function followShelf(shelf: ShelfView | undefined): Imports {
  const files = signal(shelf?.files ?? []);
  const importing = signal<Importing>(shelf?.importing ?? { state: 'idle' });
  const refusals = signal(shelf?.refusals ?? []);
  const latest = signal<ImportedFile | undefined>(undefined);
  const unfollow = shelf?.subscribe(() => {
    const known = new Set(files.peek());
    batch(() => {
      files.value = shelf.files;
      importing.value = shelf.importing;
      refusals.value = shelf.refusals;
      latest.value = shelf.files.findLast(file => !known.has(file)) ?? latest.value;
    });
  });
  return {
    files,
    flows: computed(() => flowsOn(files.value)),
    importing,
    refusals,
    latest,
    start: wanted => void shelf?.importFiles(wanted),
    cancel: () => shelf?.cancel(),
    dismiss: () => shelf?.dismiss(),
    close: ({ number }) => shelf?.close(number),
    dispose: () => unfollow?.(),
  };
}
