import type { FrameReading } from '../protocol/frame-reading.ts';
import {
  DEVTOOLS_PORT,
  type DevtoolsToWorker,
  parseWorkerToDevtools,
  type WorkerToDevtools,
} from '../protocol/messages.ts';
import { WorkerLine } from '../protocol/worker-line.ts';

/** What the worker says by itself. */
export type Announcement = Exclude<WorkerToDevtools, { t: 'attached' | 'frames' }>;

/** The line to the worker. The first word on each new one is `attach`. */
export class WorkerLink {
  readonly #line: WorkerLine;
  /** Who waits for what the tab's documents say, by the id of the question. */
  readonly #looking = new Map<number, (frames: FrameReading[]) => void>();
  #looks = 0;
  readonly #attach: () => DevtoolsToWorker;
  readonly #announced: (message: Announcement) => void;

  constructor(attach: () => DevtoolsToWorker, announced: (message: Announcement) => void) {
    this.#attach = attach;
    this.#announced = announced;
    this.#line = new WorkerLine(DEVTOOLS_PORT, {
      opened: () => this.attach(),
      hear: message => this.#hear(message),
      lost: () => {
        for (const id of this.#looking.keys()) this.#seen(id, []);
      },
    });
    this.#line.open();
  }

  /** Has the worker look again for the documents that are there. */
  attach(): void {
    this.send(this.#attach());
  }

  send(message: DevtoolsToWorker): void {
    this.#line.send(message);
  }

  /**
   * What the documents of the tab say of themselves; empty where none can be asked. The `policy` is less than the
   * `page`.
   */
  look(want: 'page' | 'policy'): Promise<FrameReading[]> {
    const id = this.#looks++;
    return new Promise(resolve => {
      this.#looking.set(id, resolve);
      if (this.#line.isOpen) this.send({ t: 'look', id, want });
      else this.#seen(id, []);
    });
  }

  #seen(id: number, frames: FrameReading[]): void {
    this.#looking.get(id)?.(frames);
    this.#looking.delete(id);
  }

  #hear(input: unknown): void {
    const message = parseWorkerToDevtools(input);
    if (!message.ok) return;
    switch (message.value.t) {
      case 'attached':
        return;
      case 'frames':
        this.#seen(message.value.id, message.value.frames);
        return;
      default:
        this.#announced(message.value);
    }
  }
}
