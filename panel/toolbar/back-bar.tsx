import { useEffect, useRef } from 'preact/hooks';
import type { Flow } from '../../src/core/model.ts';
import { callWords, idpWords } from '../flow/call.ts';
import { useStore } from '../store.ts';
import { IconButton } from '../widgets/icon-button.tsx';
import { ExportButton } from './export-button.tsx';

/** Stands in for the toolbar while a narrow panel shows one flow. */
export function BackBar({ flow }: { flow: Flow }) {
  const { close } = useStore();
  const back = useRef<HTMLButtonElement>(null);
  useEffect(() => back.current?.focus(), []);
  return (
    <header class="toolbar">
      <IconButton icon="back" name="Back" hint="Back to the list" buttonRef={back} onClick={close} />
      <h1 class="back-title">{[callWords(flow), idpWords(flow)].filter(Boolean).join(' · ')}</h1>
      <ExportButton />
    </header>
  );
}
