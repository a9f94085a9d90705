import { isCutOff } from '../diagnosis/cut-off.ts';
import type { Exchange, ExchangeRole, Flow } from '../model.ts';
import { isPicture } from './observed-exchange.ts';
import { requestedProviders } from './requested-providers.ts';

/** `well-known 200 ▸ config 200 ▸ accounts 401`, of one identity provider. */
export interface Strip {
  /** Missing for exchanges that belong to the call, but to no single provider. */
  configURL?: string;
  steps: StripStep[];
}

export interface StripStep {
  label: string;
  /** The HTTP status, or why there is none: `blocked`, `cut off`, `no answer`. */
  status: string;
  /** `dim`: without bearing on the outcome. */
  tone: 'ok' | 'bad' | 'dim';
  /** The exchange's id. */
  exchange: string;
}

/** The exchanges of a flow in short, each provider apart, in the order of the call. */
export function exchangeStrip(flow: Pick<Flow, 'api' | 'request' | 'outcome' | 'exchanges'>): Strip[] {
  const order = [
    ...requestedProviders(flow).map(({ configURL }) => configURL),
    ...flow.exchanges.map(e => e.configURL),
  ];
  return [...new Set(order)].flatMap(configURL => {
    const own = flow.exchanges.filter(exchange => exchange.configURL === configURL);
    if (own.length === 0) return [];
    const steps = own
      .toSorted((a, b) => a.startedAt - b.startedAt || rank(a.role) - rank(b.role))
      .map(exchange => stepOf(exchange, flow.outcome.status === 'fulfilled'));
    return [{ ...(configURL !== undefined && { configURL }), steps }];
  });
}

function stepOf(exchange: Exchange, fulfilled: boolean): StripStep {
  return {
    label: labelOf(exchange),
    status: statusOf(exchange),
    tone: toneOf(exchange, fulfilled),
    exchange: exchange.id,
  };
}

function labelOf({ role, response }: Exchange): string {
  switch (role) {
    case 'client-metadata':
      return 'client metadata';
    case 'id-assertion':
      return 'assertion';
    case 'well-known':
    case 'config':
    case 'accounts':
    case 'disconnect':
      return role;
    case 'other':
      return isPicture(response) ? 'picture' : role;
  }
}

function statusOf(exchange: Exchange): string {
  const { response, fromCache } = exchange;
  if (isCutOff(exchange)) return 'cut off';
  if (response.status > 0) return fromCache ? `${response.status} cached` : String(response.status);
  // `net::ERR_FAILED` stands for a refused redirect and for CORS alike.
  return response.error === 'net::ERR_FAILED' ? 'blocked' : 'no answer';
}

function toneOf(exchange: Exchange, fulfilled: boolean): StripStep['tone'] {
  const { role, response } = exchange;
  if (isCutOff(exchange)) return 'dim';
  const good = response.status >= 200 && response.status < 300;
  switch (role) {
    case 'client-metadata':
    case 'other':
      return good ? 'ok' : 'dim';
    case 'well-known':
      // Between hosts of one site Chrome fetches the file and forgives its faults.
      return good ? 'ok' : fulfilled ? 'dim' : 'bad';
    case 'config':
    case 'accounts':
    case 'id-assertion':
    case 'disconnect':
      return good ? 'ok' : 'bad';
  }
}

const RANK: readonly ExchangeRole[] = [
  'well-known',
  'config',
  'accounts',
  'client-metadata',
  'id-assertion',
  'disconnect',
  'other',
];

function rank(role: ExchangeRole): number {
  return RANK.indexOf(role);
}
