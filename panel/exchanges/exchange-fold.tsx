import { useSignal } from '@preact/signals';
import { useEffect, useRef } from 'preact/hooks';
import { asCurl } from '../../src/core/flow/curl.ts';
import type { Exchange, Flow } from '../../src/core/model.ts';
import { visibleText } from '../flow/visible-text.ts';
import { CopyButton } from '../widgets/copy-button.tsx';
import { AccountTable } from './account-table.tsx';
import { BodyView } from './body-view.tsx';
import { figuresWords, isBad, roleWords, shortUrl, statusWords } from './exchange-words.ts';
import { HeaderFold } from './header-fold.tsx';
import { Parameters } from './parameters.tsx';
import { canShowInNetwork, showInNetwork } from './show-in-network.ts';
import { wantedExchange } from './wanted-exchange.ts';

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
  const wanted = wantedExchange.value === exchange.id;

  useEffect(() => {
    if (!wanted) return;
    wantedExchange.value = undefined;
    isOpen.value = true;
    fold.current?.scrollIntoView({ block: 'start' });
    fold.current?.querySelector('summary')?.focus({ preventScroll: true });
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
      {isOpen.value && <ExchangeBody exchange={exchange} />}
    </details>
  );
}

function ExchangeBody({ exchange }: { exchange: Exchange }) {
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
      <Parameters exchange={exchange} />
      {exchange.role === 'accounts' && <AccountTable exchange={exchange} />}
      <BodyView exchange={exchange} />
      <HeaderFold title="Response headers" headers={exchange.response.headers} />
      <HeaderFold
        title="Request headers"
        headers={headers}
        note="DevTools is not told of cookies and Sec-Fetch headers: their absence here says nothing."
      />
    </div>
  );
}
