import type { Finding, Flow } from '../../src/core/model.ts';
import { Prose } from '../widgets/prose.tsx';
import { FindingBody } from './finding-body.tsx';
import { sourceWords } from './verdict-words.ts';

interface Props {
  title: string;
  findings: readonly Finding[];
  flow: Flow;
  open: boolean;
}

/** Findings beside the one that explains the outcome. */
export function FurtherFindings({ title, findings, flow, open }: Props) {
  if (findings.length === 0) return null;
  return (
    <details class="fold" open={open}>
      <summary>
        <h3>{title}</h3> <span class="dim">{findings.length}</span>
      </summary>
      {findings.map(finding => (
        <article key={finding.code} class={`further ${finding.severity}`}>
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
      ))}
    </details>
  );
}
