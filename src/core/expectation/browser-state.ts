import { clock, loginStatus, pauseOf } from '../diagnosis/memory.ts';
import { embedder } from '../diagnosis/scene.ts';
import { parseURL } from '../diagnosis/site.ts';
import type { Flow } from '../model.ts';
import { type Connection, connectionOf } from './choice.ts';
import { chromeMemories, confirmed } from './chrome-memories.ts';
import { quietPeriod, silentAccess } from './silence.ts';
import type { Before } from './surroundings.ts';

/**
 * One thing that Chrome probably remembers, inferred from what was seen. Holds origins only: no account, no token.
 *
 * `origin` is whom it is about: the identity provider for a login status, the site for a cooldown or a quiet period, the
 * relying party for `silent-access` and for a connection.
 */
export interface Memory {
  kind: 'login-status' | 'cooldown' | 'quiet-period' | 'connection' | 'silent-access';
  origin: string;
  /** The identity provider of a connection. */
  idp?: string;
  state:
    | 'logged-in'
    | 'logged-out'
    | 'paused'
    | 'perhaps-paused'
    | 'quiet'
    | 'connected'
    | 'disconnected'
    | 'prevented'
    | 'allowed'
    | 'over';
  /** When the event was that shows it; epoch ms. */
  at: number;
  /** When it ends by itself; epoch ms. */
  until?: number;
  /** Of a cooldown: which dismissal in a row it was, from 1. */
  step?: number;
  /** A sentence. */
  because: string;
}

/** What tells one memory from another: a later word about the same thing takes the earlier one's place. */
export const keyOf = ({ kind, origin, idp }: Memory): string => [kind, origin, idp ?? ''].join(' ');

/** Older flows have said what they had to say. */
const RECENT = 500;

/** Everything that the latest flows of a log let one infer at `now` (epoch ms), without what is over by then. */
export function browserState({ earlier, sentStatuses = [] }: Before, now: number): Memory[] {
  const flows = earlier.slice(-RECENT);
  const idps = new Set([...flows.flatMap(idpOrigins), ...sentStatuses.map(({ origin }) => origin)]);
  const sites = new Set(flows.filter(isSignIn).map(embedder));
  const callers = new Set(flows.map(({ page }) => page.origin));
  const inferred = [
    ...[...idps].flatMap(origin => loginMemory(origin, { earlier: flows, sentStatuses }, now)),
    ...[...sites].flatMap(origin => [...cooldownMemory(origin, flows, now), ...quietMemory(origin, flows, now)]),
    ...connections(flows, now),
    ...[...callers].flatMap(origin => silentMemory(origin, flows, now)),
  ];
  return confirmed(inferred, flows.flatMap(chromeMemories));
}

const isSignIn = ({ api }: Flow): boolean => api === 'credentials.get';

function idpOrigins(flow: Flow): string[] {
  const urls = flow.exchanges.flatMap(({ configURL }) => configURL ?? []);
  const own = flow.api === 'login.setStatus' ? [flow.page.origin] : [];
  return [...own, ...urls.flatMap(url => parseURL(url)?.origin ?? [])];
}

function loginMemory(origin: string, before: Before, now: number): Memory[] {
  const known = loginStatus(origin, before.earlier, now, before.sentStatuses);
  if (known === undefined) return [];
  return [{ kind: 'login-status', origin, state: known.status, at: known.at, because: sentence(known.because) }];
}

function cooldownMemory(origin: string, flows: readonly Flow[], now: number): Memory[] {
  const pause = pauseOf(origin, flows, now);
  switch (pause.kind) {
    case 'unknown':
      return [];
    case 'ended':
      return [{ kind: 'cooldown', origin, state: 'over', at: pause.at, because: `${pause.because}.` }];
    case 'running': {
      const { confirmed, dismissedAt, until, step } = pause;
      const because = confirmed
        ? `Chrome said that the prompt closed at ${clock(dismissedAt)} started it.`
        : `A prompt was closed at ${clock(dismissedAt)}. Only its X starts a pause; which way it was closed, the page cannot tell.`;
      const state = confirmed ? 'paused' : 'perhaps-paused';
      return [{ kind: 'cooldown', origin, state, at: dismissedAt, until, step, because }];
    }
  }
}

function quietMemory(origin: string, flows: readonly Flow[], now: number): Memory[] {
  const quiet = quietPeriod(origin, flows, now);
  switch (quiet.kind) {
    case 'running':
      return [
        {
          kind: 'quiet-period',
          origin,
          state: 'quiet',
          at: quiet.since,
          until: quiet.until,
          because: `Chrome signed the user in by itself at ${clock(quiet.since)}.`,
        },
      ];
    case 'ended-by-choice':
      return [
        {
          kind: 'quiet-period',
          origin,
          state: 'over',
          at: quiet.at,
          because: `The user chose an account at ${clock(quiet.at)}.`,
        },
      ];
    case 'over':
    case 'unknown':
      return [];
  }
}

function connections(flows: readonly Flow[], now: number): Memory[] {
  const last = new Map<string, Connection>();
  const events = flows.flatMap(flow => connectionOf(flow) ?? []).filter(({ at }) => at <= now);
  for (const event of events.toSorted((a, b) => a.at - b.at)) last.set(`${event.rp} ${event.idp}`, event);
  return [...last.values()].map(({ rp, idp, at, connected }) => ({
    kind: 'connection',
    origin: rp,
    idp,
    state: connected ? 'connected' : 'disconnected',
    at,
    because: connected ? `A sign-in succeeded at ${clock(at)}.` : `disconnect() succeeded at ${clock(at)}.`,
  }));
}

function silentMemory(origin: string, flows: readonly Flow[], now: number): Memory[] {
  const access = silentAccess(origin, flows, now);
  switch (access.kind) {
    case 'unknown':
      return [];
    case 'prevented':
      return [
        {
          kind: 'silent-access',
          origin,
          state: 'prevented',
          at: access.at,
          because: `preventSilentAccess() was called at ${clock(access.at)}.`,
        },
      ];
    case 'restored':
      return [
        {
          kind: 'silent-access',
          origin,
          state: 'allowed',
          at: access.at,
          because: `A sign-in succeeded at ${clock(access.at)}.`,
        },
      ];
  }
}

const sentence = (text: string): string => `${text.charAt(0).toUpperCase()}${text.slice(1)}.`;
