import { visibleText } from '../flow/visible-text.ts';

const ONE_LINE = 100;

/** A JSON value as code: on one line where it is short, laid out where it is not. Strings stand without quotes. */
export function Value({ value }: { value: unknown }) {
  if (typeof value === 'string') return <code class="value">{value === '' ? '""' : visibleText(value)}</code>;
  const line = JSON.stringify(value) ?? 'undefined';
  if (line.length <= ONE_LINE) return <code class="value">{visibleText(line)}</code>;
  return <pre class="value">{visibleText(JSON.stringify(value, null, 2))}</pre>;
}
