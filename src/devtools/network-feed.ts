import { sentStatus } from '../core/diagnosis/index.ts';
import { deliveriesIn, withAnswer } from '../core/flow/deliveries.ts';
import type { FlowLog } from '../core/flow/log.ts';
import {
  type ObservedExchange,
  observedFromHar,
  pageRequestFromHar,
  wholeText,
  withBody,
} from '../core/flow/observed-exchange.ts';
import { Overlap } from './overlap.ts';
import { RecentRequests } from './recent-requests.ts';

type HarEntry = chrome.devtools.network.Request;

/** Exchanges whose whole body can still be asked for. */
const WHOLE_BODIES = 500;

/**
 * Brings the browser's own FedCM exchanges, and the requests that carry a token on, into the log.
 *
 * @param hearRequest gets each request of the page once it has ended
 */
export function feedNetwork(log: FlowLog, hearRequest: (request: ObservedExchange) => void): void {
  const { network } = chrome.devtools;
  const sources = new Map<string, HarEntry>();
  const overlap = new Overlap();
  const recent = new RecentRequests();

  log.bodies = id =>
    new Promise(resolve => {
      const source = sources.get(id);
      if (source) source.getContent((text, encoding) => resolve(wholeText(text ?? null, encoding)));
      else resolve(undefined);
    });

  // A request that is under way stands in DevTools' log with neither status nor error (measured on Chromium 156).
  log.underWay = () =>
    new Promise(resolve => {
      network.getHAR(({ entries }) => {
        const exchanges = entries.flatMap(entry => observedFromHar(entry, '') ?? []);
        const open = exchanges.filter(({ response }) => response.status === 0 && response.error === undefined);
        const ids = overlap.underWay(open);
        resolve(open.map((exchange, index) => ({ ...exchange, id: ids[index] ?? '' })));
      });
    });

  network.onRequestFinished.addListener(entry => take(entry, entry));
  // What finished before the listener was there comes without bodies; what is under way comes without an answer.
  network.getHAR(({ entries }) => {
    for (const entry of entries) take(entry, undefined);
    overlap.isOver = true;
  });
  log.subscribe(searchRecent);

  function take(raw: unknown, entry: HarEntry | undefined): void {
    const read = observedFromHar(raw, '') ?? pageRequestFromHar(raw, '');
    const id = read && (entry ? overlap.reported(read) : overlap.recalled(read));
    if (id === undefined) return;
    const observed = observedFromHar(raw, id);
    const request = observed ?? pageRequestFromHar(raw, id);
    if (observed) takeExchange(observed, entry);
    else if (request) takeRequest(raw, request, entry);
  }

  function takeExchange(observed: ObservedExchange, entry: HarEntry | undefined): void {
    if (!entry) {
      const isAnswered = observed.response.status > 0 || observed.response.error !== undefined;
      const bodyMissing = isAnswered ? 'DevTools was opened after this answer had arrived.' : 'No answer has come yet.';
      log.exchange({ ...observed, response: { ...observed.response, bodyMissing } });
      return;
    }
    log.exchange(observed);
    entry.getContent((text, encoding) => {
      const whole = withBody(observed, text ?? null, encoding);
      if (whole.response.bodyCut) remember(observed.id, entry);
      log.exchange(whole);
    });
  }

  function remember(id: string, entry: HarEntry): void {
    sources.set(id, entry);
    const [oldest] = sources.keys();
    if (sources.size > WHOLE_BODIES && oldest !== undefined) sources.delete(oldest);
  }

  function takeRequest(raw: unknown, request: ObservedExchange, entry: HarEntry | undefined): void {
    if (isDocument(raw)) log.documentHeaders(request.request.url, request.response.headers);
    const top = log.navigations.findLast(({ at }) => at <= request.startedAt)?.origin;
    const sent = sentStatus(request, top);
    if (sent) log.statusSent(sent);
    hearRequest(request);
    recent.add({ request, entry });
    search(request, entry);
  }

  function searchRecent(): void {
    if (recent.size === 0 || log.watches().length === 0) return;
    for (const { request, entry } of recent.take()) search(request, entry);
  }

  function search(request: ObservedExchange, entry: HarEntry | undefined): void {
    const watches = log.watches();
    const found = watches.length > 0 ? deliveriesIn(request, watches) : undefined;
    if (!found) return;
    log.delivered(found.flow, found.deliveries);
    entry?.getContent((text, encoding) => {
      log.delivered(
        found.flow,
        found.deliveries.map(delivery => withAnswer(delivery, text ?? null, encoding)),
      );
    });
  }
}

const isDocument = (raw: unknown): boolean =>
  typeof raw === 'object' && raw !== null && '_resourceType' in raw && raw._resourceType === 'document';
