import type { Exchange, Flow } from '../model.ts';
import { isObject, type JsonObject, member, textMember } from './json-object.ts';
import { readJson } from './json-text.ts';

/** What the call asked for, as far as the call itself and the browser's own requests show it. */
export interface Asked {
  configURL?: string;
  clientId?: string;
  /** Every nonce that left the page, and how it was sent. Empty where none was. */
  nonces: { value: string; sentAs: string }[];
  /** The provider's `params`. */
  params?: unknown;
  accounts: JsonObject[];
  /** Id of the account that the user chose. */
  accountId?: string;
  /** That account, as the accounts endpoint described it. */
  account?: JsonObject;
}

/** Reads the request of the provider that answered: the credential's `configURL`, else the only one there is. */
export function askedBy(flow: Flow): Asked {
  const known = read.get(flow);
  if (known !== undefined) return known;
  const asked = readAsked(flow);
  read.set(flow, asked);
  return asked;
}

/** Each later flow looks back at all earlier ones: they are read once. */
const read = new WeakMap<Flow, Asked>();

function readAsked(flow: Flow): Asked {
  const provider = answeringProvider(flow);
  const configURL = flow.outcome.credential?.configURL ?? textMember(provider, 'configURL');
  const form = formOf(exchangeOf(flow, 'id-assertion', configURL));
  const accounts = accountsIn(exchangeOf(flow, 'accounts', configURL));
  const accountId = form.get('account_id') ?? (accounts.length === 1 ? textMember(accounts[0], 'id') : undefined);
  const account = accounts.find(candidate => textMember(candidate, 'id') === accountId);
  const params = member(provider, 'params');
  const clientId = textMember(provider, 'clientId') ?? form.get('client_id') ?? undefined;
  return {
    ...(configURL !== undefined && { configURL }),
    ...(clientId !== undefined && { clientId }),
    nonces: noncesIn(provider, form),
    ...(params !== undefined && { params }),
    accounts,
    ...(accountId !== undefined && { accountId }),
    ...(account && accountId !== undefined && { account }),
  };
}

function answeringProvider(flow: Flow): unknown {
  const providers = member(member(flow.request, 'identity'), 'providers');
  if (!Array.isArray(providers)) return undefined;
  if (providers.length === 1) return providers[0];
  const configURL =
    flow.outcome.credential?.configURL ?? flow.exchanges.find(({ role }) => role === 'id-assertion')?.configURL;
  return configURL === undefined
    ? undefined
    : providers.find(provider => textMember(provider, 'configURL') === configURL);
}

/** The last exchange of that role that belongs to the provider, or may. */
export function exchangeOf(flow: Flow, role: Exchange['role'], configURL: string | undefined): Exchange | undefined {
  return flow.exchanges.findLast(
    exchange =>
      exchange.role === role &&
      (exchange.configURL === undefined || configURL === undefined || exchange.configURL === configURL),
  );
}

function formOf(exchange: Exchange | undefined): URLSearchParams {
  return new URLSearchParams(exchange?.request.body ?? '');
}

function accountsIn(exchange: Exchange | undefined): JsonObject[] {
  const accounts = member(readJson(exchange?.response.body ?? '').value, 'accounts');
  return Array.isArray(accounts) ? accounts.filter(isObject) : [];
}

function noncesIn(provider: unknown, form: URLSearchParams): Asked['nonces'] {
  const nonces: Asked['nonces'] = [];
  const add = (value: unknown, sentAs: string) => {
    if (typeof value !== 'string' || value === '' || nonces.some(nonce => nonce.value === value)) return;
    nonces.push({ value, sentAs });
  };
  add(member(member(provider, 'params'), 'nonce'), 'params.nonce');
  add(member(provider, 'nonce'), 'the provider’s own nonce member');
  add(member(readJson(form.get('params') ?? '').value, 'nonce'), 'params in the assertion request');
  add(form.get('nonce'), 'nonce in the assertion request');
  return nonces;
}
