/**
 * The extension's worker as the browser tells of it, which needs no line to the worker: one may break when it stops.
 */
import type { Page } from 'puppeteer-core';

export interface WorkerWatch {
  /** How often it was started and has stopped since the watch began. */
  starts(): number;
  stops(): number;
  /** Tells the browser to stop it, whatever it is doing. */
  stop(): void;
  /** Waits until it is in one of these states. */
  until(...wanted: string[]): Promise<void>;
  /** Waits until it has stopped more than so often. */
  stopped(before: number): Promise<void>;
  end(): Promise<void>;
}

/** @param page any page of the browser's */
export async function watchWorker(page: Page): Promise<WorkerWatch> {
  const session = await page.createCDPSession();
  const told = ['stopped'];
  const count = (status: string) => told.filter((each, i) => each === status && told[i - 1] !== each).length;
  const waiting = new Set<() => void>();
  session.on('ServiceWorker.workerVersionUpdated', ({ versions }) => {
    for (const { scriptURL, runningStatus } of versions) {
      if (scriptURL.startsWith('chrome-extension:')) told.push(runningStatus);
    }
    for (const look of waiting) look();
  });
  await session.send('ServiceWorker.enable');
  const wait = (holds: () => boolean) =>
    new Promise<void>((resolve, reject) => {
      const done = (settle: () => void) => {
        clearTimeout(late);
        waiting.delete(look);
        settle();
      };
      const look = () => holds() && done(resolve);
      const late = setTimeout(() => {
        done(() => reject(new Error(`Waited in vain for ${holds}; the worker was ${told.slice(-12).join(', ')}.`)));
      }, 60_000);
      waiting.add(look);
      look();
    });
  return {
    starts: () => count('starting'),
    stops: () => count('stopped') - 1,
    stop: () => void session.send('ServiceWorker.stopAllWorkers'),
    until: (...wanted) => wait(() => wanted.includes(told.at(-1) ?? '')),
    stopped: before => wait(() => count('stopped') - 1 > before),
    end: () => session.detach(),
  };
}
