/** How long the panel may stand still, ms: half a frame. */
const LONGEST_STEP = 8;

/** A pause for long work that waits only once it is due. Timers of a hidden panel are slow; messages are not. */
export function newPause(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  let since = performance.now();
  return async () => {
    if (performance.now() - since < LONGEST_STEP) return;
    await new Promise(resume => {
      port1.onmessage = resume;
      port2.postMessage(undefined);
    });
    since = performance.now();
  };
}
