import type { Api, PageRef } from '../model.ts';
import { byStart, CLOCK_TOLERANCE } from './call-window.ts';
import type { FlowCore } from './flow-core.ts';
import { requestedProviders } from './requested-providers.ts';
import { originOf } from './urls.ts';

/** A call made in a tab that another tab opened. */
export interface OpenedTabCall {
  api: Api;
  page: Pick<PageRef, 'origin'>;
  startedAt: number;
}

/** The calls of a tab that may open a pop-up, by start. @param flows of that tab and of others */
export function openersIn(flows: readonly FlowCore[], tabId: number): readonly FlowCore[] {
  return flows.filter(({ api, page }) => api === 'credentials.get' && page.tabId === tabId).sort(byStart);
}

/**
 * The flow in the opener's tab that a call in a login or continuation pop-up belongs to; `undefined` where it belongs
 * to none. It belongs only if it is `IdentityProvider.resolve`, `IdentityProvider.close` or `login.setStatus`, only
 * while a `get()` in the opener is open, and only if the caller's origin is an identity provider of that `get()`
 * (`login_url` and `continue_on` must both be of the config URL's origin). That a tab was opened by another proves
 * nothing alone: every ordinary new tab has an opener.
 *
 * Where several fit (an earlier one whose end was never heard of), it is the latest: a page has one pending `get()`.
 *
 * @param openers of the tab that opened the caller's, from {@link openersIn}
 */
export function flowOfPopupCall(call: OpenedTabCall, openers: readonly FlowCore[]): string | undefined {
  if (!mayComeFromPopup(call.api)) return undefined;
  return openers.findLast(flow => isOpenAt(flow, call.startedAt) && hasProviderAt(flow, call.page.origin))?.id;
}

/** Whether the call is one that a login or continuation pop-up makes. */
export function mayComeFromPopup(api: Api): boolean {
  switch (api) {
    case 'IdentityProvider.resolve':
    case 'IdentityProvider.close':
    case 'login.setStatus':
      return true;
    case 'credentials.get':
    case 'credentials.preventSilentAccess':
    case 'IdentityCredential.disconnect':
    case 'IdentityProvider.getUserInfo':
    case 'IdentityProvider.register':
    case 'IdentityProvider.unregister':
      return false;
  }
}

function isOpenAt({ startedAt, settledAt, outcome }: FlowCore, at: number): boolean {
  const end = settledAt ?? (outcome.status === 'pending' ? Infinity : startedAt);
  return at >= startedAt - CLOCK_TOLERANCE && at <= end + CLOCK_TOLERANCE;
}

function hasProviderAt(flow: FlowCore, origin: string): boolean {
  return requestedProviders(flow).some(({ configURL }) => originOf(configURL) === origin);
}
