import type { Exchange, Flow } from '../model.ts';
import { isObject, member, textMember } from '../token/json-object.ts';
import { fitsDomainHint, fitsLoginHint, hintsOf } from './accounts-list.ts';
import { compareJson, compareText, givenText, isMark, isUndefined, type Likeness } from './as-sent.ts';
import { formOf } from './exchange-role.ts';
import { accountsIn } from './provider-directory.ts';
import { type RequestedProvider, requestedMode, requestedProviders } from './requested-providers.ts';

/** One member of the call, held against what the browser made of it. */
export interface Comparison {
  /** The call's own name for it (`clientId`), or `account` for the one that was chosen. */
  member: string;
  configURL: string;
  /** As the page gave it; `undefined` where it gave none. */
  requested: unknown;
  /** As the browser sent it, or the identity provider answered. */
  received: unknown;
  status: 'same' | 'differs' | 'not-sent' | 'unknown';
  /** One sentence. */
  because: string;
}

type ComparedFlow = Pick<Flow, 'api' | 'request' | 'exchanges' | 'cut'>;

/**
 * What the call asked for, held against what the browser sent and what came back; for each identity provider that was
 * asked for an assertion, or for each one named where none was. Empty for entry points that send nothing of the call.
 */
export function requestedAgainstReceived(flow: ComparedFlow): Comparison[] {
  const providers = requestedProviders(flow);
  const last = (role: Exchange['role'], { configURL }: RequestedProvider) =>
    flow.exchanges.findLast(exchange => exchange.role === role && exchange.configURL === configURL);
  switch (flow.api) {
    case 'IdentityCredential.disconnect':
      return providers.flatMap(provider => disconnectRows(flow, provider, last('disconnect', provider)));
    case 'credentials.get': {
      const chosen = providers.filter(provider => last('id-assertion', provider) !== undefined);
      return (chosen.length > 0 ? chosen : providers).flatMap(provider =>
        assertionRows(flow, provider, last('id-assertion', provider), last('accounts', provider)),
      );
    }
    default:
      return [];
  }
}

function disconnectRows(flow: ComparedFlow, provider: RequestedProvider, sent: Exchange | undefined): Comparison[] {
  const form = sent && formOf(sent.request.body);
  const row = rowsOf(flow, provider, form, 'disconnect');
  return [
    row('clientId', member(provider.options, 'clientId'), sentIn(form, 'client_id')),
    row('accountHint', member(provider.options, 'accountHint'), sentIn(form, 'account_hint')),
  ];
}

function assertionRows(
  flow: ComparedFlow,
  provider: RequestedProvider,
  sent: Exchange | undefined,
  accounts: Exchange | undefined,
): Comparison[] {
  const { options } = provider;
  const form = sent && formOf(sent.request.body);
  const row = rowsOf(flow, provider, form, 'identity assertion');
  const params = member(options, 'params');
  const sentParams = parsed(sentIn(form, 'params'));
  const nonce = member(options, 'nonce');
  const sentNonce = sentIn(form, 'nonce');
  const chosen = sentIn(form, 'account_id');
  const account = accounts && accountsIn(accounts).find(one => textMember(one, 'id') === chosen);
  return [
    row('clientId', member(options, 'clientId'), sentIn(form, 'client_id')),
    isUndefined(nonce) && sentNonce === undefined
      ? row('nonce', nonceIn(params, sentParams), member(sentParams, 'nonce'), compareJson)
      : row('nonce', nonce, sentNonce ?? textMember(sentParams, 'nonce')),
    row('fields', fieldList(member(options, 'fields')), fieldsSent(sentIn(form, 'fields')), compareJson),
    row('params', params, sentParams, compareJson),
    row('mode', requestedMode(flow), sentIn(form, 'mode')),
    contextRow(flow, provider),
    hintRow(provider, 'loginHint', account),
    hintRow(provider, 'domainHint', account),
    accountRow(provider, chosen, account, accounts),
  ];
}

type Row = (
  member: string,
  requested: unknown,
  received: unknown,
  compare?: (given: unknown, sent: unknown) => Likeness,
) => Comparison;

/** Rows for members that stand in the request's form. */
function rowsOf(
  flow: ComparedFlow,
  { configURL }: RequestedProvider,
  form: URLSearchParams | undefined,
  name: string,
): Row {
  return (member, given, received, compare = compareText) => {
    const requested = isUndefined(given) ? undefined : given;
    const row = { member, configURL, requested, received };
    if (form === undefined) return { ...row, status: 'unknown', because: `No ${name} request was seen.` };
    if (requested === undefined && received === undefined) {
      return { ...row, status: 'same', because: 'The call did not ask for it, and nothing was sent.' };
    }
    if (received === undefined) {
      if (isMark(requested)) return { ...row, ...UNREADABLE };
      return isEmpty(requested)
        ? { ...row, status: 'same', because: 'The value is empty, and the browser leaves empty values out.' }
        : { ...row, status: 'not-sent', because: `The ${name} request does not hold it.` };
    }
    const likeness = requested === undefined ? 'differs' : compare(requested, received);
    switch (likeness === 'differs' && isCut(flow, member) ? 'unknown' : likeness) {
      case 'same':
        return { ...row, status: 'same', because: 'The browser sent what the call asked for.' };
      case 'differs':
        return { ...row, status: 'differs', because: 'The browser sent another value than the call asked for.' };
      case 'unknown':
        return { ...row, ...UNREADABLE };
    }
  };
}

