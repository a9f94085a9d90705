import type { Evidence, Finding, Flow } from '../../src/core/model.ts';
import { placeOf, wantedPlace } from '../details/place.ts';
import { useStore } from '../store.ts';
import { ExternalLink } from '../widgets/external-link.tsx';
import { Prose } from '../widgets/prose.tsx';
import { Value } from '../widgets/value.tsx';

function placeWords({ exchange, path }: Evidence, flow: Flow): string {
  const found = flow.exchanges.find(each => each.id === exchange);
  const at = path === 'earlier' ? 'an earlier call' : path?.replace(/^header:/, 'header ');
  return [found && `${found.role} ${found.response.status || 'unanswered'}`, at].filter(Boolean).join(' · ');
}

/** Where it was seen; a click leads there, to the very field. */
function Seen({ words, evidence, flow }: { words: string; evidence: Evidence; flow: Flow }) {
  const { tab, flows, open } = useStore();
  const place = placeOf(evidence, flow, flow.imported ? [] : flows.value);
  if (place === undefined) return <span class="place">{words}</span>;
  const go = () => {
    const owner = flows.value.find(({ id }) => id === place.flow);
    if (owner !== undefined && owner.id !== flow.id) open(owner);
    wantedPlace.value = place;
    tab.value = place.tab;
  };
  const title = place.tab === 'request' ? 'Show it in the request' : 'Show it in the exchange';
  return (
    <button type="button" class="place" title={title} onClick={go}>
      {words}
    </button>
  );
}

function EvidenceLine({ evidence, flow }: { evidence: Evidence; flow: Flow }) {
  const place = placeWords(evidence, flow);
  return (
    <li>
      {place !== '' && <Seen words={place} evidence={evidence} flow={flow} />}
      {evidence.found !== undefined && (
        <span>
          <span class="dim">found</span> <Value value={evidence.found} />
        </span>
      )}
      {evidence.expected !== undefined && (
        <span>
          <span class="dim">expected</span> <Value value={evidence.expected} />
        </span>
      )}
      {evidence.note !== undefined && (
        <span>
          <Prose text={evidence.note} />
        </span>
      )}
    </li>
  );
}

/** Steps to mend it, what was seen, and where to read on. */
export function FindingBody({ finding, flow }: { finding: Finding; flow: Flow }) {
  return (
    <>
      {finding.steps.length > 0 && (
        <ol class="steps">
          {finding.steps.map(step => (
            <li key={step}>
              <Prose text={step} />
            </li>
          ))}
        </ol>
      )}
      {finding.evidence.length > 0 && (
        <ul class="evidence" aria-label="Evidence">
          {finding.evidence.map((evidence, index) => (
            <EvidenceLine key={index} evidence={evidence} flow={flow} />
          ))}
        </ul>
      )}
      {finding.links.length > 0 && (
        <ul class="links" aria-label="Read more">
          {finding.links.map(link => (
            <li key={link}>
              <ExternalLink url={link}>{linkWords(link)}</ExternalLink>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

/** A link as people read it: host and path, no scheme. */
function linkWords(link: string): string {
  return link.replace(/^https?:\/\//, '').replace(/\/$/, '');
}
