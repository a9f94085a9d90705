import type { Exchange, Flow } from '../model.ts';
import type { FlowingCapture } from './export.ts';

/**
 * The text of a HAR 1.2 file in pieces: one page per flow, its exchanges as entries. What HAR has no member for stands under
 * `_fedcm`: the flow beside its exchanges in the page, the rest of an exchange in its entry. Chrome's own underscored
 * members (`_resourceType`, `_initiator`, `_error`) are written as Chrome writes them (measured on Chromium 156).
 */
export function* harParts({ flows, ...frame }: FlowingCapture): Generator<string | undefined, void> {
  const log = { version: '1.2', creator: frame.creator, _fedcm: frame };
  const entries: string[] = [];
  yield `{"log":${JSON.stringify(log).slice(0, -1)},"pages":[`;
  let separator = '';
  for (const flow of flows) {
    if (flow === undefined) {
      yield;
      continue;
    }
    yield `${separator}\n${JSON.stringify(pageOf(flow))}`;
    separator = ',';
    for (const exchange of flow.exchanges) entries.push(JSON.stringify(entryOf(flow, exchange)));
  }
  yield '\n],"entries":[';
  for (const [at, entry] of entries.entries()) yield `${at === 0 ? '' : ','}\n${entry}`;
  yield '\n]}}\n';
}

function pageOf({ exchanges: _, ...own }: Flow) {
  return {
    startedDateTime: isoTime(own.startedAt),
    id: own.id,
    title: own.page.url,
    pageTimings: { onContentLoad: -1, onLoad: -1 },
    _fedcm: own,
  };
}

function entryOf(flow: Flow, exchange: Exchange) {
  const { request, response, duration, ...own } = exchange;
  const { method, url, headers, body, ...requestRest } = request;
  const { status, statusText, headers: answered, mimeType, body: answer, error, ...responseRest } = response;
  const time = Math.max(0, duration);
  return {
    pageref: flow.id,
    startedDateTime: isoTime(exchange.startedAt),
    time,
    request: {
      method,
      url,
      httpVersion: '',
      cookies: [],
      headers,
      queryString: queryOf(url),
      ...(body === undefined ? {} : { postData: { mimeType: typeOf(headers), text: body } }),
      headersSize: -1,
      bodySize: body === undefined ? 0 : sizeOf(body),
    },
    response: {
      status,
      statusText,
      httpVersion: '',
      cookies: [],
      headers: answered,
      content: {
        size: answer === undefined ? 0 : sizeOf(answer),
        mimeType: mimeType ?? '',
        ...(answer === undefined ? {} : { text: answer }),
      },
      redirectURL: answered.find(({ name }) => name.toLowerCase() === 'location')?.value ?? '',
      headersSize: -1,
      bodySize: -1,
      ...(error === undefined ? {} : { _error: error }),
    },
    cache: {},
    timings: { send: 0, wait: time, receive: 0 },
    _resourceType: 'fedcm',
    _initiator: { type: 'FedCM' },
    _fedcm: {
      ...own,
      duration,
      request: requestRest,
      response: { ...responseRest, ...(mimeType === '' ? { mimeType } : {}) },
    },
  };
}

const typeOf = (headers: Exchange['request']['headers']): string =>
  headers.find(({ name }) => name.toLowerCase() === 'content-type')?.value ?? 'application/x-www-form-urlencoded';

function queryOf(url: string): { name: string; value: string }[] {
  if (!URL.canParse(url)) return [];
  return [...new URL(url).searchParams].map(([name, value]) => ({ name, value }));
}

const sizeOf = (text: string): number => new TextEncoder().encode(text).length;

/** A file may hold any number as a time; HAR wants a date. */
const isoTime = (ms: number): string => new Date(Math.abs(ms) <= 8.64e15 ? ms : 0).toISOString();
