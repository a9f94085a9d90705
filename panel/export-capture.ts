import { exportInSteps } from '../src/core/capture/export.ts';
import { finishInPauses, type Progress } from '../src/core/capture/steps.ts';
import type { Flow } from '../src/core/model.ts';

/** What an export says about where it came from. */
export interface Creator {
  name: string;
  version: string;
}

export interface Written {
  /** The file's text in pieces. */
  parts: string[];
  /** How many values redaction replaced. */
  replaced: number;
}

interface Writing {
  signal: AbortSignal;
  onProgress(progress: Progress): void;
}

/**
 * Writes flows as a capture file, giving way to the panel's own work.
 *
 * @throws the signal's reason, once it is aborted.
 */
export type WriteCapture = (flows: readonly Flow[], includeSecrets: boolean, writing: Writing) => Promise<Written>;

/** How long the panel may stand still, ms: half a frame. */
const LONGEST_STEP = 8;

/**
 * Pseudonyms are keyed afresh for each opening of the dialog: what the preview shows is what the file holds, and two files
 * cannot be held against each other.
 */
export function newCaptureWriter(creator: Creator): WriteCapture {
  const key = crypto.getRandomValues(new Uint8Array(32));
  return async (flows, includeSecrets, writing) => {
    const options = {
      creator,
      exportedAt: new Date().toISOString(),
      userAgent: navigator.userAgent,
      redaction: includeSecrets ? 'none' : 'secrets',
      key,
    } as const;
    const { parts, replacements } = await finishInPauses(exportInSteps('json', flows, options), {
      ...writing,
      pause: newPause(),
    });
    return { parts, replaced: replacements.reduce((sum, { count }) => sum + count, 0) };
  };
}

function newPause(): () => Promise<void> {
  let since = performance.now();
  return async () => {
    if (performance.now() - since < LONGEST_STEP) return;
    await new Promise(resume => setTimeout(resume));
    since = performance.now();
  };
}
