import type { Flow } from '../../src/core/model.ts';
import type { Decoded } from '../../src/core/token/decoded.ts';
import { serverSnippet } from '../../src/core/token/server-snippet.ts';
import { CopyButton } from '../widgets/copy-button.tsx';
import { TokenText } from './token-text.tsx';

/** What the relying party's server does with this token, filled with this flow's values. */
export function ServerSteps({ flow, decoded }: { flow: Flow; decoded: Decoded }) {
  const { node, steps } = serverSnippet(decoded, flow);
  return (
    <details class="fold server-steps">
      <summary>
        <h3>How your server should verify this</h3>
      </summary>
      <ol>
        {steps.map(step => (
          <li key={step}>
            <TokenText text={step} />
          </li>
        ))}
      </ol>
      {node !== undefined && (
        <>
          <p class="actions">
            <span class="dim">Node, with jose</span>
            <CopyButton what="the code" label="Copy code" text={() => node} />
          </p>
          <pre class="value raw-token">
            {node.split('\n').map((line, index) => (
              <span key={index}>
                <TokenText text={line} />
                {'\n'}
              </span>
            ))}
          </pre>
        </>
      )}
    </details>
  );
}
