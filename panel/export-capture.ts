import { type ExportFormat, type ExportOptions, exportInSteps } from '../src/core/capture/export.ts';
import { type Kind, marksIn } from '../src/core/capture/pseudonyms.ts';
import { finishInPauses, type Progress, type Steps } from '../src/core/capture/steps.ts';
import type { Flow } from '../src/core/model.ts';
import { pagesOf, pageText } from './export/preview.ts';
import { newPause } from './pause.ts';

/** What is to be written, and how. */
export interface Wish {
  format: ExportFormat;
  flows: readonly Flow[];
  includeSecrets: boolean;
}

export interface Written extends Wish {
  /** The file's text in pieces. */
  parts: string[];
  /** The same as bytes: what is saved. */
  file: Blob;
  /** The pseudonyms in the text: what a preview marks. */
  pseudonyms: ReadonlyMap<string, Kind>;
  /** How many parts of the text are replaced, by kind, most first. */
  replaced: readonly [kind: Kind, count: number][];
}

interface Pacing {
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/**
 * Writes flows in a format, giving way to the panel's own work.
 *
 * @throws the signal's reason, once it is aborted.
 */
export type WriteCapture = (wish: Wish, pacing: Pacing) => Promise<Written>;

/** What all files of one opening of the dialog have in common. */
export type Origin = Pick<ExportOptions, 'creator' | 'userAgent' | 'exportedAt' | 'dropped' | 'frames'>;

/**
 * Pseudonyms are keyed afresh for each opening of the dialog: what the preview shows is what the file holds, and two files
 * cannot be held against each other.
 */
export function newCaptureWriter(origin: Origin): WriteCapture {
  const key = crypto.getRandomValues(new Uint8Array(32));
  return (wish, pacing) => {
    const options: ExportOptions = { ...origin, redaction: wish.includeSecrets ? 'none' : 'secrets', key };
    return finishInPauses(writeInSteps(wish, options), { ...pacing, pause: newPause() });
  };
}

/** About so many characters are turned into bytes in one step. */
const PACKED = 1024 * 1024;

function* writeInSteps(wish: Wish, options: ExportOptions): Steps<Written> {
  const { parts, pseudonyms } = yield* exportInSteps(wish.format, wish.flows, options);
  const counts = new Map<Kind, number>();
  const packed: Blob[] = [];
  let pack: string[] = [];
  let size = 0;
  const progress = { done: wish.flows.length, total: wish.flows.length };
  for (const page of pseudonyms.size === 0 ? [] : pagesOf(parts)) {
    for (const { kind } of marksIn(pageText(parts, page), pseudonyms)) counts.set(kind, (counts.get(kind) ?? 0) + 1);
    yield progress;
  }
  for (const [at, part] of parts.entries()) {
    pack.push(part);
    size += part.length;
    if (size >= PACKED || at === parts.length - 1) {
      packed.push(new Blob(pack));
      pack = [];
      size = 0;
    }
    yield progress;
  }
  const replaced = [...counts].sort(([, a], [, b]) => b - a);
  return { ...wish, parts, file: new Blob(packed), pseudonyms, replaced };
}
