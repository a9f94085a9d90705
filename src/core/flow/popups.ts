import type { Api, PageRef } from '../model.ts';
import { CLOCK_TOLERANCE } from './call-window.ts';
import type { FlowCore } from './flow-core.ts';
import { requestedProviders } from './requested-providers.ts';
import { originOf } from './urls.ts';

/** A call made in a tab that another tab opened. */
export interface OpenedTabCall {
  api: Api;
  page: Pick<PageRef, 'origin'>;
  startedAt: number;
  /** The tab that opened the caller's tab. Proves nothing alone: every ordinary new tab has an opener. */
  openerTabId: number;
}

/**
 * The flow in the opener's tab that a call in a login or continuation pop-up belongs to; `undefined` where it belongs
 * to none. It belongs only if it is `IdentityProvider.resolve`, `IdentityProvider.close` or `login.setStatus`, only
 * while a `get()` in the opener is open, and only if the caller's origin is an identity provider of that `get()`
 * (`login_url` and `continue_on` must both be of the config URL's origin).
 *
 * Where several fit (an earlier one whose end was never heard of), it is the latest: a page has one pending `get()`.
 */
export function flowOfPopupCall(call: OpenedTabCall, flows: readonly FlowCore[]): string | undefined {
  if (!mayComeFromPopup(call.api)) return undefined;
  return flows
    .filter(flow => flow.api === 'credentials.get' && flow.page.tabId === call.openerTabId)
    .filter(flow => isOpenAt(flow, call.startedAt) && hasProviderAt(flow, call.page.origin))
    .reduce<FlowCore | undefined>((latest, flow) => (isLater(flow, latest) ? flow : latest), undefined)?.id;
}

function mayComeFromPopup(api: Api): boolean {
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

function isLater(flow: FlowCore, other: FlowCore | undefined): boolean {
  if (other === undefined) return true;
  return flow.startedAt > other.startedAt || (flow.startedAt === other.startedAt && flow.id > other.id);
}
