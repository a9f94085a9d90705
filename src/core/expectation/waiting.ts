import { readConfig } from '../diagnosis/config.ts';
import { isObject, member } from '../diagnosis/json-value.ts';
import { cooldown, loginStatus } from '../diagnosis/memory.ts';
import { embedder, endOf, lastOf, type ProviderScene, readScene, type Scene } from '../diagnosis/scene.ts';
import { readProvider, type Verdict } from '../diagnosis/verdict.ts';
import type { Exchange, ExchangeRole, Flow } from '../model.ts';
import { autoSignIn } from './auto-sign-in.ts';
import type { Before, Surroundings } from './surroundings.ts';

/**
 * What a pending call waits for. `since`: when that began, epoch ms. The browser's own dialogs and pop-ups leave no
 * event, so what is said of them follows from the exchanges before; DevTools lists an exchange once it has ended.
 */
export type Waiting =
  /** `isUnderWay`: Chrome was seen to have the request under way; without, it follows from what came before. */
  | { kind: 'network'; since: number; role: ExchangeRole; host: string; isUnderWay?: true }
  | { kind: 'chooser'; since: number }
  /** A remembered sign-in, and an accounts answer that failed: Chrome offers to sign in again. */
  | { kind: 'sign-in-dialog'; since: number; host: string }
  | { kind: 'sign-in-popup'; since: number; host: string; heard: readonly PopupCall[] }
  | { kind: 'continuation-popup'; since: number; host: string; heard: readonly PopupCall[] }
  | { kind: 'error-dialog'; since: number; code: string }
  /**
   * Chrome knew the reason (`code`) at `since`; it tells the page by `until` at the latest. `orDialogOf`: a host where it
   * is not known whether Chrome took the user to be signed in, in which case it offers to sign in again instead.
   */
  | { kind: 'rejection-delay'; since: number; until: number; code: string; orDialogOf?: string }
  /** The token came at `since`; the promise resolves no earlier than `until`. */
  | { kind: 'floor'; since: number; until: number }
  /** Chrome has no request under way, and none has ended: it has probably decided at `since` without one. */
  | { kind: 'no-request'; since: number; until: number; guess: Guess }
  /** The call is older than DevTools, and its requests went by unseen. */
  | { kind: 'unseen'; since: number }
  | { kind: 'unknown'; since: number };

/** Why Chrome may have decided without a request. */
export type Guess =
  /** A prompt was closed at `dismissedAt`; if by its X, there is none before `end`. Epoch ms. */
  | { kind: 'paused'; dismissedAt: number; end: number }
  /** A silent call, of which no condition is known to be unmet. */
  | { kind: 'silent' }
  | { kind: 'open' };

/** A call that the page in a pop-up made. */
export interface PopupCall {
  api: Flow['api'];
  at: number;
}

/** Chrome delays a rejection by this much at most; ms. */
const LONGEST_DELAY = 60_000;
/** A passive success resolves no earlier than this after the choice of the account; ms (measured on Chromium 156). */
const FLOOR = 3000;

/** What a pending flow waits for; undefined for one that has settled. */
export function waitingOf(flow: Flow, around: Surroundings): Waiting | undefined {
  if (flow.outcome.status !== 'pending') return undefined;
  switch (flow.api) {
    case 'credentials.get':
      return isObject(member(flow.request, 'identity')) ? ofSignIn(readScene(flow, around), around) : undefined;
    case 'IdentityProvider.getUserInfo':
      return network(flow, nextFile(flow.exchanges) ?? 'accounts', hostOf(member(flow.request, 'configURL')));
    case 'IdentityCredential.disconnect':
      return network(flow, nextFile(flow.exchanges) ?? 'disconnect', hostOf(member(flow.request, 'configURL')));
    case 'credentials.preventSilentAccess':
    case 'IdentityProvider.resolve':
    case 'IdentityProvider.close':
    case 'IdentityProvider.register':
    case 'IdentityProvider.unregister':
    case 'login.setStatus':
      return { kind: 'unknown', since: flow.startedAt };
  }
}

