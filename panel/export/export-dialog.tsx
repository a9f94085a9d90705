import { useSignal } from '@preact/signals';
import { useEffect, useMemo, useRef } from 'preact/hooks';
import type { ExportFormat } from '../../src/core/capture/export.ts';
import { batchPrefix } from '../../src/core/capture/flow-ids.ts';
import type { ImportedFile } from '../../src/core/capture/shelf.ts';
import type { CaptureFrame } from '../../src/core/capture/validate.ts';
import { newCaptureWriter, type Written } from '../export-capture.ts';
import { useStore } from '../store.ts';
import { copyText } from '../widgets/clipboard.ts';
import { useDialog } from '../widgets/use-dialog.ts';
import { creator } from './creator.ts';
import { counted, secrecyWords, writingWords } from './export-words.ts';
import { FORMATS } from './formats.ts';
import { PreviewPane } from './preview-pane.tsx';
import { fileName, saveFile } from './save-file.ts';
import { scopesOf } from './scopes.ts';
import { useWritten } from './use-written.ts';

/** A button that was pressed before its format was written. */
interface Errand {
  format: ExportFormat;
  run(written: Written): void;
}

export function ExportDialog() {
  const store = useStore();
  const dialog = useDialog(() => {
    store.exporting.value = false;
  });
  const includeSecrets = useSignal(false);
  const format = useSignal<ExportFormat>('json');
  // Whoever marked several wants these; one is always marked, and says nothing.
  const scopeId = useSignal(store.selection.flows.peek().length > 1 ? 'selected' : 'all');
  const done = useSignal('');
  const errand = useRef<Errand | undefined>(undefined);
  const { write, scopes } = useMemo(() => whatIsThere(store), [store]);
  const flows = scopes.find(({ id }) => id === scopeId.value)?.flows ?? [];
  const writing = useWritten(write, { format: format.value, flows, includeSecrets: includeSecrets.value });
  const written = writing.state === 'written' ? writing.written : undefined;

  useEffect(() => {
    const waiting = errand.current;
    if (waiting === undefined || written?.format !== waiting.format) return;
    errand.current = undefined;
    waiting.run(written);
  }, [written]);

  /** What leaves is what the preview shows: another format is shown first, and leaves once it is written. */
  const afterWriting = (wanted: Errand) => {
    done.value = '';
    if (written?.format === wanted.format) return wanted.run(written);
    errand.current = wanted;
    format.value = wanted.format;
  };
  const save = (wanted: ExportFormat) =>
    afterWriting({
      format: wanted,
      run: ({ file }) => {
        const { extension, type } = FORMATS.find(({ id }) => id === wanted) ?? { extension: wanted, type: '' };
        const name = fileName(new Date(), extension);
        saveFile(name, file.slice(0, file.size, type));
        done.value = `Saved ${name}`;
      },
    });
  const copy = () =>
    afterWriting({
      format: 'report',
      run: ({ parts }) =>
        void copyText(parts.join(''), 'the report').then(copied => {
          done.value = copied ? 'Copied the report' : 'Could not copy the report';
        }),
    });
  const change = (make: () => void) => {
    errand.current = undefined;
    done.value = '';
    make();
  };

  return (
    <dialog {...dialog.props} class="export" aria-label="Export flows">
      <h2>Export flows</h2>
      <p class="choices">
        <label>
          Flows
          <select
            value={scopeId}
            onChange={({ currentTarget }) =>
              change(() => {
                scopeId.value = currentTarget.value;
              })
            }
          >
            {scopes.map(({ id, name, flows: { length } }) => (
              <option key={id} value={id}>
                {`${name} (${length.toLocaleString('en')})`}
              </option>
            ))}
          </select>
        </label>
        <label>
          <input
            type="checkbox"
            checked={includeSecrets.value}
            onChange={({ currentTarget }) =>
              change(() => {
                includeSecrets.value = currentTarget.checked;
              })
            }
          />
          Include secrets
        </label>
      </p>
      <p class={includeSecrets.value ? 'meta warn' : 'meta'}>{secrecyWords(includeSecrets.value)}</p>
      <fieldset class="choices">
        <legend class="sr-only">Preview of</legend>
        {FORMATS.map(({ id, name }) => (
          <label key={id}>
            <input
              type="radio"
              name="format"
              checked={format.value === id}
              onChange={() =>
                change(() => {
                  format.value = id;
                })
              }
            />
            {name}
          </label>
        ))}
      </fieldset>
      {written && !includeSecrets.value && <output class="dim">{counted(written.replaced)}</output>}
      {written === undefined ? (
        <p class="preview waiting">
          {writing.state === 'writing' && (
            <progress value={writing.done} max={writing.total || 1} aria-label="Writing" />
          )}
        </p>
      ) : (
        <PreviewPane key={`${format.value} ${scopeId.value} ${includeSecrets.value}`} written={written} />
      )}
      <output class="dim">{done.value || writingWords(writing, flows.length)}</output>
      <p class="actions">
        <button type="button" class="button" onClick={() => dialog.close()}>
          {writing.state === 'writing' ? 'Cancel' : 'Close'}
        </button>
        <button type="button" class="button" disabled={flows.length === 0} onClick={copy}>
          Copy report
        </button>
        <button type="button" class="button" disabled={flows.length === 0} onClick={() => save('report')}>
          Save report
        </button>
        <button type="button" class="button" disabled={flows.length === 0} onClick={() => save('har')}>
          Save HAR
        </button>
        <button type="button" class="button primary" disabled={flows.length === 0} onClick={() => save('json')}>
          Save JSON
        </button>
      </p>
    </dialog>
  );
}

/** What was in the log when the dialog opened: the preview must not change under the reader's eyes. */
function whatIsThere({ flows, imports, shown, selection, selected, seen }: ReturnType<typeof useStore>) {
  const lost = seen.peek().losses.flows;
  // The flow in the details may be one that the filter hides.
  const chosen = selection.flows.peek();
  return {
    scopes: scopesOf({
      live: flows.peek(),
      files: imports.files.peek(),
      shown: shown.peek(),
      selected: chosen.length > 0 ? chosen : [selected.peek()].filter(flow => flow !== undefined),
    }),
    write: newCaptureWriter({
      creator: creator(),
      exportedAt: new Date().toISOString(),
      userAgent: navigator.userAgent,
      frames: framesOf(imports.files.peek()),
      ...(lost > 0 ? { dropped: [{ flows: lost, reason: 'The log was full; the oldest flows made room.' }] } : {}),
    }),
  };
}

/** By batch prefix, what the files said beside their flows. */
const framesOf = (files: readonly ImportedFile[]): ReadonlyMap<string, CaptureFrame> =>
  new Map(files.flatMap(({ number, frame }) => (frame === undefined ? [] : [[batchPrefix(number), frame]])));
