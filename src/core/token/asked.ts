import type { Exchange, Flow } from '../model.ts';
import { isObject, type JsonObject, member, textMember } from './json-object.ts';
import { pathTo } from './json-path.ts';
import { readJson } from './json-text.ts';

/** A nonce that left the page: numbers as their text. */
export interface SentNonce {
  value: string;
  sentAs: string;
  /** What is odd about how it was sent. */
  remark?: string;
}

/** What the call asked for, as far as the call itself and the browser's own requests show it. */
export interface Asked {
  configURL?: string;
  clientId?: string;
  /** Whether the call's request or the browser's own was read; without either nobody knows what was sent. */
  known: boolean;
  /** Every nonce that left the page, and how it was sent. Empty where none was. */
  nonces: SentNonce[];
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
  const assertion = exchangeOf(flow, 'id-assertion', configURL);
  const form = formOf(assertion);
  const accounts = accountsIn(exchangeOf(flow, 'accounts', configURL));
  const accountId = form.get('account_id') ?? (accounts.length === 1 ? textMember(accounts[0], 'id') : undefined);
  const account = accounts.find(candidate => textMember(candidate, 'id') === accountId);
  const params = member(provider, 'params');
  const clientId = textMember(provider, 'clientId') ?? form.get('client_id') ?? undefined;
  return {
    ...(configURL !== undefined && { configURL }),
    ...(clientId !== undefined && { clientId }),
    known: provider !== undefined || assertion?.request.body !== undefined,
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

function noncesIn(provider: unknown, form: URLSearchParams): SentNonce[] {
  const nonces: SentNonce[] = [];
  const add = (value: unknown, sentAs: string, remark?: string) => {
    const text = textOf(value);
    if (text === undefined || text === '' || nonces.some(nonce => nonce.value === text)) return;
    nonces.push({ value: text, sentAs, ...(remark !== undefined && { remark }) });
  };
  const addAmong = (params: unknown, sentAs?: string) => {
    const folded =
      typeof params === 'string' ? 'params is JSON in a string, which Chrome encodes once more.' : undefined;
    for (const { path, value } of leavesOf(params, 'params')) {
      if (!/\.[\w-]*nonce$/i.test(path)) continue;
      add(value, sentAs ?? path, typeof value === 'number' ? 'The call sent a number: compare it as text.' : folded);
    }
  };
  addAmong(member(provider, 'params'));
  // The browser makes text of whatever stands here.
  add(member(provider, 'nonce'), 'the provider’s own nonce member');
  addAmong(readJson(form.get('params') ?? '').value, 'params in the assertion request');
  add(form.get('nonce'), 'nonce in the assertion request');
  return nonces;
}

/** A value of the call as text, where it is text or a number. */
export function textOf(value: unknown): string | undefined {
  return typeof value === 'string' ? value : typeof value === 'number' ? String(value) : undefined;
}

const DEEPEST_PARAM = 5;

/** Every text, number and other plain value among the params, up to a few levels down; JSON in a string is read too. */
export function* leavesOf(value: unknown, path: string, depth = 0): Generator<{ path: string; value: unknown }> {
  const inner = unfolded(value);
  if (typeof inner !== 'object' || inner === null) {
    yield { path, value };
    return;
  }
  if (depth >= DEEPEST_PARAM) return;
  const children: [string | number, unknown][] = Array.isArray(inner) ? [...inner.entries()] : Object.entries(inner);
  // Nearer ones first: params.nonce is the one that counts.
  const isPlain = ([, child]: [string | number, unknown]) => typeof child !== 'object' || child === null;
  for (const [key, child] of [...children.filter(isPlain), ...children.filter(each => !isPlain(each))]) {
    yield* leavesOf(child, pathTo(path, key), depth + 1);
  }
}

/** What a string of JSON holds; everything else as it is. */
function unfolded(value: unknown): unknown {
  if (typeof value !== 'string' || !/^\s*[{[]/.test(value)) return value;
  const { value: inner, faults } = readJson(value);
  return faults.some(({ code }) => code === 'json-syntax' || code === 'too-deep') ? value : inner;
}
