import type { Flow } from '../model.ts';
import { CaptureError } from './capture-error.ts';
import { checkSize, LARGEST_FILE } from './decode-file.ts';
import type { Imported } from './import.ts';
import type { Progress } from './steps.ts';

/** A file that was imported and not yet closed. */
export interface ImportedFile extends Imported {
  /** Counts the imports of one DevTools; flow ids begin with it. */
  number: number;
  /** Of the file; with a number behind it where an open one has the same. */
  name: string;
  /** Of the file. */
  bytes: number;
}

/** How an import stands. One file at a time. */
export type Importing = { state: 'idle' } | { state: 'reading'; name: string; progress: Progress };

/** A file that was not imported. */
export interface Refusal {
  name: string;
  why: string;
}

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
  /** Files of the last import that were refused, until they are dismissed or another import begins. */
  readonly refusals: readonly Refusal[];
  /**
   * Reads files one after the other, after those of an import that goes on. One that is refused keeps no other back.
   * Settles once none is left to be read, or the import is cancelled; never rejects.
   */
  importFiles(files: readonly SourceFile[]): Promise<void>;
  /** Ends the import, and what waits for its turn is left out; what was imported before stays. */
  cancel(): void;
  /** Takes the messages of refused files away. */
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
const SHELF_BYTES = LARGEST_FILE;

/** Where imported flows stand, apart from the live log. It never drops a file by itself. */
export class Shelf implements ShelfView {
  files: readonly ImportedFile[] = [];
  importing: Importing = { state: 'idle' };
  refusals: readonly Refusal[] = [];

  readonly #read: ReadFile;
  readonly #limit: number;
  readonly #listeners = new Set<() => void>();
  /** The import that goes on. */
  #run: { stop: AbortController; waiting: SourceFile[] } | undefined;
  #last = 0;

  constructor(read: ReadFile, limit = SHELF_BYTES) {
    this.#read = read;
    this.#limit = limit;
  }

  async importFiles(files: readonly SourceFile[]): Promise<void> {
    if (this.#run !== undefined) {
      this.#run.waiting.push(...files);
      return;
    }
    const run = { stop: new AbortController(), waiting: [...files] };
    this.#run = run;
    this.refusals = [];
    for (let file = run.waiting.shift(); file !== undefined; file = run.waiting.shift()) {
      await this.#importFile(file, run.stop.signal);
      if (run.stop.signal.aborted) return;
    }
    this.#run = undefined;
    this.#tell({ state: 'idle' });
  }

  async #importFile(file: SourceFile, signal: AbortSignal): Promise<void> {
    const { size: bytes } = file;
    const name = this.#freeName(file.name);
    // A cancelled import may still come back to say something.
    const tell = (progress: Progress) => {
      if (!signal.aborted) this.#tell({ state: 'reading', name, progress });
    };
    tell({ done: 0, total: bytes });
    try {
      checkSize(bytes);
      this.#checkRoom(bytes);
      const number = ++this.#last;
      const imported = await this.#read(file, number, { signal, onProgress: tell });
      if (!signal.aborted) this.files = [...this.files, { ...imported, number, name, bytes }];
    } catch (error) {
      if (!signal.aborted) this.refusals = [...this.refusals, { name, why: wordsOf(error) }];
    }
    this.#tell(this.importing);
  }

  cancel(): void {
    this.#run?.stop.abort();
    // What reads may wait for a file that never comes; the next import does not wait for it.
    this.#run = undefined;
    this.#tell({ state: 'idle' });
  }

  dismiss(): void {
    this.refusals = [];
    this.#tell(this.importing);
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

  /** The same file may be opened twice; what names it must tell which. */
  #freeName(name: string): string {
    const taken = new Set(this.files.map(file => file.name));
    let free = name;
    for (let count = 2; taken.has(free); count += 1) free = `${name} (${count})`;
    return free;
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
