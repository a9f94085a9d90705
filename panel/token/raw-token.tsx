import type { Flow } from '../../src/core/model.ts';
import { visibleText } from '../flow/visible-text.ts';
import { hideSecrets } from '../secrecy/hide-secrets.ts';
import { useStore } from '../store.ts';
import { CopyButton } from '../widgets/copy-button.tsx';
import type { RawPart } from './raw-parts.ts';

const asText = (token: unknown): string => (typeof token === 'string' ? token : (JSON.stringify(token, null, 2) ?? ''));

interface Props {
  flow: Flow;
  token: unknown;
  /** What it consists of, where that is known. */
  parts?: readonly RawPart[];
}

/** A token as it was handed over. It opens doors, so it stays covered until somebody asks to see it. */
export function RawToken({ flow, token, parts = [] }: Props) {
  const { revealed, setRevealed } = useStore();
  const hidden = hideSecrets.value;
  const shown = revealed.value.has(flow.id) && !hidden;
  const text = asText(token);
  const size = `${text.length.toLocaleString('en')} ${text.length === 1 ? 'character' : 'characters'}`;
  return (
    <section class="block">
      <h2>Raw token</h2>
      <p class="actions">
        <button
          type="button"
          class="button"
          aria-pressed={shown}
          disabled={hidden}
          onClick={() => setRevealed(flow.id, !shown)}
        >
          {shown ? 'Hide' : 'Reveal'}
        </button>
        <label class="switch">
          <input
            type="checkbox"
            role="switch"
            aria-checked={hidden}
            checked={hidden}
            onChange={event => {
              hideSecrets.value = event.currentTarget.checked;
            }}
          />
          Hide secrets
        </label>
        <CopyButton what="the token" label="Copy token" text={() => text} />
        <span class="dim">{size}</span>
      </p>
      {shown && <Revealed text={text} parts={parts} />}
      <RawParts parts={parts} />
    </section>
  );
}

function Revealed({ text, parts }: { text: string; parts: readonly RawPart[] }) {
  const whole = parts.map(part => part.separator + part.text).join('');
  if (whole !== text) return <pre class="value raw-token">{visibleText(text)}</pre>;
  return (
    <pre class="value raw-token">
      {parts.map(({ role, separator, text: piece }, index) => (
        <span key={index}>
          {separator}
          <span class={`part-${role}`}>{visibleText(piece)}</span>
        </span>
      ))}
    </pre>
  );
}

/** More than a person copies one by one. */
const MOST_LISTED = 24;

function RawParts({ parts }: { parts: readonly RawPart[] }) {
  if (parts.length === 0) return null;
  return (
    <ul class="raw-parts">
      {parts
        .filter(({ text }) => text !== '')
        .slice(0, MOST_LISTED)
        .map(({ name, role, text }) => (
          <li key={name} class={`part-title part-${role}`}>
            <span>{name}</span>
            <span class="dim">{text.length.toLocaleString('en')}</span>
            <CopyButton what={`the ${name}`} text={() => text} />
          </li>
        ))}
    </ul>
  );
}
