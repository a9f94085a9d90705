import type { Memory } from '../../src/core/expectation/browser-state.ts';
import { disconnectCall } from '../../src/core/expectation/disconnect-call.ts';
import { useNow } from '../clock.ts';
import { hideSecrets } from '../secrecy/hide-secrets.ts';
import { useStore } from '../store.ts';
import { CopyButton } from '../widgets/copy-button.tsx';
import { Prose } from '../widgets/prose.tsx';
import { AskAboutFailures } from './ask-about-failures.tsx';
import { forgetMemories, useMemories } from './memories.ts';
import { ALL_SITES, ageWords, KINDS, type KindWords, type Reset, resetsOf, stateWords } from './memory-words.ts';
import { openSettings } from './open-settings.ts';

/** What Chrome probably remembers, how that is known, and how to reset it. */
export function BrowserState() {
  const now = useNow();
  const memories = useMemories(now);
  return (
    <main class="browser-state" aria-label="Browser state">
      <p class="dim">
        Inferred from what was seen in DevTools since the browser started: Chrome tells no extension what it remembers.
        It tells why a call failed, though: ask it after one.
      </p>
      {KINDS.map(words => (
        <Kind key={words.kind} words={words} memories={memories.filter(({ kind }) => kind === words.kind)} now={now} />
      ))}
      <div class="block actions">
        <AskAboutFailures />
        <button type="button" class="button" onClick={() => openSettings(ALL_SITES)}>
          Third-party sign-in settings
        </button>
        <button type="button" class="button" onClick={() => void forgetMemories()}>
          Forget what was inferred
        </button>
      </div>
    </main>
  );
}

function Kind({ words, memories, now }: { words: KindWords; memories: readonly Memory[]; now: number }) {
  return (
    <section class="block" aria-label={words.title}>
      <h2>{words.title}</h2>
      <p class="dim">{words.text}</p>
      {memories.length === 0 ? (
        <p class="nothing">
          Not known. <Prose text={words.unknown} />
        </p>
      ) : (
        <ul>
          {memories.map(memory => (
            <Entry key={`${memory.origin} ${memory.idp ?? ''}`} memory={memory} now={now} />
          ))}
        </ul>
      )}
    </section>
  );
}

function Entry({ memory, now }: { memory: Memory; now: number }) {
  const { origin, idp, at, because } = memory;
  const { flows } = useStore();
  // The account's id is the user's.
  const known = idp === undefined || hideSecrets.value ? undefined : disconnectCall(origin, idp, flows.value);
  return (
    <li>
      <p>
        <code>{idp === undefined ? origin : `${origin} ▸ ${idp}`}</code> <b>{stateWords(memory, now)}</b>
      </p>
      <p class="meta">
        <Prose text={because} /> {ageWords(at, now)}.
      </p>
      {resetsOf(memory, known).map(reset => (
        <ResetLine key={reset.kind} reset={reset} />
      ))}
    </li>
  );
}

function ResetLine({ reset }: { reset: Reset }) {
  switch (reset.kind) {
    case 'settings':
      return (
        <p>
          <button type="button" class="button" title={reset.url} onClick={() => openSettings(reset.url)}>
            {reset.label}
          </button>
        </p>
      );
    case 'snippet':
      return (
        <p class="reset">
          <span class="dim">Reset {reset.where}:</span> <code>{reset.code}</code>
          <CopyButton what={`the line to run ${reset.where}`} text={() => reset.code} />
        </p>
      );
    case 'advice':
      return (
        <p class="dim">
          <Prose text={reset.text} />
        </p>
      );
  }
}
