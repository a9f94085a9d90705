import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { asCurl } from '../../src/core/flow/curl.ts';
import type { Exchange, Flow } from '../../src/core/model.ts';
import { type Spot, wantedPlace } from '../details/place.ts';
import { visibleText } from '../flow/visible-text.ts';
import { CopyButton } from '../widgets/copy-button.tsx';
import { AccountTable } from './account-table.tsx';
import { BodyView } from './body-view.tsx';
import { figuresWords, isBad, roleWords, shortUrl, statusWords } from './exchange-words.ts';
import { HeaderFold } from './header-fold.tsx';
import { Parameters } from './parameters.tsx';
import { canShowInNetwork, showInNetwork } from './show-in-network.ts';

interface Props {
  exchange: Exchange;
  flow: Flow;
  /** A finding names it. */
  faulty: boolean;
  open: boolean;
}

/** One exchange: a line, and all of it once opened. */
export function ExchangeFold({ exchange, flow, faulty, open }: Props) {
  const isOpen = useSignal(open);
  const fold = useRef<HTMLDetailsElement>(null);
  const spot = useSignal<Spot | undefined>(undefined);
  const place = wantedPlace.value;
  const wanted = place?.tab === 'exchanges' && place.exchange === exchange.id ? place.spot : undefined;

  useEffect(() => {
    if (wanted === undefined) return;
    wantedPlace.value = undefined;
    spot.value = wanted;
    isOpen.value = true;
    fold.current?.scrollIntoView({ block: 'start' });
    if (wanted.kind === 'whole') fold.current?.querySelector('summary')?.focus({ preventScroll: true });
  }, [wanted]);

  return (
    <details
      class={`exchange ${isBad(exchange) ? 'bad' : ''}`}
      ref={fold}
      open={isOpen.value}
      onToggle={event => {
        isOpen.value = event.currentTarget.open;
      }}
    >
      <summary>
        <span class="role">{roleWords(exchange)}</span>
        <span class="status">{statusWords(exchange)}</span>
        {faulty && <span class="mark">the fault</span>}
        <span class="where dim">{visibleText(shortUrl(exchange))}</span>
        <span class="figures dim">{figuresWords(exchange, flow)}</span>
      </summary>
      {isOpen.value && <ExchangeBody exchange={exchange} spot={spot.value} />}
    </details>
  );
}

function ExchangeBody({ exchange, spot }: { exchange: Exchange; spot: Spot | undefined }) {
  const { method, url, headers } = exchange.request;
  return (
    <div class="exchange-body">
      <p class="address">
        <code>{`${method} ${visibleText(url)}`}</code>
      </p>
      <p class="actions">
        <CopyButton what="the request as a cURL command" label="Copy as cURL" text={() => asCurl(exchange)} />
        {canShowInNetwork() && (
          <button type="button" class="button" onClick={() => showInNetwork(exchange)}>
            Show in Network
          </button>
        )}
      </p>
      <Parameters exchange={exchange} wanted={spot?.kind === 'parameter' ? spot.name : undefined} />
      {exchange.role === 'accounts' && <AccountTable exchange={exchange} />}
      <BodyView exchange={exchange} wanted={spot?.kind === 'body' ? spot.path : undefined} />
      <HeaderFold
        title="Response headers"
        headers={exchange.response.headers}
        wanted={spot?.kind === 'header' ? spot.name : undefined}
      />
      <HeaderFold
        title="Request headers"
        headers={headers}
        note="DevTools is not told of cookies and Sec-Fetch headers: their absence here says nothing."
      />
    </div>
  );
}
