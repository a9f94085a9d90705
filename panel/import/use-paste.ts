import { useEffect } from 'preact/hooks';
import { useStore } from '../store.ts';

/** What a paste there would go into. */
const isField = (target: EventTarget | null): boolean =>
  target instanceof HTMLTextAreaElement || (target instanceof HTMLInputElement && target.type !== 'checkbox');

/** Takes files, or the text of one, pasted anywhere on the panel but into a field. */
export function usePaste(): void {
  const { imports } = useStore();
  useEffect(() => {
    const onPaste = (event: ClipboardEvent) => {
      const { target, clipboardData } = event;
      if (isField(target) || document.querySelector('dialog[open]') !== null) return;
      const files = [...(clipboardData?.files ?? [])];
      const text = clipboardData?.getData('text/plain') ?? '';
      if (files.length === 0 && text.trim() === '') return;
      event.preventDefault();
      imports.start(files.length > 0 ? files : [new File([text], 'Pasted text')]);
    };
    document.addEventListener('paste', onPaste);
    return () => document.removeEventListener('paste', onPaste);
  }, [imports]);
}
