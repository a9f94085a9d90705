import { accountsIn } from '../../src/core/flow/provider-directory.ts';
import type { Exchange } from '../../src/core/model.ts';
import { member } from '../flow/call.ts';

/** One account of an accounts list, as text. */
export interface AccountRow {
  id: string;
  name: string;
  /** The first of e-mail address, user name and telephone number. */
  address: string;
  hints: string;
  /** Whether the identity provider counts the client as known to the account. */
  approved: string;
  /** An address that is shown and never fetched. */
  picture: string;
}

/** The accounts that an accounts answer lists; empty where its body is not there or is something else. */
export function accountRows(exchange: Exchange): AccountRow[] {
  return accountsIn(exchange).map(account => ({
    id: words(member(account, 'id')),
    name: words(member(account, 'name')),
    address: ['email', 'username', 'tel'].map(key => words(member(account, key))).find(text => text !== '') ?? '',
    hints: ['login_hints', 'domain_hints', 'label_hints']
      .map(key => words(member(account, key)))
      .filter(Boolean)
      .join('; '),
    approved: words(member(account, 'approved_clients')),
    picture: words(member(account, 'picture')),
  }));
}

function words(value: unknown): string {
  if (value === undefined || value === null) return '';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(words).join(', ');
  return typeof value === 'string' ? value : JSON.stringify(value);
}
