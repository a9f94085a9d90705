import type { ComponentChildren } from 'preact';
import { type NoCall, noCall } from '../../src/core/expectation/no-call.ts';
import { useStore } from '../store.ts';
import { ExternalLink } from '../widgets/external-link.tsx';
import { Prose } from '../widgets/prose.tsx';
import { obstacleWords } from './page-words.ts';
import { ReloadPage } from './reload-page.tsx';

function Empty({ title, children }: { title: string; children: ComponentChildren }) {
  return (
    <div class="empty">
      <h2>{title}</h2>
      {children}
    </div>
  );
}

function Reason({ reason: { text, reload } }: { reason: NoCall }) {
  return (
    <>
      <p>
        <Prose text={text} />
      </p>
      {reload && (
        <p>
          <ReloadPage />
        </p>
      )}
    </>
  );
}

/** Why the list is empty, and what would fill it. */
export function EmptyState() {
  const { log, seen, flows, listed, filter, showStateChanges } = useStore();
  const { pageState, recording, navigations, losses } = seen.value;
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
  const [first, ...others] = noCall({
    page: navigations.at(-1),
    leftovers: log.leftovers,
    losses,
    headers: log.headersOf?.(navigations.at(-1)?.url ?? ''),
    frames: log.frames ?? [],
  });
  const sure = first !== undefined && first.code !== 'frame-silent';
  const notes = sure ? others : first === undefined ? [] : [first];
  return (
    <Empty title={sure ? first.title : 'No FedCM call yet'}>
      {sure && <Reason reason={first} />}
      <p>
        Sign in on the page. Each call of <code>navigator.credentials.get(&#123; identity &#125;)</code> becomes one
        row: what the page asked, what came of it, and why.
      </p>
      {notes.map(note => (
        <div key={note.code}>
          <h3>{note.title}</h3>
          <Reason reason={note} />
        </div>
      ))}
      <p>
        <ExternalLink url="https://developer.mozilla.org/docs/Web/API/FedCM_API">What is FedCM?</ExternalLink>
      </p>
    </Empty>
  );
}
