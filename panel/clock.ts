import { signal } from '@preact/signals';
import { useEffect } from 'preact/hooks';

/** Epoch ms, renewed each second while anything shows a running time. */
const now = signal(Date.now());

let watchers = 0;
let timer: ReturnType<typeof setInterval> | undefined;

function watch(): () => void {
  watchers++;
  now.value = Date.now();
  timer ??= setInterval(() => {
    now.value = Date.now();
  }, 1000);
  return () => {
    watchers--;
    if (watchers > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

export function useNow(): number {
  useEffect(watch, []);
  return now.value;
}
