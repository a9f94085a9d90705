import { type Imported, importInSteps } from '../../src/core/capture/import.ts';
import { finishInPauses, type Progress } from '../../src/core/capture/steps.ts';
import { newPause } from '../pause.ts';

interface Pacing {
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/**
 * Reads a capture or a HAR file, giving way to the panel's own work.
 *
 * @param number counts the imports of this panel.
 * @throws CaptureError for every fault of the file; DOMException where the browser cannot read it; the signal's reason,
 * once it is aborted.
 */
export async function readFile(file: File, number: number, pacing: Pacing): Promise<Imported> {
  const bytes = new Uint8Array(await file.arrayBuffer());
  return finishInPauses(importInSteps(bytes, number), { ...pacing, pause: newPause() });
}
