import { revealInvisible } from '../../src/core/token/invisible.ts';
import { inQuotesIfNeeded } from './claims.ts';

/** Text of a token, in which characters that would not show, or would turn what stands around them, are named. */
export function TokenText({ text }: { text: string }) {
  return (
    <bdi>
      {revealInvisible(text).map((stretch, index) =>
        stretch.kind === 'text' ? (
          stretch.text
        ) : (
          <span key={index} class="mark hidden-character">
            {stretch.label}
          </span>
        ),
      )}
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
  if (line.length > ONE_LINE) return <pre class="value">{laidOut(value)}</pre>;
  return (
    <code class="value">
      <TokenText text={line} />
    </code>
  );
}

/** Line by line, so that the layout's own line feeds are not taken for hidden ones. */
function laidOut(value: unknown) {
  const lines = JSON.stringify(value, null, 2).split('\n');
  return lines.map((line, index) => (
    <span key={index}>
      <TokenText text={line} />
      {'\n'}
    </span>
  ));
}
