import type { Flow } from '../../src/core/model.ts';
import { useNow } from '../clock.ts';
import { leadingFinding, verdictOf, verdictWords } from '../flow/outcome.ts';
import { tickWords } from '../flow/time.ts';
import { Icon } from '../widgets/icon.tsx';
import { Prose } from '../widgets/prose.tsx';
import { FindingBody } from './finding-body.tsx';
import { sourceWords, verdictWordsOf } from './verdict-words.ts';

function Running({ since }: { since: number }) {
  return <span class="dim">{tickWords(useNow() - since)}</span>;
}

/** What came of the flow, how that is known, and what to do about it. */
export function Verdict({ flow }: { flow: Flow }) {
  const finding = leadingFinding(flow);
  const verdict = verdictOf(flow);
  const { title, explanation } = verdictWordsOf(flow, finding);
  return (
    <section class="verdict">
      <h2 class={verdict === 'ok' && finding !== undefined ? 'afterwards' : verdict}>
        <Icon name={verdict === 'ok' && finding !== undefined ? 'warning' : verdict} />
        <span class="sr-only">{`${verdictWords(verdict)}: `}</span>
        <span class="title">
          <Prose text={title} />
        </span>
        {verdict === 'pending' && <Running since={flow.startedAt} />}
      </h2>
      {explanation !== '' && (
        <p>
          <Prose text={explanation} />
        </p>
      )}
      {finding !== undefined && (
        <>
          <p class="meta">
            {sourceWords(finding)} · <code>{finding.code}</code>
          </p>
          <FindingBody finding={finding} flow={flow} />
        </>
      )}
      {finding === undefined && flow.outcome.error?.name !== undefined && (
        <p class="meta">
          From the call · <code>{flow.outcome.error.name}</code>
        </p>
      )}
    </section>
  );
}
