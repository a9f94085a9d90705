import { pauseWhenDue } from '../src/core/capture/steps.ts';

/** A pause for long work of the panel. Timers of a hidden panel are slow; messages are not. */
export function newPause(): () => Promise<void> {
  const { port1, port2 } = new MessageChannel();
  const rest = () =>
    new Promise<void>(resume => {
      port1.onmessage = () => resume();
      port2.postMessage(undefined);
    });
  return pauseWhenDue({ now: () => performance.now(), rest });
}
