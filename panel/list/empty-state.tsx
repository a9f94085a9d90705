import { useStore } from '../store.ts';
import { Prose } from '../widgets/prose.tsx';
import { Empty, HowItFills } from './empty.tsx';
import { NoCallGate } from './no-call-gate.tsx';
import { obstacleWords } from './page-words.ts';
import { ReloadPage } from './reload-page.tsx';

/** Why the list is empty, and what would fill it. */
export function EmptyState() {
  const { log, seen, flows, listed, filter } = useStore();
  const { pageState, recording, hasCalled } = seen.value;
  const hidden = listed.value.length;

  if (hidden > 0) {
    return (
      <Empty title={`The filter hides ${hidden === 1 ? 'the only flow' : `${hidden.toLocaleString('en')} flows`}`}>
        <p>
          <button
            type="button"
            class="button"
            onClick={() => {
              filter.value = '';
            }}
          >
            Clear filter
          </button>
        </p>
      </Empty>
    );
  }
  if (!recording) {
    return (
      <Empty title="Recording is paused">
        <p>Calls that end before it goes on are not kept.</p>
        <p>
          <button type="button" class="button" onClick={() => log.setRecording(true)}>
            Start recording
          </button>
        </p>
        <StateChanges />
      </Empty>
    );
  }
  const obstacle = obstacleWords(pageState);
  if (obstacle !== undefined) {
    return (
      <Empty title={obstacle.title}>
        <p>
          <Prose text={obstacle.text} />
        </p>
        {obstacle.reload && (
          <p>
            <ReloadPage />
          </p>
        )}
        <StateChanges />
      </Empty>
    );
  }
  if (pageState === 'unknown') {
    return (
      <Empty title="Waiting for the page">
        <p>
          No document of this tab has answered yet. Browser pages such as <code>chrome://settings</code> and the Web
          Store never do.
        </p>
        <StateChanges />
      </Empty>
    );
  }
  if (hasCalled) {
    return (
      <Empty title="No further FedCM call yet">
        <p>This page has called before: its calls were cleared, or made while recording was paused.</p>
        <StateChanges />
        <HowItFills />
      </Empty>
    );
  }
  return (
    <NoCallGate title={flows.value.length > 0 ? 'No sign-in yet' : 'No FedCM call yet'}>
      <StateChanges />
    </NoCallGate>
  );
}

/** Calls that are not listed unless asked for: where they are the only ones, they are all that the log holds. */
function StateChanges() {
  const { flows, showStateChanges } = useStore();
  const count = flows.value.length;
  if (count === 0) return null;
  return (
    <>
      <p>{count === 1 ? 'One call changed' : `${count} calls changed`} what the browser remembers.</p>
      <p>
        <button
          type="button"
          class="button"
          onClick={() => {
            showStateChanges.value = true;
          }}
        >
          Show state changes
        </button>
      </p>
    </>
  );
}
