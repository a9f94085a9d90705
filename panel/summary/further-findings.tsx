import type { Finding, Flow } from '../../src/core/model.ts';
import { Prose } from '../widgets/prose.tsx';
import { FindingBody } from './finding-body.tsx';
import { sourceWords } from './verdict-words.ts';

interface Props {
  title: string;
  findings: readonly Finding[];
  flow: Flow;
  open: boolean;
  /** How many are shown at once; the rest is folded away. */
  most?: number;
}

/** Findings beside the one that explains the outcome. */
export function FurtherFindings({ title, findings, flow, open, most = Infinity }: Props) {
  if (findings.length === 0) return null;
  const rest = findings.slice(most);
  return (
    <details class="fold" open={open}>
      <summary>
        <h3>{title}</h3> <span class="dim">{findings.length}</span>
      </summary>
      {findings.slice(0, most).map(finding => (
        <Further key={finding.code} finding={finding} flow={flow} />
      ))}
      {rest.length > 0 && (
        <details class="fold">
          <summary>{`${rest.length} more`}</summary>
          {rest.map(finding => (
            <Further key={finding.code} finding={finding} flow={flow} />
          ))}
        </details>
      )}
    </details>
  );
}

function Further({ finding, flow }: { finding: Finding; flow: Flow }) {
  return (
    <article class={`further ${finding.severity}`}>
      <h4>
        <Prose text={finding.title} />
      </h4>
      <p>
        <Prose text={finding.explanation} />
      </p>
      <p class="meta">
        {sourceWords(finding)} · <code>{finding.code}</code>
      </p>
      <FindingBody finding={finding} flow={flow} />
    </article>
  );
}
