import type { Exchange, Flow, Phase } from '../model.ts';
import { member } from '../token/json-object.ts';
import { offersAccounts } from './accounts-list.ts';
import { formOf } from './exchange-role.ts';
import { jsonBody } from './provider-directory.ts';
import { requestedMode } from './requested-providers.ts';
import { type Stage, stagesOf } from './stages.ts';

/** What phases are made from; every {@link Flow} is one. */
export type PhaseInput = Pick<Flow, 'api' | 'startedAt' | 'settledAt' | 'request' | 'outcome' | 'exchanges'> &
  Partial<Pick<Flow, 'chrome'>>;

export interface PhaseContext {
  /** For a pending flow: the time up to which it is divided, epoch ms. */
  now?: number;
  /**
   * What Chrome took the login status of the provider whose accounts failed to be, before this call; absent where that
   * is not known. `logged-in`: it then opened its sign-in dialog, and what follows is the user's time. Otherwise it
   * delays the rejection.
   */
  loginStatus?: 'logged-in' | 'logged-out' | 'unknown';
  /** Since when the tab's requests are watched, epoch ms: none from before was seen. Absent where that is not known. */
  watchedSince?: number;
}

/** Shorter gaps are the way between processes, not a phase of their own. */
const HOP = 100;
/** A passive success resolves no earlier than this after the account was chosen; 12 ms less for the clocks. */
const PASSIVE_FLOOR = 3000 - 12;

/**
 * Divides a call's time into phases that lie end to end, from `startedAt` to `settledAt`: their durations add up to the
 * flow's exactly. A phase is `measured` where exchanges bound it; `derived` where it is what lies between or behind
 * them (`explainPhase` says from what). Empty while a flow is pending and no `now` is given.
 */
export function phasesOf(flow: PhaseInput, context: PhaseContext = {}): Phase[] {
  const until = flow.settledAt ?? context.now;
  if (until === undefined || !(until > flow.startedAt)) return [];
  const length = until - flow.startedAt;
  const stages = stagesOf(flow.exchanges, flow.startedAt, length);
  const parts: Part[] = [];
  let at = 0;
  let previous: Stage | undefined;
  for (const stage of stages) {
    if (stage.from > at) parts.push(...between(flow, previous, stage, at));
    parts.push({ ...phaseOf(stage), to: stage.to });
    at = stage.to;
    previous = stage;
  }
  if (length > at) parts.push(...behind(flow, previous, { from: at, to: length }, context));
  return endToEnd(join(parts), flow.startedAt);
}

interface Part extends Pick<Phase, 'name' | 'basis' | 'configURL'> {
  /** Offset of its end; it begins where the one before ends. */
  to: number;
}

function phaseOf({ name, configURL }: Stage): Pick<Part, 'name' | 'basis' | 'configURL'> {
  return { name, basis: 'measured', ...(configURL !== undefined && { configURL }) };
}

/** What the browser did before a stage, since the one before it. */
function between(flow: PhaseInput, previous: Stage | undefined, next: Stage, from: number): Part[] {
  const to = next.from;
  if (previous === undefined) {
    if (next.name === 'discovery') return [{ ...phaseOf(next), to }];
    return [{ name: next.name === 'accounts' ? 'discovery' : 'unknown', basis: 'derived', to }];
  }
  const chosen = next.name === 'assertion' && previous.name === 'accounts' && !isSilent(flow) && !isAutoSelected(next);
  if (chosen) return [{ name: 'user', basis: 'derived', to }];
  if (to - from <= HOP) return [{ ...phaseOf(next), to }];
  switch (next.name) {
    case 'discovery':
      // Everything is fetched once more after a sign-in in the login pop-up.
      return [{ name: 'user', basis: 'derived', to }];
    case 'accounts':
      return [{ name: previous.name === 'accounts' ? 'user' : 'accounts', basis: 'derived', to }];
    case 'assertion':
    case 'unknown':
      return [{ name: 'unknown', basis: 'derived', to }];
  }
}

/** What lies behind the last answer, until the page was told. */
function behind(
  flow: PhaseInput,
  last: Stage | undefined,
  { from, to }: { from: number; to: number },
  context: PhaseContext,
): Part[] {
  const name = nameBehind(flow, last, { from, to }, context);
  if (name === undefined) return [{ ...(last ? phaseOf(last) : { name: 'unknown', basis: 'derived' }), to }];
  if (name === 'rejection-delay') return delayed(flow, last, from, to);
  return [{ name, basis: 'derived', to }];
}

function nameBehind(
  flow: PhaseInput,
  last: Stage | undefined,
  { from, to }: { from: number; to: number },
  context: PhaseContext,
): Phase['name'] | undefined {
  if (flow.api !== 'credentials.get') return to - from <= HOP ? undefined : 'unknown';
  if (last?.name === 'assertion') return behindAssertion(flow, last, { from, to });
  if (to - from <= HOP) return undefined;
  if (flow.outcome.status === 'fulfilled') return 'unknown';
  const passive = requestedMode(flow) === 'passive';
  if (last === undefined) {
    // Without requests only a delay takes time; but those from before the tab was watched were not seen.
    const watched = flow.startedAt >= (context.watchedSince ?? -Infinity);
    return passive && watched && isDelayable(flow) ? 'rejection-delay' : 'unknown';
  }
  const answers = latestAccounts(flow.exchanges);
  if (answers.length > 0) return behindAccounts(flow, answers, passive, context);
  if (last.name !== 'discovery') return 'unknown';
  const bad = last.exchanges.some(failed);
  // Without a pop-up to wait for, only a bad file keeps the browser from asking for accounts.
  if (passive) return bad || isDelayable(flow) ? 'rejection-delay' : 'unknown';
  return bad ? 'unknown' : 'user';
}