const UNREADABLE = {
  status: 'unknown',
  because: 'The value, or a part of it, could not be recorded as the browser read it, so it was not compared.',
} satisfies Partial<Comparison>;

/** A long text of that member was shortened when it was recorded. */
function isCut({ cut = [] }: ComparedFlow, member: string): boolean {
  return cut.some(({ path }) => path.startsWith('request.') && path.split(/[.[\]]+/).includes(member));
}

function contextRow({ request }: Pick<Flow, 'request'>, { configURL }: RequestedProvider): Comparison {
  const requested = textMember(member(request, 'identity'), 'context');
  if (requested === undefined) {
    return {
      member: 'context',
      configURL,
      requested,
      received: undefined,
      status: 'same',
      because: 'The call did not give it.',
    };
  }
  const because = 'It changes the wording of the dialog alone; the identity provider never sees it.';
  return { member: 'context', configURL, requested, received: undefined, status: 'not-sent', because };
}

function hintRow(
  { configURL, options }: RequestedProvider,
  name: 'loginHint' | 'domainHint',
  account: unknown,
): Comparison {
  const given = member(options, name);
  const requested = isUndefined(given) ? undefined : (givenText(given) ?? given);
  const hints = name === 'loginHint' ? 'login_hints' : 'domain_hints';
  const row = { member: name, configURL, requested, received: isObject(account) ? hintsOf(account, hints) : undefined };
  if (!requested) return { ...row, status: 'same', because: 'The call gave no hint, so every account was offered.' };
  if (typeof requested !== 'string') return { ...row, ...UNREADABLE };
  if (!isObject(account)) {
    return { ...row, status: 'unknown', because: 'The chosen account’s hints were not seen.' };
  }
  const fits = name === 'loginHint' ? fitsLoginHint(account, requested) : fitsDomainHint(account, requested);
  return fits
    ? { ...row, status: 'same', because: `The chosen account’s ${hints} fit the hint.` }
    : { ...row, status: 'differs', because: `The chosen account’s ${hints} do not fit the hint.` };
}

function accountRow(
  { configURL }: RequestedProvider,
  chosen: string | undefined,
  account: unknown,
  accounts: Exchange | undefined,
): Comparison {
  const received = isObject(account)
    ? { id: chosen, name: textMember(account, 'name'), email: textMember(account, 'email') }
    : undefined;
  const row = { member: 'account', configURL, requested: chosen, received };
  if (chosen === undefined) return { ...row, status: 'unknown', because: 'No choice of an account was seen.' };
  if (received !== undefined) return { ...row, status: 'same', because: 'The chosen account is in the accounts list.' };
  return accounts?.response.body === undefined || accounts.response.bodyCut
    ? { ...row, status: 'unknown', because: 'The accounts list was not seen in full.' }
    : { ...row, status: 'differs', because: 'The chosen account is not in the accounts list that was seen.' };
}

/**
 * The nonce as it stands in the params; the params themselves where it may be in what could not be recorded of them.
 */
function nonceIn(params: unknown, sent: unknown): unknown {
  const nonce = member(params, 'nonce');
  const hidden = nonce === undefined && member(sent, 'nonce') !== undefined && compareJson(params, sent) === 'unknown';
  return hidden ? params : nonce;
}

/** Chrome's default where the call names no fields. */
const DEFAULT_FIELDS = ['email', 'name', 'picture'];

/** A list that could not be recorded stays what stands for it. */
function fieldList(fields: unknown): unknown {
  if (isUndefined(fields)) return DEFAULT_FIELDS;
  return Array.isArray(fields) ? fields.map(field => givenText(field) ?? field).sort() : fields;
}

function fieldsSent(value: string | undefined): string[] | undefined {
  return value?.split(',').sort();
}

function sentIn(form: URLSearchParams | undefined, name: string): string | undefined {
  return form?.get(name) ?? undefined;
}

function parsed(json: string | undefined): unknown {
  if (json === undefined) return undefined;
  try {
    return JSON.parse(json);
  } catch {
    return json;
  }
}

function isEmpty(value: unknown): boolean {
  return value === '' || (Array.isArray(value) && value.length === 0);
}
