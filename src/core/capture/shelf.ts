import type { Flow } from '../model.ts';
import { CaptureError } from './capture-error.ts';
import { checkSize, LARGEST_FILE } from './decode-file.ts';
import type { Imported } from './import.ts';
import type { Progress } from './steps.ts';

/** A file that was imported and not yet closed. */
export interface ImportedFile extends Imported {
  /** Counts the imports of one DevTools; flow ids begin with it. */
  number: number;
  name: string;
  /** Of the file. */
  bytes: number;
}

/** How an import stands. One file at a time. */
export type Importing =
  | { state: 'idle' }
  | { state: 'reading'; name: string; progress: Progress }
  | { state: 'refused'; name: string; why: string };

/** What is read: a `File`, or what was pasted. */
export interface SourceFile {
  name: string;
  /** Bytes. */
  size: number;
  arrayBuffer(): Promise<ArrayBuffer>;
}

/** What the panel sees of the shelf, which outlives it as the log does. */
export interface ShelfView {
  readonly files: readonly ImportedFile[];
  readonly importing: Importing;
  /**
   * Reads files one after the other. The first that is refused, or a cancel, ends it; what was imported before stays.
   * Does nothing while another import goes on.
   */
  importFiles(files: readonly SourceFile[]): Promise<void>;
  cancel(): void;
  /** Takes the message of a refused file away. */
  dismiss(): void;
  close(number: number): void;
  /** Calls `listener` after any of the above changed. Returns the way to stop. */
  subscribe(listener: () => void): () => void;
}

/** What reading takes is more than the rest, and is loaded when somebody imports. */
export type ReadFile = (
  file: SourceFile,
  number: number,
  pacing: { signal: AbortSignal; onProgress(progress: Progress): void },
) => Promise<Imported>;

/** Bytes of all files on the shelf together, the live log aside: as much as the largest file that is read. */
export const SHELF_BYTES = LARGEST_FILE;

/** Where imported flows stand, apart from the live log. It never drops a file by itself. */
export class Shelf implements ShelfView {
  files: readonly ImportedFile[] = [];
  importing: Importing = { state: 'idle' };

  readonly #read: ReadFile;
  readonly #limit: number;
  readonly #listeners = new Set<() => void>();
  #stop: AbortController | undefined;
  #last = 0;

  constructor(read: ReadFile, limit = SHELF_BYTES) {
    this.#read = read;
    this.#limit = limit;
  }

  async importFiles(files: readonly SourceFile[]): Promise<void> {
    if (this.#stop !== undefined || files.length === 0) return;
    const stop = new AbortController();
    this.#stop = stop;
    for (const file of files) {
      const went = await this.#importFile(file, stop.signal);
      if (!went) break;
    }
    if (this.#stop === stop) this.#stop = undefined;
  }

  async #importFile(file: SourceFile, signal: AbortSignal): Promise<boolean> {
    const { name, size: bytes } = file;
    // A cancelled import may still come back to say something.
    const tell = (importing: Importing) => {
      if (!signal.aborted) this.#tell(importing);
    };
    tell({ state: 'reading', name, progress: { done: 0, total: bytes } });
    try {
      checkSize(bytes);
      this.#checkRoom(bytes);
      const number = ++this.#last;
      const onProgress = (progress: Progress) => tell({ state: 'reading', name, progress });
      const imported = await this.#read(file, number, { signal, onProgress });
      signal.throwIfAborted();
      this.files = [...this.files, { ...imported, number, name, bytes }];
      tell({ state: 'idle' });
      return true;
    } catch (error) {
      tell({ state: 'refused', name, why: wordsOf(error) });
      return false;
    }
  }

  cancel(): void {
    this.#stop?.abort();
    // What reads may wait for a file that never comes; the next import does not wait for it.
    this.#stop = undefined;
    this.#tell({ state: 'idle' });
  }

  dismiss(): void {
    if (this.importing.state === 'refused') this.#tell({ state: 'idle' });
  }

  close(number: number): void {
    this.files = this.files.filter(file => file.number !== number);
    this.#tell(this.importing);
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(importing: Importing): void {
    this.importing = importing;
    for (const listener of this.#listeners) listener();
  }

  /** @throws CaptureError `too-large`. */
  #checkRoom(bytes: number): void {
    const room = this.#limit - this.files.reduce((sum, file) => sum + file.bytes, 0);
    if (bytes <= room) return;
    const words = [room, bytes].map(amount => amount.toLocaleString('en'));
    throw new CaptureError(
      'too-large',
      '',
      `Imported files may hold ${words[0]} more bytes; this one has ${words[1]}. Close one first.`,
    );
  }
}

/** A file that is gone, or a folder, is refused by the browser with an error of its own; it may be another window's. */
function wordsOf(error: unknown): string {
  const message: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'message') : undefined;
  return typeof message === 'string' && message !== '' ? message : String(error);
}

/** All flows of the files, in their order. */
export const flowsOn = (files: readonly ImportedFile[]): Flow[] => files.flatMap(file => file.flows);
