import { narrowingOf, readAccounts } from '../diagnosis/accounts.ts';
import { readConfig } from '../diagnosis/config.ts';
import { isObject, member, stringOf } from '../diagnosis/json-value.ts';
import { clock, loginStatus } from '../diagnosis/memory.ts';
import { embedder, lastOf, readScene, type Scene } from '../diagnosis/scene.ts';
import type { Flow } from '../model.ts';
import { choiceOf } from './choice.ts';
import { accountsOffered, type Offered, wasGranted } from './returning-accounts.ts';
import { quietPeriod, silentAccess } from './silence.ts';
import { type SilentLines, silentLines } from './silent-lines.ts';
import type { Before } from './surroundings.ts';

/** One condition of automatic re-authentication: Chrome signs a returning user in by itself only if all are met. */
export interface Condition {
  id:
    | 'mediation'
    | 'one-account'
    | 'approved-clients'
    | 'grant'
    | 'prevent-silent-access'
    | 'quiet-period'
    | 'mismatch'
    | 'setting';
  status: 'met' | 'not-met' | 'unknown';
  /** A sentence. */
  because: string;
  /** When the condition is met again by itself; epoch ms. */
  until?: number;
}

type Judged = Omit<Condition, 'id'>;
const met = (because: string): Judged => ({ status: 'met', because });
const notMet = (because: string): Judged => ({ status: 'not-met', because });
const unknown = (because: string): Judged => ({ status: 'unknown', because });

/**
 * The conditions of automatic re-authentication for a sign-in in which it did not happen, in the order in which they are
 * worth a look, refined by Chrome's own words where it was asked. Undefined for other calls, and where it did happen.
 */
export function autoSignIn(flow: Flow, before: Before): Condition[] | undefined {
  if (flow.api !== 'credentials.get' || !isObject(member(flow.request, 'identity'))) return undefined;
  if (choiceOf(flow)?.automatic) return undefined;
  const scene = readScene(flow, before);
  const offered = accountsOffered(scene, before);
  const conditions: Condition[] = [
    { id: 'mediation', ...mediation(scene) },
    { id: 'quiet-period', ...quiet(flow, before) },
    { id: 'prevent-silent-access', ...prevented(flow, before) },
    { id: 'grant', ...grant(scene, offered, before) },
    { id: 'approved-clients', ...approved(offered) },
    { id: 'one-account', ...oneAccount(offered) },
    { id: 'mismatch', ...mismatch(scene, before) },
    {
      id: 'setting',
      ...unknown('No page and no extension can read Chrome’s own setting for automatic sign-in.'),
    },
  ];
  const lines = silentLines(flow);
  return lines === undefined ? conditions : conditions.map(condition => refined(condition, lines));
}

/** Chrome names each condition that a silent call lacks. */
function refined(condition: Condition, { missing, isMet }: SilentLines): Condition {
  const { id, status, because } = condition;
  if (missing.has(id)) {
    const known = status === 'not-met' ? because : 'Chrome says so.';
    return { ...condition, status: 'not-met', because: known };
  }
  return isMet(id) ? { id, ...met('Chrome named what the call lacked, and not this.') } : condition;
}

function mediation({ mediation: value }: Scene): Judged {
  return value === 'required'
    ? notMet('The call has `mediation: "required"`, which asks for a choice each time.')
    : met(`The call has \`mediation: "${value}"\`.`);
}

function quiet(flow: Flow, { earlier }: Before): Judged {
  const site = embedder(flow);
  const period = quietPeriod(site, earlier, flow.startedAt);
  switch (period.kind) {
    case 'running':
      return {
        ...notMet(
          `Chrome signed the user in by itself on ${site} at ${clock(period.since)}, and does so again from ${clock(period.until)}, 10 minutes later.`,
        ),
        until: period.until,
      };
    case 'over':
      return met(`The last automatic sign-in on ${site} was at ${clock(period.since)}, more than 10 minutes before.`);
    case 'ended-by-choice':
      return met(`The user chose an account at ${clock(period.at)}; that ends a quiet period.`);
    case 'unknown':
      return unknown(`No automatic sign-in on ${site} was seen; one in another tab would count for 10 minutes.`);
  }
}

