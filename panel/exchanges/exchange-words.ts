import { isPicture } from '../../src/core/flow/observed-exchange.ts';
import type { Exchange, ExchangeRole, Flow } from '../../src/core/model.ts';
import { hostOf } from '../flow/call.ts';
import { sizeWords } from '../flow/size.ts';
import { durationWords } from '../flow/time.ts';

const ROLES: Record<ExchangeRole, string> = {
  'well-known': 'well-known',
  config: 'config',
  accounts: 'accounts',
  'client-metadata': 'client metadata',
  'id-assertion': 'identity assertion',
  disconnect: 'disconnect',
  other: 'other',
};

/** What the exchange is for, in words; the browser's requests without a role of their own are for pictures. */
export const roleWords = ({ role, response }: Pick<Exchange, 'role' | 'response'>): string =>
  role === 'other' && isPicture(response) ? 'picture' : ROLES[role];

/** The status, or why there is none: `200`, `200 cached`, `no answer (net::ERR_FAILED)`. */
export function statusWords({ response: { status, statusText, error }, fromCache }: Exchange): string {
  if (status === 0) return error === undefined ? 'no answer' : `no answer (${error})`;
  return [String(status), statusText, fromCache && 'cached'].filter(Boolean).join(' ');
}

export const isBad = ({ response: { status } }: Exchange): boolean => status < 200 || status > 299;

/** `at 120 ms · took 45 ms · 1.2 KiB`: when it began after the call, and what it cost. */
export function figuresWords(exchange: Exchange, flow: Flow): string {
  const { bodyBytes } = exchange.response;
  return [
    `at ${durationWords(exchange.startedAt - flow.startedAt)}`,
    `took ${durationWords(exchange.duration)}`,
    bodyBytes !== undefined && sizeWords(bodyBytes),
  ]
    .filter(Boolean)
    .join(' · ');
}

/** `idp.example/accounts` for a list; the whole URL stands below. */
export function shortUrl({ request: { url } }: Exchange): string {
  return URL.canParse(url) ? `${hostOf(url)}${new URL(url).pathname}` : url;
}

/** Exchanges that an error of this flow names as evidence. */
export function faultyExchanges(flow: Flow): ReadonlySet<string> {
  const faults = flow.findings.filter(({ severity }) => severity === 'error');
  return new Set(faults.flatMap(({ evidence }) => evidence.flatMap(({ exchange }) => exchange ?? [])));
}
