import { useRef } from 'preact/hooks';
import { useStore } from '../store.ts';
import { IconButton } from '../widgets/icon-button.tsx';

export function ImportButton() {
  const { imports } = useStore();
  const input = useRef<HTMLInputElement>(null);
  return (
    <>
      <IconButton
        icon="import"
        name="Import"
        hint="Import a capture or a HAR file; or drop or paste one on the panel"
        onClick={() => input.current?.click()}
      />
      <input
        type="file"
        hidden
        multiple
        accept=".json,.har,application/json"
        aria-label="Files to import"
        ref={input}
        onChange={({ currentTarget }) => {
          const files = [...(currentTarget.files ?? [])];
          // So that the same file can be chosen again.
          currentTarget.value = '';
          imports.start(files);
        }}
      />
    </>
  );
}