function prevented(flow: Flow, { earlier }: Before): Judged {
  const { origin } = flow.page;
  const access = silentAccess(origin, earlier, flow.startedAt);
  switch (access.kind) {
    case 'prevented':
      return notMet(
        `${origin} called \`preventSilentAccess()\` at ${clock(access.at)}; it holds until the next sign-in.`,
      );
    case 'restored':
      return met(`The sign-in at ${clock(access.at)} allowed it, and no \`preventSilentAccess()\` was seen since.`);
    case 'unknown':
      return unknown('No `preventSilentAccess()` was seen; one before DevTools was opened would count.');
  }
}

function oneAccount(offered: readonly Offered[]): Judged {
  if (offered.length === 0) return unknown('No accounts answer of this call could be read.');
  const all = offered.flatMap(({ accounts }) => accounts);
  const sure = all.filter(({ returning }) => returning === 'yes').length;
  const open = all.filter(({ returning }) => returning === 'unknown').length;
  if (sure > 1) return notMet(`${sure} returning accounts; Chrome signs in by itself only where there is exactly one.`);
  if (sure === 0 && open === 0)
    return notMet('No account counts as returning: the `approved_clients` of each leave this client out.');
  if (open === 0) return met('Exactly one returning account, over all identity providers.');
  const more = open === 1 ? 'one account' : `${open} accounts`;
  return unknown(
    `${sure === 0 ? 'No account is' : 'One account is'} known to be returning; nothing tells it of ${more}${sure === 0 ? '' : ' more'}.`,
  );
}

function approved(offered: readonly Offered[]): Judged {
  const all = offered.flatMap(({ host, provider, accounts }) => accounts.map(each => ({ ...each, host, provider })));
  if (all.length === 0) return unknown('No accounts answer of this call could be read.');
  const fitting = all.filter(({ vetoed }) => !vetoed);
  const [first] = fitting.length > 0 ? fitting : all;
  const clientId = JSON.stringify(first?.provider.options['clientId']) ?? 'none';
  if (fitting.length === 0) {
    const what = all.some(({ account }) => isEmpty(account['approved_clients'])) ? 'an empty list vetoes' : 'it vetoes';
    return notMet(`\`approved_clients\` of ${first?.host} does not hold the clientId ${clientId}; ${what}.`);
  }
  return Array.isArray(first?.account['approved_clients'])
    ? met(`\`approved_clients\` of ${first.host} holds the clientId ${clientId}.`)
    : met(`${first?.host} sends no \`approved_clients\`, so Chrome goes by its own memory.`);
}

const isEmpty = (value: unknown): boolean => Array.isArray(value) && value.length === 0;

function grant(scene: Scene, offered: readonly Offered[], { earlier }: Before): Judged {
  const { flow, providers } = scene;
  const known = providers.flatMap(provider => {
    const accounts = offered.find(each => each.provider === provider)?.accounts ?? [];
    const ids = accounts.length > 0 ? accounts.map(({ account }) => stringOf(account['id'])) : [undefined];
    return ids.map(id => wasGranted(flow, provider, id, earlier));
  });
  if (known.includes(true)) return met('An earlier flow of this tab signed this account in here.');
  if (known.length > 0 && known.every(one => one === false))
    return notMet('The account was disconnected here, and has not signed in since.');
  return unknown('No earlier sign-in here was seen in this tab; one before DevTools was opened would count.');
}

function mismatch({ flow, providers }: Scene, before: Before): Judged {
  const answered = providers.filter(provider => lastOf(provider, 'accounts') !== undefined);
  if (answered.length === 0) return unknown('No accounts answer of this call was seen.');
  const failed = answered.find(provider => {
    const exchange = lastOf(provider, 'accounts');
    const config = lastOf(provider, 'config');
    const narrowing = narrowingOf(provider, config && readConfig(config));
    return exchange !== undefined && readAccounts(exchange, narrowing).kind === 'fault';
  });
  if (failed === undefined) return met('Every accounts answer is in order.');
  const { configURL } = failed;
  const status = configURL && loginStatus(configURL.origin, before.earlier, flow.startedAt, before.sentStatuses);
  const host = configURL?.host ?? 'an identity provider';
  return status?.status === 'logged-in'
    ? notMet(`Chrome took the user to be signed in at ${host}, and its accounts answer failed.`)
    : notMet(`The accounts answer of ${host} failed.`);
}
