import { importInSteps } from '../core/capture/import.ts';
import type { ReadFile } from '../core/capture/shelf.ts';
import { finishInPauses, pauseWhenDue } from '../core/capture/steps.ts';

/** Reads a capture or a HAR file, giving way to the work of the panel, which shares the thread. */
export const readFile: ReadFile = async (file, number, pacing) => {
  const bytes = new Uint8Array(await file.arrayBuffer());
  const { port1, port2 } = new MessageChannel();
  // Timers of a hidden page are slow; messages are not.
  const rest = () =>
    new Promise<void>(resume => {
      port1.onmessage = () => resume();
      port2.postMessage(undefined);
    });
  try {
    const pause = pauseWhenDue({ now: () => performance.now(), rest });
    return await finishInPauses(importInSteps(bytes, number), { ...pacing, pause });
  } finally {
    port1.close();
  }
};
