import type { Exchange, Flow } from '../model.ts';
import { narrowingOf, readAccounts } from './accounts.ts';
import { readConfig } from './config.ts';
import { isObject, member } from './json-value.ts';
import { embedder, endOf, lastOf, readProviderCall, readScene, type SentStatus } from './scene.ts';
import { parseURL, sameSite } from './site.ts';

/** What earlier events of this tab say about an identity provider's login status in this browser. */
export interface LoginStatus {
  status: 'logged-in' | 'logged-out';
  /** Epoch ms. */
  at: number;
  because: string;
  exchange?: string;
}

/**
 * The login status of the identity provider at `until` (epoch ms), by the last event that sets it: an accounts answer, a
 * `Set-Login` header on an answer to a page, or `navigator.login.setStatus()`. `undefined` where nothing is known.
 */
export function loginStatus(
  origin: string,
  flows: readonly Flow[],
  until: number,
  sentStatuses: readonly SentStatus[] = [],
): LoginStatus | undefined {
  let latest: LoginStatus | undefined;
  const hear = (said: LoginStatus) => {
    if (said.at <= until && (latest === undefined || said.at >= latest.at)) latest = said;
  };
  for (const flow of flows) statementsOf(flow).get(origin)?.forEach(hear);
  for (const sent of sentStatuses) bySent(sent, origin).forEach(hear);
  return latest;
}

/** A log asks again with every event, and earlier flows are read once: what each says, by the provider's origin. */
const statements = new WeakMap<Flow, ReadonlyMap<string, LoginStatus[]>>();

function statementsOf(flow: Flow): ReadonlyMap<string, LoginStatus[]> {
  const known = statements.get(flow);
  if (known !== undefined) return known;
  const urls = [flow.page.origin, ...flow.exchanges.flatMap(({ configURL, request }) => [configURL, request.url])];
  const origins = new Set(urls.flatMap(url => parseURL(url)?.origin ?? []));
  const read = new Map(
    [...origins].map(origin => [
      origin,
      [...byAccounts(flow, origin), ...byCall(flow, origin)].sort((a, b) => a.at - b.at),
    ]),
  );
  statements.set(flow, read);
  return read;
}

function byAccounts(flow: Flow, origin: string): LoginStatus[] {
  if (!flow.exchanges.some(({ role }) => role === 'accounts')) return [];
  const scene =
    flow.api === 'credentials.get' ? readScene(flow, { earlier: [] }) : readProviderCall(flow, { earlier: [] });
  return scene.providers
    .filter(({ configURL }) => configURL?.origin === origin)
    .flatMap(provider => provider.exchanges.filter(({ role }) => role === 'accounts').flatMap(ofAccounts));
}

/** Chrome sets the status before it leaves out what matches no hint and no label (measured on Chromium 156). */
function ofAccounts(exchange: Exchange): LoginStatus[] {
  const answer = readAccounts(exchange, {});
  const common = { at: endOf(exchange), exchange: exchange.id };
  switch (answer.kind) {
    case 'fault':
      return [
        {
          ...common,
          status: 'logged-out',
          because: `its accounts answer at ${clock(common.at)} failed (${answer.fault.code})`,
        },
      ];
    case 'read':
      return [{ ...common, status: 'logged-in', because: `its accounts answer at ${clock(common.at)} was in order` }];
    case 'unread':
    case 'cut-off':
      return [];
  }
}

function bySent({ origin: sender, value, at }: SentStatus, origin: string): LoginStatus[] {
  const status = sender === origin ? statusToken(value) : undefined;
  return status ? [{ status, at, because: `it sent \`Set-Login: ${status}\` at ${clock(at)}` }] : [];
}

/** A structured-field token with optional parameters; quoted or upper-case values are ignored (measured). */
function statusToken(value: string): LoginStatus['status'] | undefined {
  const token = value.split(';')[0]?.trim();
  return token === 'logged-in' || token === 'logged-out' ? token : undefined;
}

function byCall(flow: Flow, origin: string): LoginStatus[] {
  if (flow.api !== 'login.setStatus' || flow.page.origin !== origin || flow.outcome.status === 'rejected') return [];
  const [own, top] = [parseURL(flow.page.origin), parseURL(flow.page.topOrigin ?? flow.page.origin)];
  // In a cross-site frame the call resolves and does nothing (measured).
  if (!own || !top || !sameSite(own, top)) return [];
  const status = typeof flow.request === 'string' ? statusToken(flow.request) : undefined;
  const at = flow.startedAt;
  return status
    ? [{ status, at, because: `it called \`navigator.login.setStatus("${status}")\` at ${clock(at)}` }]
    : [];
}

/** A dismissal on this embedder that may keep Chrome from showing passive prompts. */
export interface Cooldown {
  /** Epoch ms. */
  dismissedAt: number;
  /** When Chrome shows prompts again, if it was the X that closed this one; epoch ms. */
  until: number;
  /** Chrome itself said that the cooldown began. */
  confirmed: boolean;
  /** Which dismissal in a row it was, from 1. */
  step: number;
}

