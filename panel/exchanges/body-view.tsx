import { useSignal } from '@preact/signals';
import { useMemo } from 'preact/hooks';
import type { Exchange } from '../../src/core/model.ts';
import { sizeWords } from '../flow/size.ts';
import { visibleText } from '../flow/visible-text.ts';
import { JsonTree } from '../json-tree/json-tree.tsx';
import { useStore } from '../store.ts';
import { CopyButton } from '../widgets/copy-button.tsx';
import { useInView } from '../widgets/use-in-view.ts';
import { roleWords } from './exchange-words.ts';

type Whole = { state: 'none' | 'asked' | 'gone' } | { state: 'here'; text: string };

/**
 * The answer's body: a tree where it is JSON, text where it is not, the reason where there is none.
 *
 * @param wanted A path in it that something led to; empty for the body itself.
 */
export function BodyView({ exchange, wanted }: { exchange: Exchange; wanted: string | undefined }) {
  const { log } = useStore();
  const whole = useSignal<Whole>({ state: 'none' });
  const { body, bodyBytes, bodyCut, bodyMissing, mimeType } = exchange.response;
  const text = whole.value.state === 'here' ? whole.value.text : body;
  const showAll = async () => {
    whole.value = { state: 'asked' };
    const found = await log.wholeBody(exchange.id);
    whole.value = found === undefined ? { state: 'gone' } : { state: 'here', text: found };
  };
  return (
    <section class={`part ${wanted === '' ? 'wanted' : ''}`} ref={useInView(wanted === '')}>
      <h3>
        Response body <span class="dim">{mimeType}</span>
      </h3>
      {text === undefined && <p class="nothing">{bodyMissing ?? 'The body has not arrived yet.'}</p>}
      {bodyCut && whole.value.state !== 'here' && (
        <p class="actions cut">
          <span class="mark">cut</span>
          <span>{`The first ${sizeWords(new TextEncoder().encode(body ?? '').length)} of ${sizeWords(bodyBytes ?? 0)} are shown.`}</span>
          {whole.value.state === 'gone' ? (
            <span class="dim">Chrome no longer has the rest.</span>
          ) : (
            <button
              type="button"
              class="button"
              disabled={whole.value.state === 'asked'}
              onClick={() => void showAll()}
            >
              Show all
            </button>
          )}
        </p>
      )}
      {text !== undefined && <BodyText text={text} name={`Body of ${roleWords(exchange)}`} wanted={wanted} />}
    </section>
  );
}

function BodyText({ text, name, wanted }: { text: string; name: string; wanted: string | undefined }) {
  const parsed = useMemo(() => parse(text), [text]);
  if (text === '') return <p class="nothing">The body is empty.</p>;
  return (
    <>
      {parsed.isTree ? (
        <JsonTree name={name} value={parsed.value} open={parsed.open} wanted={wanted || undefined} />
      ) : (
        <pre class="value">{visibleText(text)}</pre>
      )}
      <p class="actions">
        <CopyButton what="the body" label="Copy body" text={() => text} />
      </p>
    </>
  );
}

interface Parsed {
  isTree: boolean;
  value?: unknown;
  /** Paths that are open at first: the first level. */
  open: string[];
}

/** Small bodies are shown with their first level open. */
const OPEN_UP_TO = 20;

function parse(text: string): Parsed {
  try {
    const value: unknown = JSON.parse(text);
    if (typeof value !== 'object' || value === null) return { isTree: false, open: [] };
    const keys = Object.keys(value);
    return { isTree: keys.length > 0, value, open: keys.length <= OPEN_UP_TO ? keys : [] };
  } catch {
    return { isTree: false, open: [] };
  }
}
