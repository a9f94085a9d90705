import { revealInvisible } from '../../src/core/token/invisible.ts';
import { inQuotesIfNeeded } from './claims.ts';
import { useFirst } from './show-more.tsx';

/** Between hidden characters; past it the rest of a text is counted. */
const MOST_STRETCHES = 1000;

/** Text of a token, in which characters that would not show, or would turn what stands around them, are named. */
export function TokenText({ text }: { text: string }) {
  const stretches = revealInvisible(text);
  const rest = stretches.slice(MOST_STRETCHES).reduce((sum, stretch) => sum + stretch.text.length, 0);
  return (
    <bdi>
      {stretches.slice(0, MOST_STRETCHES).map((stretch, index) =>
        stretch.kind === 'text' ? (
          stretch.text
        ) : (
          <span key={index} class="mark hidden-character">
            {stretch.label}
          </span>
        ),
      )}
      {rest > 0 && <span class="mark">{`${rest.toLocaleString('en')} more characters`}</span>}
    </bdi>
  );
}

const ONE_LINE = 100;

/** A JSON value of a token: on one line where it is short, laid out where it is not. Strings stand without quotes if they can. */
export function TokenValue({ value }: { value: unknown }) {
  if (typeof value === 'string') {
    return (
      <code class="value">
        <TokenText text={inQuotesIfNeeded(value)} />
      </code>
    );
  }
  // JSON has no word for a number that is too large.
  const line = typeof value === 'number' ? String(value) : (JSON.stringify(value) ?? 'undefined');
  if (line.length > ONE_LINE) return <LaidOut value={value} />;
  return (
    <code class="value">
      <TokenText text={line} />
    </code>
  );
}

/** Line by line, so that the layout's own line feeds are not taken for hidden ones. */
function LaidOut({ value }: { value: unknown }) {
  const { shown, more } = useFirst(JSON.stringify(value, null, 2).split('\n'), 'lines');
  return (
    <>
      <pre class="value">
        {shown.map((line, index) => (
          <span key={index}>
            <TokenText text={line} />
            {'\n'}
          </span>
        ))}
      </pre>
      {more}
    </>
  );
}
