import type { Delivery, Flow } from '../../src/core/model.ts';
import { durationWords, preciseClockWords } from '../flow/time.ts';
import { visibleText } from '../flow/visible-text.ts';
import { Prose } from '../widgets/prose.tsx';
import { deliveryVerdict } from './delivery-verdict.ts';

const PLACES: Record<Delivery['where'], string> = {
  body: 'in the body',
  query: 'in the URL’s query',
  header: 'in a header',
  path: 'in the URL’s path',
};

function whenWords({ startedAt, duration }: Delivery, flow: Flow): string {
  const after = flow.settledAt === undefined ? '' : `, ${durationWords(startedAt - flow.settledAt)} after the call`;
  return `${preciseClockWords(startedAt)}${after}${duration === undefined ? '' : `, took ${durationWords(duration)}`}`;
}

/** Where the page sent the token, and what the server said to it. */
export function Deliveries({ flow }: { flow: Flow }) {
  if (flow.deliveries.length === 0) return null;
  return (
    <section class="block deliveries">
      <h3>Token delivered</h3>
      <ul>
        {flow.deliveries.map((delivery, index) => (
          <li key={index}>
            <p>
              <code>{`${delivery.method} ${visibleText(delivery.url)}`}</code>
            </p>
            <p class="meta">{`${PLACES[delivery.where]} · ${whenWords(delivery, flow)}`}</p>
            <Answer delivery={delivery} isGood={deliveryVerdict(delivery, flow) === undefined} />
            <Judged delivery={delivery} flow={flow} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Answer({ delivery: { response, error }, isGood }: { delivery: Delivery; isGood: boolean }) {
  if (response === undefined && error !== undefined) {
    return (
      <p>
        No answer came: <code class="bad">{visibleText(error)}</code>
      </p>
    );
  }
  if (response === undefined) return <p class="meta">No answer was seen.</p>;
  const { status, date, location, body } = response;
  return (
    <>
      <p>
        The server answered <b class={isGood && status >= 200 && status < 400 ? 'ok' : 'bad'}>{status}</b>
        <span class="dim">{`${date === undefined ? '' : ` · Date: ${visibleText(date)}`}${error === undefined ? '' : ` · ${visibleText(error)}`}`}</span>
      </p>
      {location !== undefined && (
        <p class="meta">
          Location: <code>{visibleText(location)}</code>
        </p>
      )}
      {body !== undefined && body !== '' && <pre class="value">{visibleText(body)}</pre>}
    </>
  );
}

/** The refusal, joined with the token's checks. */
function Judged({ delivery, flow }: { delivery: Delivery; flow: Flow }) {
  const verdict = deliveryVerdict(delivery, flow);
  if (verdict === undefined) return null;
  return (
    <p>
      <b>{verdict.title}.</b> <Prose text={verdict.because} />
    </p>
  );
}
