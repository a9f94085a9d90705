import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import { newCaptureWriter } from '../export-capture.ts';
import { useStore } from '../store.ts';
import { creator } from './creator.ts';
import { beginning } from './preview.ts';
import { fileName, saveFile } from './save-file.ts';
import { useWritten, type Writing } from './use-written.ts';

function sizeWords(writing: Writing, flows: number): string {
  const counted = `${flows.toLocaleString('en')} ${flows === 1 ? 'flow' : 'flows'}`;
  switch (writing.state) {
    case 'writing':
      return `Writing ${writing.done.toLocaleString('en')} of ${counted}`;
    case 'written':
      return `${counted}, ${new Blob(writing.written.parts).size.toLocaleString('en')} bytes`;
    case 'failed':
      return `Could not write: ${writing.why}`;
  }
}

function secrecyWords(includeSecrets: boolean, writing: Writing): string {
  if (includeSecrets) {
    return 'Tokens, codes and personal data leave as they are. Whoever has the file may be able to sign in with them.';
  }
  const replaced = writing.state === 'written' ? ` ${writing.written.replaced.toLocaleString('en')} here.` : '';
  return `Secret and personal values are replaced; equal ones stay equal within the file.${replaced}`;
}

export function ExportDialog() {
  const { flows, exporting } = useStore();
  const dialog = useRef<HTMLDialogElement>(null);
  const includeSecrets = useSignal(false);
  const write = useMemo(() => newCaptureWriter(creator()), []);
  // What was in the log when the dialog opened: the preview must not change under the reader's eyes.
  const exported = useMemo(() => flows.peek(), [flows]);
  const writing = useWritten(write, exported, includeSecrets.value);
  const written = writing.state === 'written' ? writing.written : undefined;

  useEffect(() => dialog.current?.showModal(), []);

  const close = () => dialog.current?.close();
  return (
    <dialog
      ref={dialog}
      class="export"
      aria-label="Export flows"
      onClose={() => {
        exporting.value = false;
      }}
      onKeyDown={event => event.stopPropagation()}
    >
      <h2>Export flows</h2>
      <p>
        <label>
          <input
            type="checkbox"
            checked={includeSecrets.value}
            onChange={event => {
              includeSecrets.value = event.currentTarget.checked;
            }}
          />
          Include secrets
        </label>
      </p>
      <p class={includeSecrets.value ? 'meta warn' : 'meta'}>{secrecyWords(includeSecrets.value, writing)}</p>
      <label class="preview">
        Preview
        <textarea readOnly={true} spellcheck={false} wrap="off" value={written ? beginning(written.parts) : ''} />
      </label>
      <p class="actions">
        <output class="dim grow">{sizeWords(writing, exported.length)}</output>
        <button type="button" class="button" onClick={close}>
          Cancel
        </button>
        <button
          type="button"
          class="button primary"
          disabled={written === undefined || exported.length === 0}
          onClick={() => {
            saveFile(fileName(new Date(), 'json'), 'application/json', written?.parts ?? []);
            close();
          }}
        >
          Save JSON
        </button>
      </p>
    </dialog>
  );
}
