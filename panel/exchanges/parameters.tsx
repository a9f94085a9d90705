import { explainAssertionRequest } from '../../src/core/flow/assertion-request.ts';
import type { Exchange } from '../../src/core/model.ts';
import { Prose } from '../widgets/prose.tsx';
import { useInView } from '../widgets/use-in-view.ts';
import { Value } from '../widgets/value.tsx';

interface Parameter {
  name: string;
  value: string;
  meaning: string;
}

/** What the request said: the form of a POST, or the query that the browser appended. */
export function parametersOf(exchange: Exchange): Parameter[] {
  if (exchange.role === 'id-assertion') return explainAssertionRequest(exchange);
  const { method, url, body } = exchange.request;
  const sent = method === 'POST' ? new URLSearchParams(body ?? '') : URL.canParse(url) && new URL(url).searchParams;
  return [...(sent || [])].map(([name, value]) => ({ name, value, meaning: MEANINGS[name] ?? '' }));
}

const MEANINGS: Readonly<Record<string, string>> = {
  client_id: 'The client that the call named.',
  account_hint: 'The account to disconnect, in a form that the identity provider knows.',
  top_frame_origin: 'The origin of the top document; sent from a cross-site frame.',
};

/** @param wanted The name of one that something led to. */
export function Parameters({ exchange, wanted }: { exchange: Exchange; wanted: string | undefined }) {
  const rows = parametersOf(exchange);
  if (rows.length === 0) return null;
  return (
    <section class="part">
      <h3>Request parameters</h3>
      <table class="members">
        <colgroup>
          <col class="name" />
          <col />
          <col class="meaning" />
        </colgroup>
        <thead>
          <tr>
            <th scope="col">Parameter</th>
            <th scope="col">Value</th>
            <th scope="col">Meaning</th>
          </tr>
        </thead>
        <tbody>
          {rows.map((row, index) => (
            <ParameterRow key={index} row={row} wanted={row.name === wanted} />
          ))}
        </tbody>
      </table>
    </section>
  );
}

function ParameterRow({ row: { name, value, meaning }, wanted }: { row: Parameter; wanted: boolean }) {
  return (
    <tr class={wanted ? 'wanted' : ''} ref={useInView<HTMLTableRowElement>(wanted)}>
      <th scope="row">
        <code>{name}</code>
      </th>
      <td>
        <Value value={value} />
      </td>
      <td class="dim">
        <Prose text={meaning} />
      </td>
    </tr>
  );
}
