import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Wish, WriteCapture, Written } from '../export-capture.ts';

export type Writing =
  | { state: 'writing'; done: number; total: number }
  | { state: 'written'; written: Written }
  | { state: 'failed'; why: string };

/** Writes what is wished, anew whenever the wish changes, and says how far it has come. */
export function useWritten(write: WriteCapture, { format, flows, includeSecrets }: Wish): Writing {
  const begun: Writing = { state: 'writing', done: 0, total: flows.length };
  const writing = useSignal<Writing>(begun);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    writing.value = { state: 'writing', done: 0, total: flows.length };
    const onProgress = (progress: { done: number; total: number }) => {
      writing.value = { state: 'writing', ...progress };
    };
    write({ format, flows, includeSecrets }, { signal, onProgress }).then(
      written => {
        if (!signal.aborted) writing.value = { state: 'written', written };
      },
      (error: unknown) => {
        if (!signal.aborted) writing.value = { state: 'failed', why: String(error) };
      },
    );
    return () => stop.abort();
  }, [write, format, flows, includeSecrets, writing]);
  const now = writing.value;
  // What was written for an earlier wish must not leave under this one.
  const stale = now.state === 'written' && !isFor(now.written, { format, flows, includeSecrets });
  return stale ? begun : now;
}

const isFor = (written: Written, wish: Wish): boolean =>
  written.format === wish.format && written.flows === wish.flows && written.includeSecrets === wish.includeSecrets;
