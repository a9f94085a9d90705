import type { Exchange, Flow } from '../../src/core/model.ts';
import { verdictOf } from '../flow/outcome.ts';
import { useStore } from '../store.ts';
import { Comparisons } from './comparisons.tsx';
import { ExchangeFold } from './exchange-fold.tsx';
import { faultyExchanges } from './exchange-words.ts';

function whyNone(flow: Flow): string {
  switch (flow.api) {
    case 'credentials.get':
    case 'IdentityCredential.disconnect':
    case 'IdentityProvider.getUserInfo':
      return verdictOf(flow) === 'pending'
        ? 'No request of the browser was seen for this call so far.'
        : 'No request of the browser was seen for this call. Either it made none, or they were over before DevTools was opened.';
    default:
      return `${flow.api} makes the browser send nothing.`;
  }
}

/** Exchanges that may be this flow's or another's; nothing decides. */
function undecided(flow: Flow, leftovers: readonly Exchange[]): Exchange[] {
  return leftovers.filter(({ candidates }) => candidates?.includes(flow.id));
}

/** What the browser itself sent for the flow and what came back, and how that fits what the call asked for. */
export function ExchangesTab({ flow }: { flow: Flow }) {
  const { log } = useStore();
  const faulty = faultyExchanges(flow);
  const others = undecided(flow, log.leftovers);
  const first = flow.exchanges.find(({ id }) => faulty.has(id));
  return (
    <>
      <h2 class="sr-only">Exchanges</h2>
      {flow.exchanges.length === 0 && <p class="nothing">{whyNone(flow)}</p>}
      <ol class="exchanges" aria-label="Exchanges">
        {flow.exchanges.map(exchange => (
          <li key={exchange.id}>
            <ExchangeFold exchange={exchange} flow={flow} faulty={faulty.has(exchange.id)} open={exchange === first} />
          </li>
        ))}
      </ol>
      {others.length > 0 && (
        <section class="block">
          <h2>Of this flow or of another</h2>
          <p class="dim">Calls overlapped in time, and nothing tells which of them these requests belong to.</p>
          <ol class="exchanges">
            {others.map(exchange => (
              <li key={exchange.id}>
                <ExchangeFold exchange={exchange} flow={flow} faulty={false} open={false} />
              </li>
            ))}
          </ol>
        </section>
      )}
      <Comparisons flow={flow} />
    </>
  );
}
