import { useSignal } from '@preact/signals';
import type { ComponentChildren } from 'preact';
import type { Asking } from '../../src/core/flow/asking.ts';
import type { Flow } from '../../src/core/model.ts';
import { useStore } from '../store.ts';
import { refusalWords, resultWords } from './ask-words.ts';
import { ChromeSaid } from './chrome-words.tsx';
import { canBeAsked, isNextToAsk } from './offered.ts';

interface Props {
  flow: Flow;
  /** Further buttons, in the same row. */
  children: ComponentChildren;
}

/** The button that asks Chrome for its own reason, and what Chrome said. */
export function AskChrome({ flow, children }: Props) {
  const { log, seen } = useStore();
  // Whether Chrome is being listened to is told with the log's other changes.
  void seen.value;
  const { asking } = log;
  const busy = useSignal(false);
  const said = useSignal('');
  const run = async (work: () => Promise<string>) => {
    busy.value = true;
    said.value = '';
    said.value = await work().catch((error: unknown) => String(error));
    busy.value = false;
  };
  const isOffered = asking !== undefined && canBeAsked(flow);
  return (
    <>
      {flow.chrome !== undefined && <ChromeSaid flow={flow} words={flow.chrome} />}
      <section class="block" aria-label="Actions">
        <div class="actions">
          {isOffered && <AskButtons flow={flow} asking={asking} busy={busy.value} run={run} />}
          {children}
        </div>
        {isOffered && (
          <p class="dim ask-cost" id="ask-chrome-cost">
            Asking shows Chrome’s debugging bar, which resizes the page for some seconds.
            <label>
              <input
                type="checkbox"
                checked={asking.always}
                onChange={event => asking.setAlways(event.currentTarget.checked)}
              />
              Ask after each failure
            </label>
          </p>
        )}
        <output class="ask-result">
          {asking?.watching ? 'Watching: make the next attempt in the page now.' : said.value}
        </output>
      </section>
    </>
  );
}

interface AskButtonsProps {
  flow: Flow;
  asking: Asking;
  busy: boolean;
  run(work: () => Promise<string>): Promise<void>;
}

function AskButtons({ flow, asking, busy, run }: AskButtonsProps) {
  const { log } = useStore();
  const ask = () => run(async () => resultWords(await asking.ask(flow.id)));
  const watch = () =>
    run(async () => {
      const result = await asking.watchNext();
      return result.kind === 'refused' ? refusalWords(result.message) : '';
    });
  return (
    <>
      <button
        type="button"
        class={`button ${isNextToAsk(flow, log) ? 'primary' : ''}`}
        aria-describedby="ask-chrome-cost"
        disabled={busy}
        onClick={() => void ask()}
      >
        Ask Chrome
      </button>
      {asking.watching ? (
        <button type="button" class="button" onClick={() => void asking.stopWatching()}>
          Stop watching
        </button>
      ) : (
        <button
          type="button"
          class="button"
          title="Listens while the call runs: then Chrome also says which rule of CORS failed"
          disabled={busy}
          onClick={() => void watch()}
        >
          Watch the next attempt
        </button>
      )}
    </>
  );
}
