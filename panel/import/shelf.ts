import { computed, type ReadonlySignal, signal } from '@preact/signals';
import type { Imported } from '../../src/core/capture/import.ts';
import type { Flow } from '../../src/core/model.ts';

/** A file that was imported and not yet closed. */
export interface ImportedFile extends Imported {
  /** Counts the imports of this panel; flow ids begin with it. */
  number: number;
  name: string;
  /** Of the file. */
  bytes: number;
}

/** Bytes of all files on the shelf together, the live log aside: as much as the largest file that is read. */
export const SHELF_BYTES = 384 * 1024 * 1024;

/** Where imported flows stand, apart from the live log. It never drops a file by itself. */
export interface Shelf {
  files: ReadonlySignal<readonly ImportedFile[]>;
  flows: ReadonlySignal<readonly Flow[]>;
  /** How many bytes still fit. */
  room(): number;
  /** A number no other import had. */
  nextNumber(): number;
  add(file: ImportedFile): void;
  close(number: number): void;
}

export function createShelf(limit = SHELF_BYTES): Shelf {
  const files = signal<readonly ImportedFile[]>([]);
  let last = 0;
  return {
    files,
    flows: computed(() => files.value.flatMap(file => file.flows)),
    room: () => limit - files.value.reduce((sum, { bytes }) => sum + bytes, 0),
    nextNumber: () => ++last,
    add: file => {
      files.value = [...files.value, file];
    },
    close: number => {
      files.value = files.value.filter(file => file.number !== number);
    },
  };
}
