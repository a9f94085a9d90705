import { CopyButton } from '../widgets/copy-button.tsx';

/** Where in the page's code something was called, innermost first. */
export function Stack({ title, lines }: { title: string; lines: readonly string[] | undefined }) {
  if (lines === undefined || lines.length === 0) return null;
  return (
    <details class="fold">
      <summary>
        <h3>{title}</h3> <code class="dim">{lines[0]}</code>
      </summary>
      <pre class="value">{lines.join('\n')}</pre>
      <CopyButton what="the call stack" label="Copy stack" text={() => lines.join('\n')} />
    </details>
  );
}