/** Each provider's latest accounts answer. */
function latestAccounts(exchanges: readonly Exchange[]): Exchange[] {
  const accounts = exchanges.filter(({ role }) => role === 'accounts').toSorted((a, b) => a.startedAt - b.startedAt);
  return [...new Map(accounts.map(exchange => [exchange.configURL, exchange])).values()];
}

function behindAssertion(
  flow: PhaseInput,
  last: Stage,
  { from, to }: { from: number; to: number },
): Phase['name'] | undefined {
  const bodies = last.exchanges.filter(({ role }) => role === 'id-assertion').map(jsonBody);
  if (bodies.some(body => member(body, 'continue_on') !== undefined && member(body, 'token') === undefined))
    return 'continuation';
  const passive = requestedMode(flow) === 'passive';
  const floor = last.from + PASSIVE_FLOOR;
  // An answer that came after the floor was not held back by it.
  const held = from < floor && (flow.outcome.status === 'fulfilled' ? to >= floor : flow.outcome.status === 'pending');
  if (passive && held && !last.exchanges.some(failed)) return 'settle';
  if (to - from <= HOP) return undefined;
  // Chrome shows the error to the user; the page is told when that dialog is closed.
  return flow.outcome.error?.name === 'IdentityCredentialError' ? 'user' : 'unknown';
}

function behindAccounts(
  flow: PhaseInput,
  answers: readonly Exchange[],
  passive: boolean,
  context: PhaseContext,
): Phase['name'] {
  // A silent call shows no dialog, whatever the answers hold.
  if (isSilent(flow)) return passive && isDelayable(flow) ? 'rejection-delay' : 'unknown';
  const issues = flow.chrome?.issues ?? [];
  if (issues.some(issue => /^(UiDismissed|ShouldEmbargo|Canceled)/.test(issue))) return 'user';
  if (issues.some(issue => /^Accounts/.test(issue)) && passive) return 'rejection-delay';
  const usable = answers.some(exchange => offersAccounts(exchange, flow));
  if (usable || !passive || context.loginStatus === 'logged-in') return 'user';
  return context.loginStatus === undefined ? 'unknown' : 'rejection-delay';
}

/**
 * Whether the accounts of a passive call failed before the phase: Chrome then opened its sign-in dialog, or delayed the
 * rejection, as it took the user to be signed in or out.
 */
export function followsFailedAccounts({ startedAt }: Phase, flow: PhaseInput): boolean {
  const answers = latestAccounts(flow.exchanges);
  return (
    flow.api === 'credentials.get' &&
    requestedMode(flow) === 'passive' &&
    !isSilent(flow) &&
    answers.length > 0 &&
    !answers.some(exchange => offersAccounts(exchange, flow)) &&
    flow.exchanges.every(exchange => exchange.startedAt < startedAt)
  );
}

function isSilent({ request }: PhaseInput): boolean {
  return member(request, 'mediation') === 'silent';
}

/** Chrome chose the account by itself, and says so to the identity provider. */
function isAutoSelected({ exchanges }: Stage): boolean {
  const sent = exchanges.filter(({ role }) => role === 'id-assertion').map(({ request }) => formOf(request.body));
  return sent.some(form => form.get('is_auto_selected') === 'true');
}

/** An abort ends a call at once, whatever the browser was doing: no delay follows from it. */
function isDelayable({ outcome }: PhaseInput): boolean {
  return outcome.status === 'rejected' && outcome.error?.name === 'NetworkError';
}

/** Chrome's own log, where it was asked, has the moment at which it decided. */
function delayed(flow: PhaseInput, last: Stage | undefined, from: number, to: number): Part[] {
  const decided = (flow.chrome?.log ?? [])
    .map(({ at }) => Math.floor((at - flow.startedAt) * 1024) / 1024)
    .filter(at => at > from && at < to)
    .sort((a, b) => a - b)
    .at(-1);
  if (decided === undefined) return [{ name: 'rejection-delay', basis: 'derived', to }];
  const before: Part = { ...(last ? phaseOf(last) : { name: 'unknown', basis: 'derived' }), to: decided };
  return [before, { name: 'rejection-delay', basis: 'measured', to }];
}

function failed({ response }: Exchange): boolean {
  return response.status < 200 || response.status > 299;
}

function join(parts: readonly Part[]): Part[] {
  const joined: Part[] = [];
  for (const part of parts) {
    const last = joined.at(-1);
    if (last !== undefined && last.name === part.name && last.basis === part.basis) {
      last.to = part.to;
      if (last.configURL !== part.configURL) delete last.configURL;
    } else joined.push({ ...part });
  }
  return joined;
}

function endToEnd(parts: readonly Part[], start: number): Phase[] {
  let from = 0;
  let startedAt = start;
  return parts.flatMap(({ to, ...phase }) => {
    const duration = to - from;
    if (duration <= 0) return [];
    const placed: Phase = { ...phase, startedAt, duration };
    startedAt += duration;
    from = to;
    return [placed];
  });
}
