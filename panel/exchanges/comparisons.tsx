import { type Comparison, requestedAgainstReceived } from '../../src/core/flow/requested-received.ts';
import type { Flow } from '../../src/core/model.ts';
import { hostOf } from '../flow/call.ts';
import { Prose } from '../widgets/prose.tsx';
import { Value } from '../widgets/value.tsx';

const MARKS: Record<Comparison['status'], string | undefined> = {
  same: undefined,
  differs: 'differs',
  'not-sent': 'not sent',
  unknown: 'not compared',
};

function Cell({ value }: { value: unknown }) {
  return value === undefined ? <span class="dim">none</span> : <Value value={value} />;
}

/** What the call asked for, beside what the browser sent and the identity provider answered. */
export function Comparisons({ flow }: { flow: Flow }) {
  const rows = requestedAgainstReceived(flow);
  const providers = [...new Set(rows.map(({ configURL }) => configURL))];
  if (rows.length > 0 && rows.every(({ received }) => received === undefined)) {
    return (
      <section class="block">
        <h2>Requested against received</h2>
        <p class="nothing">Nothing to compare: no request with the call’s values was seen.</p>
      </section>
    );
  }
  return (
    <>
      {providers.map(configURL => (
        <section class="block" key={configURL}>
          <h2>Requested against received {providers.length > 1 && <span class="dim">{hostOf(configURL)}</span>}</h2>
          <div class="wide-table">
            <table class="comparisons">
              <thead>
                <tr>
                  <th scope="col" class="if-wide">
                    Member
                  </th>
                  <th scope="col">Requested</th>
                  <th scope="col">Received</th>
                  <th scope="col" class="if-wide">
                    Why
                  </th>
                </tr>
              </thead>
              <tbody>
                {rows
                  .filter(row => row.configURL === configURL)
                  .map(row => (
                    <tr key={row.member} class={row.status}>
                      <th scope="row">
                        <code>{row.member}</code>{' '}
                        {MARKS[row.status] !== undefined && <span class="mark">{MARKS[row.status]}</span>}
                      </th>
                      <td>
                        <Cell value={row.requested} />
                      </td>
                      <td>
                        <Cell value={row.received} />
                      </td>
                      <td class="dim">
                        <Prose text={row.because} />
                      </td>
                    </tr>
                  ))}
              </tbody>
            </table>
          </div>
        </section>
      ))}
    </>
  );
}
