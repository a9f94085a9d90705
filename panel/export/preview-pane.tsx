import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import { marksIn } from '../../src/core/capture/pseudonyms.ts';
import type { Written } from '../export-capture.ts';
import { pagesOf, pageText } from './preview.ts';

/** A page as plain and marked runs, in order; together they are its text. */
function runsOf(text: string, pseudonyms: Written['pseudonyms']): { text: string; kind?: string }[] {
  const runs: { text: string; kind?: string }[] = [];
  let at = 0;
  for (const { start, end, kind } of pseudonyms.size === 0 ? [] : marksIn(text, pseudonyms)) {
    runs.push({ text: text.slice(at, start) }, { text: text.slice(start, end), kind });
    at = end;
  }
  runs.push({ text: text.slice(at) });
  return runs;
}

/** The text that leaves, as it is, the replaced parts marked; a page of it where it is long. */
export function PreviewPane({ written }: { written: Written }) {
  const { parts, pseudonyms } = written;
  const pages = useMemo(() => pagesOf(parts), [parts]);
  const number = useSignal(0);
  const page = pages[Math.min(number.value, pages.length - 1)];
  const runs = useMemo(
    () => (page === undefined ? [] : runsOf(pageText(parts, page), pseudonyms)),
    [parts, page, pseudonyms],
  );
  const last = pages.length - 1;
  return (
    <>
      <section class="preview" key={number.value} aria-label="Preview">
        {runs.map(({ text, kind }, at) =>
          kind === undefined ? (
            text
          ) : (
            <mark key={at} title={`Replaced: ${kind}`}>
              {text}
            </mark>
          ),
        )}
      </section>
      {last > 0 && page !== undefined && (
        <p class="pages">
          <button type="button" class="button" disabled={number.value === 0} onClick={() => number.value--}>
            Previous part
          </button>
          <span class="dim">
            {`Characters ${(page.before + 1).toLocaleString('en')} to ${(page.before + page.length).toLocaleString('en')}, part ${(number.value + 1).toLocaleString('en')} of ${pages.length.toLocaleString('en')}`}
          </span>
          <button type="button" class="button" disabled={number.value >= last} onClick={() => number.value++}>
            Next part
          </button>
        </p>
      )}
    </>
  );
}
