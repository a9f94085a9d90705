import { narrowingOf, readAccounts } from '../diagnosis/accounts.ts';
import { readConfig } from '../diagnosis/config.ts';
import type { Exchange, Flow } from '../model.ts';
import { isObject, member } from '../token/json-object.ts';
import { requestedProviders } from './requested-providers.ts';

/**
 * Whether an accounts answer gave Chrome accounts to show: it is in order, and the call's hints and the config's label
 * leave one. A body that is not there, or was cut, counts as good.
 */
export function offersAccounts(exchange: Exchange, flow: Pick<Flow, 'api' | 'request' | 'exchanges'>): boolean {
  const isSameProvider = ({ configURL }: { configURL?: string }) => configURL === exchange.configURL;
  const providers = requestedProviders(flow);
  const index = providers.findIndex(isSameProvider);
  const options = providers[index]?.options;
  const config = flow.exchanges.findLast(each => each.role === 'config' && isSameProvider(each));
  const narrowing = narrowingOf({ options: isObject(options) ? options : {}, index }, config && readConfig(config));
  const { kind } = readAccounts(exchange, narrowing);
  return kind === 'read' || kind === 'unread';
}

/** Only `login_hints` counts; the id and the e-mail address are not consulted (measured on Chromium 156). */
export function fitsLoginHint(account: unknown, hint: string | undefined): boolean {
  return !hint || hintsOf(account, 'login_hints').includes(hint);
}

/** `"any"` asks for an account with at least one domain hint. */
export function fitsDomainHint(account: unknown, hint: string | undefined): boolean {
  const hints = hintsOf(account, 'domain_hints');
  return !hint || (hint === 'any' ? hints.length > 0 : hints.includes(hint));
}

/** The hints that an account lists, of whatever type; empty where there is no list. */
export function hintsOf(account: unknown, name: 'login_hints' | 'domain_hints'): unknown[] {
  const hints = member(account, name);
  return Array.isArray(hints) ? hints : [];
}
