import type { ImportedFile } from '../../src/core/capture/shelf.ts';
import { COLUMNS } from '../list/columns.ts';
import { useStore } from '../store.ts';
import { IconButton } from '../widgets/icon-button.tsx';

function fileWords({ name, flows, source, frame }: ImportedFile): string {
  const count = `${flows.length.toLocaleString('en')} ${flows.length === 1 ? 'flow' : 'flows'}`;
  const secrecy = frame?.redaction === 'secrets' ? 'values replaced' : undefined;
  const rebuilt = source === 'har' && frame === undefined ? 'rebuilt from a HAR file' : undefined;
  return [`Imported from ${name}`, count, secrecy, rebuilt].filter(Boolean).join(' · ');
}

/** Begins the flows of an imported file, and closes them. */
export function FileRow({ file, index }: { file: ImportedFile; index: number }) {
  const { closeFile } = useStore();
  return (
    <tr class="row file" aria-rowindex={index + 2}>
      <td colSpan={COLUMNS.length}>
        <span class="file-words" title={fileWords(file)}>
          {fileWords(file)}
        </span>
        <IconButton icon="close" name={`Close ${file.name}`} onClick={() => closeFile(file)} />
      </td>
    </tr>
  );
}
