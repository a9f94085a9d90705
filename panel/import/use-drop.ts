import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import type { SourceFile } from '../../src/core/capture/shelf.ts';
import { useStore } from '../store.ts';

/** Of a folder Chrome says no more than that it was not found. */
function sourceOf(item: DataTransferItem): SourceFile[] {
  const file = item.getAsFile();
  if (file === null) return [];
  if (!item.webkitGetAsEntry()?.isDirectory) return [file];
  const refuse = () => Promise.reject(new Error('This is a folder. Drop the files in it.'));
  return [{ name: file.name, size: file.size, arrayBuffer: refuse }];
}

const holdsFiles = (event: DragEvent): boolean => event.dataTransfer?.types.includes('Files') ?? false;

/** Takes files dropped anywhere on the panel. True while some hover over it. */
export function useDrop(): boolean {
  const { imports } = useStore();
  const over = useSignal(false);
  useEffect(() => {
    const stop = new AbortController();
    const { signal } = stop;
    const on = (type: 'dragover' | 'dragleave' | 'drop', act: (event: DragEvent) => void) =>
      document.addEventListener(type, event => holdsFiles(event) && act(event), { signal });
    on('dragover', event => {
      event.preventDefault();
      over.value = true;
    });
    on('dragleave', event => {
      if (event.relatedTarget === null) over.value = false;
    });
    on('drop', event => {
      event.preventDefault();
      over.value = false;
      imports.start([...(event.dataTransfer?.items ?? [])].flatMap(sourceOf));
    });
    return () => stop.abort();
  }, [imports, over]);
  return over.value;
}
