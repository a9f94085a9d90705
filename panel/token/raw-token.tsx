import type { Flow } from '../../src/core/model.ts';
import { visibleText } from '../flow/visible-text.ts';
import { useStore } from '../store.ts';
import { CopyButton } from '../widgets/copy-button.tsx';

const asText = (token: unknown): string => (typeof token === 'string' ? token : (JSON.stringify(token, null, 2) ?? ''));

/** A token as it was handed over. It opens doors, so it stays covered until somebody asks to see it. */
export function RawToken({ flow, token }: { flow: Flow; token: unknown }) {
  const { revealed, setRevealed } = useStore();
  const shown = revealed.value.has(flow.id);
  const text = asText(token);
  const size = `${text.length.toLocaleString('en')} ${text.length === 1 ? 'character' : 'characters'}`;
  return (
    <section class="block">
      <h2>Raw token</h2>
      <p class="actions">
        <button type="button" class="button" aria-pressed={shown} onClick={() => setRevealed(flow.id, !shown)}>
          {shown ? 'Hide' : 'Reveal'}
        </button>
        <CopyButton what="the token" label="Copy token" text={() => text} />
        <span class="dim">{size}</span>
      </p>
      {shown && <pre class="value raw-token">{visibleText(text)}</pre>}
    </section>
  );
}