function ofSignIn(scene: Scene, around: Surroundings): Waiting {
  const { flow } = scene;
  const verdicts = scene.providers.map(readProvider);
  const asked = verdicts.find(({ provider }) => lastOf(provider, 'id-assertion') !== undefined);
  const tokenStage = asked && afterAssertion(scene, asked, around);
  if (tokenStage) return tokenStage;
  if (around.requests === 'assertion') return asserting(scene);
  const early = beforeRequests(scene, around) ?? withoutRequest(scene, around);
  if (early) return early;
  // The dialog waits for the slowest provider.
  const missing = verdicts.find(verdict => isOnItsWay(verdict) && !isSignedOut(scene, verdict.provider, around));
  // An answer from before DevTools was opened was not seen: then nothing tells what is still missing.
  if (missing && flow.startedAt < (around.watchedSince ?? -Infinity)) return { kind: 'unknown', since: lastEnd(flow) };
  if (missing) return afterDiscovery(scene, missing);
  const metadata = around.requests === 'get' && scene.providers.find(lacksMetadata);
  if (metadata) return network(flow, 'client-metadata', metadata.configURL?.host ?? '');
  if (verdicts.some(({ stage }) => stage === 'chooser' || stage === 'unread')) return atChooser(scene, around);
  const failed = verdicts.find(verdict => verdict.stage === 'fault');
  if (failed) return afterFault(scene, failed, around);
  const signedOut = verdicts.find(({ provider }) => isSignedOut(scene, provider, around));
  if (scene.mode === 'active' && signedOut) return signInPopup(scene, signedOut.provider, around);
  return { kind: 'unknown', since: lastEnd(flow) };
}

/** The config names the endpoint, and no answer of it has come: Chrome asks before the dialog, where it has to. */
function lacksMetadata(provider: ProviderScene): boolean {
  const exchange = lastOf(provider, 'config');
  const config = exchange && readConfig(exchange);
  return config?.kind === 'read' && 'client_metadata_endpoint' in config.body && !lastOf(provider, 'client-metadata');
}

/** Somebody chose an account. */
function asserting({ flow, providers }: Scene): Waiting {
  const host = (providers.length === 1 && providers[0]?.configURL?.host) || '';
  return { ...network(flow, 'id-assertion', host), isUnderWay: true };
}

/** What ends a passive call before any request, and is told late. */
function beforeRequests(scene: Scene, before: Before): Waiting | undefined {
  const { flow, mode, mediation, providers } = scene;
  if (mode === 'active' || flow.exchanges.length > 0) return undefined;
  const delay = (code: string) => delayed(flow.startedAt, code);
  if (cooldown(embedder(flow), before.earlier, flow.startedAt)?.confirmed) return delay('DisabledInSettings');
  const known = providers.filter(({ configURL }) => configURL !== undefined);
  const isOut = known.length > 0 && known.every(provider => isSignedOut(scene, provider, before));
  // Chrome looks at what a silent call lacks before the login status (measured on Chromium 156).
  if (mediation === 'silent' && (isOut || autoSignIn(flow, before)?.some(({ status }) => status === 'not-met')))
    return delay('SilentMediationFailure');
  return isOut ? delay('NotSignedInWithIdp') : undefined;
}

function withoutRequest({ flow, mode, mediation }: Scene, { earlier, requests }: Surroundings): Waiting | undefined {
  if (flow.exchanges.length > 0) return undefined;
  const since = flow.startedAt;
  if (requests === 'unseen') return { kind: 'unseen', since };
  if (requests !== 'none' || mode === 'active') return undefined;
  const pause = cooldown(embedder(flow), earlier, since);
  const guess: Guess = pause
    ? { kind: 'paused', dismissedAt: pause.dismissedAt, end: pause.until }
    : { kind: mediation === 'silent' ? 'silent' : 'open' };
  return { kind: 'no-request', since, until: since + LONGEST_DELAY, guess };
}

const isOnItsWay = ({ stage }: Verdict): boolean => stage === 'nothing' || stage === 'discovered';

function afterDiscovery(scene: Scene, { provider }: Verdict): Waiting {
  return network(scene.flow, nextFile(provider.exchanges) ?? 'accounts', provider.configURL?.host ?? '');
}

function atChooser(scene: Scene, before: Before): Waiting {
  const { flow, mediation, providers } = scene;
  const since = lastEnd(flow);
  if (mediation !== 'silent') return { kind: 'chooser', since };
  // A silent call shows no dialog: Chrome goes on by itself, or has decided to reject.
  if (autoSignIn(flow, before)?.some(({ status }) => status === 'not-met'))
    return delayed(since, 'SilentMediationFailure');
  return { kind: 'network', since, role: 'id-assertion', host: providers[0]?.configURL?.host ?? '' };
}

