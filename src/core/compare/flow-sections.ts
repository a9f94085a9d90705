import type { Exchange, Flow, Phase } from '../model.ts';
import { bodyData, type Leaf, leavesOf } from './leaves.ts';

export type SectionName = 'Call' | 'Outcome' | 'Findings' | 'Request' | 'Exchanges' | 'Account' | 'Token' | 'Phases';

/** What two flows are compared by, in the order in which it is read. */
export const SECTIONS: readonly SectionName[] = [
  'Outcome',
  'Findings',
  'Call',
  'Request',
  'Exchanges',
  'Account',
  'Token',
  'Phases',
];

/**
 * The leaves of one section of a flow that is held against another, each path once. What the other has nothing of (an
 * exchange, a finding, a token, an account) is told in one line.
 */
export function leavesOfSection(flow: Flow, other: Flow, section: SectionName): Leaf[] {
  switch (section) {
    case 'Outcome':
      return leavesOf(outcomeOf(flow));
    case 'Findings':
      return numbered(flow.findings, ({ code }) => code).flatMap(([name, { severity, certainty, owner, title }]) => [
        { path: name, text: title, type: 'string', summary: true },
        ...under(name, leavesOf({ severity, certainty, owner, title })),
      ]);
    case 'Call':
      return leavesOf({ api: flow.api, page: flow.page, ...flow.context, stack: flow.context.stack?.[0] });
    case 'Request':
      return [
        ...leavesOf(flow.request),
        ...(flow.options === undefined ? [] : under('options', leavesOf(flow.options))),
      ];
    case 'Exchanges':
      return numbered(inPairs(flow.exchanges, other.exchanges), ({ role }) => role).flatMap(([name, exchange]) => [
        summaryOf(name, exchange),
        ...under(name, exchangeLeaves(exchange)),
      ]);
    case 'Account':
      return accountLeaves(accountOf(flow), accountOf(other));
    case 'Token':
      return tokenLeaves(flow, other);
    case 'Phases':
      return numbered(flow.phases.filter(isNoticed), ({ name }) => name).flatMap(([name, { basis, duration }]) =>
        under(name, leavesOf({ basis, duration: `${Math.round(duration)} ms` })),
      );
  }
}

/**
 * Role by role, first what the other flow asked the same URL for: with several identity providers, each stands beside
 * itself. Pictures are fetched side by side: which comes first tells nothing.
 */
function inPairs(own: readonly Exchange[], other: readonly Exchange[]): Exchange[] {
  const placeOf = ({ role, request }: Exchange) => `${role} ${request.url.replace(/[?#].*$/s, '')}`;
  const shared = new Set(other.map(placeOf));
  const rankOf = (exchange: Exchange) => {
    if (shared.has(placeOf(exchange))) return `0 ${placeOf(exchange)}`;
    return exchange.role === 'other' ? `1 ${placeOf(exchange)}` : '1';
  };
  const ranked = own.map(exchange => ({ exchange, rank: rankOf(exchange) }));
  const sorted = ranked.sort((a, b) => (a.rank === b.rank ? 0 : a.rank < b.rank ? -1 : 1)).map(each => each.exchange);
  const roles = [...new Set(own.map(({ role }) => role))].sort((a, b) => Number(a === 'other') - Number(b === 'other'));
  return roles.flatMap(role => sorted.filter(exchange => exchange.role === role));
}

/** Time that nothing explains; less, ms, is a busy computer's. */
const NOTICED = 1000;
const isNoticed = ({ name, duration }: Phase): boolean => name !== 'unknown' || duration >= NOTICED;

function outcomeOf({ outcome, startedAt, settledAt }: Flow) {
  const { credential, ...rest } = outcome;
  const { token: _, ...told } = credential ?? {};
  return {
    ...rest,
    ...(credential === undefined ? {} : { credential: told }),
    ...(settledAt === undefined ? {} : { took: `${Math.round(settledAt - startedAt)} ms` }),
  };
}

function summaryOf(name: string, { request, response }: Exchange): Leaf {
  return {
    path: name,
    text: `${request.method} ${request.url} ${response.status === 0 ? (response.error ?? 'no answer') : response.status}`,
    type: 'string',
    summary: true,
  };
}

/** A body may be long, and comes last: what is cut then is its end. */
function exchangeLeaves({ request, response }: Exchange): Leaf[] {
  const headers = (all: Exchange['request']['headers']) =>
    Object.fromEntries(numbered(all, ({ name }) => name.toLowerCase()).map(([name, { value }]) => [name, value]));
  const { status, statusText, error, bodyMissing } = response;
  return leavesOf({
    method: request.method,
    url: request.url,
    status,
    statusText,
    ...(error === undefined ? {} : { error }),
    ...(request.headers.length === 0 ? {} : { 'request header': headers(request.headers) }),
    ...(response.headers.length === 0 ? {} : { header: headers(response.headers) }),
    ...(request.body === undefined ? {} : { 'request body': bodyData(request.body) }),
    ...(response.body === undefined ? { 'no body': bodyMissing ?? '' } : { body: bodyData(response.body) }),
  });
}

function accountLeaves(own: Record<string, unknown> | undefined, other: unknown): Leaf[] {
  if (own === undefined) return [];
  return leavesOf(other === undefined ? { id: own['id'] } : own).filter(({ path }) => path !== '');
}

/** The account that the assertion was asked for, as the accounts endpoint listed it. */
function accountOf({ exchanges }: Flow): Record<string, unknown> | undefined {
  const asked = exchanges.find(({ role }) => role === 'id-assertion')?.request.body;
  const id = asked === undefined ? undefined : new URLSearchParams(asked).get('account_id');
  const listed = exchanges.flatMap(({ role, response }) =>
    role === 'accounts' && response.body !== undefined ? accountsIn(bodyData(response.body)) : [],
  );
  return listed.find(account => String(account['id']) === id) ?? (id ? { id } : undefined);
}

function accountsIn(data: unknown): Record<string, unknown>[] {
  if (!isRecord(data) || !Array.isArray(data['accounts'])) return [];
  return data['accounts'].filter(isRecord);
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function tokenLeaves({ token }: Flow, other: Flow): Leaf[] {
  if (token === undefined) return [];
  const kind: Leaf = { path: 'kind', text: token.kind, type: 'string' };
  if (other.token === undefined) return [kind];
  return [
    kind,
    ...under('header', leavesOf(token.header ?? {})),
    ...under('payload', leavesOf(token.payload ?? {})),
    ...under('disclosures', leavesOf(token.disclosures ?? [])),
    ...under('problems', leavesOf(token.problems)),
    ...token.checks.map(({ id, status }) => ({ path: `check ${id}`, text: status, type: 'string' as const })),
  ];
}

const under = (name: string, leaves: readonly Leaf[]): Leaf[] =>
  leaves.map(leaf => ({
    ...leaf,
    path: leaf.path === '' || leaf.path.startsWith('[') ? name + leaf.path : `${name}.${leaf.path}`,
  }));

/** Each under its name; the second and later of one name with a number. */
function numbered<Item>(items: readonly Item[], nameOf: (item: Item) => string): [name: string, item: Item][] {
  const seen = new Map<string, number>();
  return items.map(item => {
    const name = nameOf(item);
    const number = (seen.get(name) ?? 0) + 1;
    seen.set(name, number);
    return [number === 1 ? name : `${name} ${number}`, item];
  });
}
