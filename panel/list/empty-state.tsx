import { useStore } from '../store.ts';
import { Prose } from '../widgets/prose.tsx';
import { Empty } from './empty.tsx';
import { NoCallGate } from './no-call-gate.tsx';
import { obstacleWords } from './page-words.ts';
import { ReloadPage } from './reload-page.tsx';

/** Why the list is empty, and what would fill it. */
export function EmptyState() {
  const { log, seen, flows, listed, filter, showStateChanges } = useStore();
  const { pageState, recording } = seen.value;
  const hidden = listed.value.length;
  const changes = flows.value.length - hidden;

  if (hidden === 0 && changes > 0) {
    return (
      <Empty title="No sign-in yet">
        <p>{changes === 1 ? 'One call changed' : `${changes} calls changed`} what the browser remembers.</p>
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
      </Empty>
    );
  }
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
        <p>Calls made now are not kept.</p>
        <p>
          <button type="button" class="button" onClick={() => log.setRecording(true)}>
            Start recording
          </button>
        </p>
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
      </Empty>
    );
  }
  return <NoCallGate />;
}