function afterFault(scene: Scene, verdict: Verdict & { stage: 'fault' }, around: Surroundings): Waiting {
  const since = lastEnd(scene.flow);
  const { provider, at, fault } = verdict;
  if (at === 'accounts' && scene.mode === 'active') return signInPopup(scene, provider, around);
  const status = statusOf(scene, provider, around);
  if (
    at === 'accounts' &&
    scene.mediation !== 'silent' &&
    heardSince(scene.flow, scene.flow.startedAt, around).length > 0
  )
    return signInPopup(scene, provider, around);
  if (at === 'accounts' && scene.mediation !== 'silent' && status === 'logged-in')
    return { kind: 'sign-in-dialog', since, host: provider.configURL?.host ?? '' };
  if (scene.mode === 'active') return { kind: 'unknown', since };
  const isOpen = at === 'accounts' && scene.mediation !== 'silent' && status === undefined;
  return { ...delayed(since, fault.code), ...(isOpen && { orDialogOf: provider.configURL?.host ?? '' }) };
}

function afterAssertion(scene: Scene, verdict: Verdict, around: Surroundings): Waiting | undefined {
  const answer = lastOf(verdict.provider, 'id-assertion');
  if (answer === undefined) return undefined;
  const since = endOf(answer);
  switch (verdict.stage) {
    case 'continuation':
      return {
        kind: 'continuation-popup',
        since,
        host: verdict.provider.configURL?.host ?? '',
        heard: heardSince(scene.flow, since, around),
      };
    case 'token':
    case 'unread':
      return scene.mode === 'passive'
        ? { kind: 'floor', since, until: Math.max(since, answer.startedAt + FLOOR) }
        : { kind: 'unknown', since };
    case 'fault':
      return verdict.at === 'assertion' ? { kind: 'error-dialog', since, code: verdict.fault.code } : undefined;
    case 'nothing':
    case 'discovered':
    case 'chooser':
    case 'cut-off':
      return undefined;
  }
}

/** It opened before its pages called anything; what Chrome asks for after a `setStatus` in it is later. */
function signInPopup({ flow }: Scene, { configURL }: ProviderScene, around: Surroundings): Waiting {
  const heard = heardSince(flow, flow.startedAt, around);
  const before = flow.exchanges.filter(exchange => heard[0] === undefined || endOf(exchange) <= heard[0].at);
  const since = Math.max(flow.startedAt, ...before.map(endOf));
  return { kind: 'sign-in-popup', since, host: configURL?.host ?? '', heard };
}

/** The calls of the pop-up's pages, oldest first. */
function heardSince(flow: Flow, since: number, { siblings = [] }: Surroundings): PopupCall[] {
  return siblings
    .filter(({ parent, startedAt }) => parent === flow.id && startedAt >= since)
    .map(({ api, startedAt }) => ({ api, at: startedAt }));
}

function isSignedOut(scene: Scene, provider: ProviderScene, before: Before): boolean {
  return statusOf(scene, provider, before) === 'logged-out' && lastOf(provider, 'accounts') === undefined;
}

function statusOf({ flow }: Scene, { configURL }: ProviderScene, before: Before) {
  return configURL && loginStatus(configURL.origin, before.earlier, flow.startedAt, before.sentStatuses)?.status;
}

/** The first of the two files, which Chrome asks for at once, that has not been answered. */
function nextFile(exchanges: readonly Exchange[]): ExchangeRole | undefined {
  return (['config', 'well-known'] as const).find(role => !exchanges.some(exchange => exchange.role === role));
}

function network(flow: Flow, role: ExchangeRole, host: string): Waiting & { kind: 'network' } {
  return { kind: 'network', since: lastEnd(flow), role, host };
}

const delayed = (since: number, code: string): Waiting & { kind: 'rejection-delay' } => ({
  kind: 'rejection-delay',
  since,
  until: since + LONGEST_DELAY,
  code,
});

/** The end of the last exchange so far; without one, the call. */
const lastEnd = (flow: Flow): number => Math.max(flow.startedAt, ...flow.exchanges.map(endOf));

const hostOf = (url: unknown): string => (typeof url === 'string' && URL.canParse(url) ? new URL(url).host : '');
