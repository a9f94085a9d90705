import type { Evidence, Finding, Flow } from '../../src/core/model.ts';
import { wantedExchange } from '../exchanges/wanted-exchange.ts';
import { useStore } from '../store.ts';
import { ExternalLink } from '../widgets/external-link.tsx';
import { Prose } from '../widgets/prose.tsx';
import { Value } from '../widgets/value.tsx';

function placeWords({ exchange, path }: Evidence, flow: Flow): string {
  const found = flow.exchanges.find(each => each.id === exchange);
  const at = path?.replace(/^header:/, 'header ');
  return [found && `${found.role} ${found.response.status || 'unanswered'}`, at].filter(Boolean).join(' · ');
}

/** Where it was seen; a click leads there. */
function Place({ words, evidence: { exchange, path = '' }, flow }: { words: string; evidence: Evidence; flow: Flow }) {
  const { tab } = useStore();
  const inExchange = flow.exchanges.some(({ id }) => id === exchange);
  const inRequest = !inExchange && requestPart.test(path) && flow.request !== undefined;
  if (!inExchange && !inRequest) return <span class="place">{words}</span>;
  const go = () => {
    if (inExchange) wantedExchange.value = exchange;
    tab.value = inExchange ? 'exchanges' : 'request';
  };
  return (
    <button type="button" class="place" title={inExchange ? 'Show the exchange' : 'Show the request'} onClick={go}>
      {words}
    </button>
  );
}

/** Members of the call's options, as evidence names them. */
const requestPart =
  /^(identity|mediation|mode|signal|publicKey|password|providers?|configURL|clientId|loginHint|domainHint|nonce|params|fields)\b/;

function EvidenceLine({ evidence, flow }: { evidence: Evidence; flow: Flow }) {
  const place = placeWords(evidence, flow);
  return (
    <li>
      {place !== '' && <Place words={place} evidence={evidence} flow={flow} />}
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
