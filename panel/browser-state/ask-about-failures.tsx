import { useSignal } from '@preact/signals';
import { mayHaveReason } from '../../src/core/flow/asking.ts';
import type { Flow } from '../../src/core/model.ts';
import { refusalWords } from '../ask-chrome/ask-words.ts';
import { useStore } from '../store.ts';

/** Older failures of a page say little of what Chrome remembers now. */
const MOST = 5;

/** Failures of the page shown now that Chrome was not asked about: of those before it, it remembers nothing. */
function unasked(flows: readonly Flow[], documentId: string | undefined): Flow[] {
  return flows
    .filter(flow => flow.page.documentId === documentId && flow.outcome.status === 'rejected')
    .filter(flow => mayHaveReason(flow) && flow.chrome === undefined)
    .slice(-MOST);
}

/** Asks Chrome why the page’s last calls failed: its answers say what it remembers. */
export function AskAboutFailures() {
  const { log, seen, flows } = useStore();
  const busy = useSignal(false);
  const said = useSignal('');
  const { asking } = log;
  if (asking === undefined) return null;
  const ask = async () => {
    busy.value = true;
    said.value = await askAll(unasked(flows.value, seen.value.navigations.at(-1)?.documentId));
    busy.value = false;
  };
  const askAll = async (failed: readonly Flow[]): Promise<string> => {
    let answered = 0;
    for (const { id } of failed) {
      const result = await asking.ask(id);
      if (result.kind === 'refused') return refusalWords(result.message);
      if (result.kind === 'answered') answered += 1;
    }
    if (failed.length === 0) return 'No call of this page has failed that Chrome was not asked about.';
    return answered === 0
      ? 'Chrome remembers nothing of the calls that failed.'
      : `Chrome told why ${answered === 1 ? 'a call' : `${answered} calls`} failed; what follows from it stands above.`;
  };
  return (
    <>
      <button
        type="button"
        class="button"
        title="Asks why the calls of this page failed. Shows Chrome’s debugging bar, which resizes the page for some seconds."
        disabled={busy.value}
        onClick={() => void ask()}
      >
        Ask Chrome
      </button>
      <output class="said">{said.value}</output>
    </>
  );
}
