import type { Exchange, Flow } from '../model.ts';
import { member, textMember } from '../token/json-object.ts';
import { accountsIn } from './provider-directory.ts';
import { requestedProviders } from './requested-providers.ts';

/**
 * Whether an accounts answer gave Chrome accounts to show: `$.accounts` is a list without a bad entry, and the call's
 * hints leave one. A body that is not there, or was cut, counts as good.
 */
export function offersAccounts(exchange: Exchange, flow: Pick<Flow, 'api' | 'request'>): boolean {
  const { status, body, bodyCut } = exchange.response;
  if (status < 200 || status > 299) return false;
  if (body === undefined || bodyCut) return true;
  const accounts = accountsIn(exchange);
  const ids = new Set(accounts.map(account => textMember(account, 'id')));
  if (ids.has(undefined) || ids.size < accounts.length || !accounts.every(hasLabel)) return false;
  const options = requestedProviders(flow).find(({ configURL }) => configURL === exchange.configURL)?.options;
  return accounts.some(account => fitsHints(account, options));
}

const LABELS = ['name', 'username', 'email', 'tel'];

function hasLabel(account: unknown): boolean {
  return LABELS.some(label => textMember(account, label)?.trim());
}

function fitsHints(account: unknown, options: unknown): boolean {
  return (
    fitsLoginHint(account, textMember(options, 'loginHint')) &&
    fitsDomainHint(account, textMember(options, 'domainHint'))
  );
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

export function hintsOf(account: unknown, name: 'login_hints' | 'domain_hints'): unknown[] {
  const hints = member(account, name);
  return Array.isArray(hints) ? hints : [];
}
