import { useSignal } from '@preact/signals';
import type { Flow } from '../../src/core/model.ts';
import { copyText } from '../widgets/clipboard.ts';

/** Copies the flow as text for a bug report: what was asked, what happened, why, and what to do, without secrets. */
export function CopyAsText({ flow }: { flow: Flow }) {
  const busy = useSignal(false);
  const copy = async () => {
    busy.value = true;
    const { reportText } = await import('./report-text.ts');
    await copyText(reportText(flow), 'the report');
    busy.value = false;
  };
  return (
    <button
      type="button"
      class="button"
      title="Copy a report in which secret and personal values are replaced"
      disabled={busy.value}
      onClick={() => void copy()}
    >
      Copy as text
    </button>
  );
}
