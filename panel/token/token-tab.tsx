import type { DecodedToken, Flow } from '../../src/core/model.ts';
import { member } from '../flow/call.ts';
import { tokenKindWords, verdictOf } from '../flow/outcome.ts';
import { visibleText } from '../flow/visible-text.ts';
import { useStore } from '../store.ts';
import { CopyButton } from '../widgets/copy-button.tsx';
import { Prose } from '../widgets/prose.tsx';
import { Checks } from './checks.tsx';
import { ClaimTable } from './claim-table.tsx';
import { decodedToken, tokenSummary } from './decoded.ts';
import { RawToken } from './raw-token.tsx';
import { sectionsOf } from './sections.ts';

function whyNone(flow: Flow): string {
  switch (verdictOf(flow)) {
    case 'pending':
      return 'The call has not settled yet.';
    case 'failed':
      return 'The call failed, so the page got no token.';
    case 'interrupted':
      return 'The page went away before it could get a token.';
    case 'ok':
      return `${flow.api} gives no token.`;
  }
}

/** `JWT · RS256 · key 2026-11`. */
function kindLine({ kind, header }: DecodedToken): string {
  const algorithm = member(header, 'alg');
  const key = member(header, 'kid');
  const words = [
    tokenKindWords(kind),
    typeof algorithm === 'string' && algorithm,
    typeof key === 'string' && `key ${visibleText(key)}`,
  ];
  return words.filter(Boolean).join(' · ');
}

export function TokenTab({ flow }: { flow: Flow }) {
  const { revealed } = useStore();
  const summary = tokenSummary(flow);
  const decoded = decodedToken(flow)?.decoded;
  if (summary === undefined) return <p class="nothing">{whyNone(flow)}</p>;
  const verified = summary.checks.some(check => check.id === 'signature' && check.status === 'pass');
  return (
    <>
      <div class="token-kind">
        <h2>{kindLine(summary)}</h2>
        <span class="dim grow">{verified ? 'signature verified' : 'decoded, not verified'}</span>
        {typeof summary.payload === 'object' && (
          <CopyButton
            what={summary.kind === 'json' ? 'the value as JSON' : 'the claims as JSON'}
            label={summary.kind === 'json' ? 'Copy value' : 'Copy claims'}
            text={() => JSON.stringify(summary.payload, null, 2)}
          />
        )}
      </div>
      {summary.problems.length > 0 && (
        <section class="block">
          <h3>Problems of form</h3>
          <ul class="problems">
            {summary.problems.map(problem => (
              <li key={problem}>
                <Prose text={problem} />
              </li>
            ))}
          </ul>
        </section>
      )}
      <Checks checks={summary.checks} />
      {(decoded === undefined ? [] : sectionsOf(decoded)).map(section => (
        <ClaimTable
          key={section.title}
          section={section}
          receivedAt={flow.settledAt ?? flow.startedAt}
          revealed={revealed.value.has(flow.id)}
        />
      ))}
      <RawToken flow={flow} token={flow.outcome.credential?.token} />
    </>
  );
}
