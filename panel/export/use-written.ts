import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { Flow } from '../../src/core/model.ts';
import type { WriteCapture, Written } from '../export-capture.ts';

export type Writing =
  | { state: 'writing'; done: number; total: number }
  | { state: 'written'; written: Written }
  | { state: 'failed'; why: string };

/** Writes the flows, anew whenever what to leave out changes, and says how far it has come. */
export function useWritten(write: WriteCapture, flows: readonly Flow[], includeSecrets: boolean): Writing {
  const writing = useSignal<Writing>({ state: 'writing', done: 0, total: flows.length });
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    writing.value = { state: 'writing', done: 0, total: flows.length };
    const onProgress = (progress: { done: number; total: number }) => {
      writing.value = { state: 'writing', ...progress };
    };
    write(flows, includeSecrets, { signal, onProgress }).then(
      written => {
        if (!signal.aborted) writing.value = { state: 'written', written };
      },
      (error: unknown) => {
        if (!signal.aborted) writing.value = { state: 'failed', why: String(error) };
      },
    );
    return () => stop.abort();
  }, [write, flows, includeSecrets, writing]);
  return writing.value;
}