const HOUR = 3_600_000;
/** After the first, second, third and each further dismissal in a row, ms. */
const SCHEDULE = [2 * HOUR, 24 * HOUR, 7 * 24 * HOUR, 28 * 24 * HOUR];

/** What is known of a site's cooldown: `ended` where something took back, or ruled out, what was inferred before. */
export type Pause =
  | ({ kind: 'running' } & Cooldown)
  /** Epoch ms. */
  | { kind: 'ended'; at: number; because: string }
  | { kind: 'unknown' };

/** The cooldown that may hold at `now` (epoch ms) on an embedder's origin, by the dismissals recorded in this tab. */
export function cooldown(origin: string, flows: readonly Flow[], now: number): Cooldown | undefined {
  const pause = pauseOf(origin, flows, now);
  return pause.kind === 'running' ? pause : undefined;
}

/** The same, and what ended it. A choice of an account clears it, in any mode. */
export function pauseOf(origin: string, flows: readonly Flow[], now: number): Pause {
  let inARow = 0;
  let pause: Pause = { kind: 'unknown' };
  const end = (at: number, because: string) => {
    inARow = 0;
    pause = { kind: 'ended', at, because };
  };
  for (const flow of flows) {
    if (embedder(flow) !== origin || flow.startedAt > now) continue;
    if (isWithin(pause, flow.startedAt) && isServed(flow))
      end(flow.startedAt, `Chrome went on with a passive call at ${clock(flow.startedAt)}, so no pause held`);
    const chosen = flow.exchanges.findLast(({ role }) => role === 'id-assertion');
    if (chosen !== undefined)
      end(chosen.startedAt, `An account was chosen at ${clock(chosen.startedAt)}; that clears the pause of prompts`);
    const dismissal = chosen === undefined ? dismissalOf(flow) : undefined;
    switch (dismissal?.starts) {
      case undefined:
        break;
      case 'no':
        end(dismissal.at, `Chrome said that the prompt closed at ${clock(dismissal.at)} started no pause`);
        break;
      case 'yes':
      case 'perhaps': {
        const length = SCHEDULE[Math.min(inARow, SCHEDULE.length - 1)] ?? 0;
        inARow += 1;
        const [dismissedAt, confirmed] = [dismissal.at, dismissal.starts === 'yes'];
        pause = { kind: 'running', dismissedAt, until: dismissedAt + length, confirmed, step: inARow };
      }
    }
  }
  return pause.kind === 'running' && pause.until <= now ? { kind: 'unknown' } : pause;
}

const isWithin = (pause: Pause, at: number): boolean =>
  pause.kind === 'running' && pause.dismissedAt <= at && at < pause.until;

/** In a pause Chrome ends a passive call before it makes any request. */
const isServed = (flow: Flow): boolean =>
  flow.api === 'credentials.get' && !isActive(flow) && flow.exchanges.length > 0;

const isActive = ({ request }: Flow): boolean => member(member(request, 'identity'), 'mode') === 'active';

/** A passive prompt that was shown and closed without a choice. Which way it was closed, only Chrome knows. */
function dismissalOf(flow: Flow): Dismissal | undefined {
  const known = dismissals.get(flow);
  if (known !== undefined) return known ?? undefined;
  const read = readDismissal(flow);
  dismissals.set(flow, read ?? null);
  return read;
}

interface Dismissal {
  at: number;
  /** Whether it starts a pause; `yes` and `no` are Chrome's own words. */
  starts: 'yes' | 'perhaps' | 'no';
}

const dismissals = new WeakMap<Flow, Dismissal | null>();

function readDismissal(flow: Flow): Dismissal | undefined {
  const { outcome, settledAt } = flow;
  if (flow.api !== 'credentials.get' || settledAt === undefined) return undefined;
  if (isActive(flow)) return undefined;
  const issues = flow.chrome?.issues ?? [];
  if (issues.includes('ShouldEmbargo') || flow.findings.some(isEmbargo)) return { at: settledAt, starts: 'yes' };
  if (issues.includes('UiDismissedNoEmbargo')) return { at: settledAt, starts: 'no' };
  if (issues.length > 0) return undefined;
  if (outcome.status !== 'rejected' || outcome.error?.name !== 'NetworkError') return undefined;
  const shown = readScene(flow, { earlier: [] }).providers.some(provider => {
    const accounts = lastOf(provider, 'accounts');
    const config = lastOf(provider, 'config');
    return accounts && readAccounts(accounts, narrowingOf(provider, config && readConfig(config))).kind === 'read';
  });
  const silent = isObject(flow.request) && flow.request['mediation'] === 'silent';
  return shown && !silent ? { at: settledAt, starts: 'perhaps' } : undefined;
}

const isEmbargo = ({ code, certainty }: { code: string; certainty: string }): boolean =>
  code === 'ShouldEmbargo' && certainty === 'certain';

/** `2026-11-23 14:03:10 UTC`: findings are pure, so they know no time zone. */
export function clock(ms: number): string {
  const date = new Date(ms);
  return Number.isNaN(date.getTime()) ? 'an unknown time' : `${date.toISOString().slice(0, 19).replace('T', ' ')} UTC`;
}
