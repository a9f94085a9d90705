import type { Exchange } from '../model.ts';
import { formOf } from './exchange-role.ts';

/** One member of the form that the browser posts to the identity assertion endpoint. */
export interface AssertionField {
  name: string;
  value: string;
  /** What it says, in one sentence. */
  meaning: string;
}

/** The members of an identity assertion request, decoded, in wire order, each with its meaning. */
export function explainAssertionRequest({ request }: Pick<Exchange, 'request'>): AssertionField[] {
  return [...formOf(request.body)].map(([name, value]) => ({ name, value, meaning: meaningOf(name, value) }));
}

function meaningOf(name: string, value: string): string {
  switch (name) {
    case 'client_id':
      return 'The client that the call named. The identity provider must check that it belongs to the request’s Origin.';
    case 'nonce':
      return 'The nonce from the top level of the provider’s options. Deprecated: pass it inside params.';
    case 'account_id':
      return 'The id, from the accounts list, of the account that was chosen.';
    case 'disclosure_text_shown':
      return value === 'true'
        ? 'The dialog told the user that name, e-mail address and picture are shared.'
        : 'The dialog did not tell the user that name, e-mail address and picture are all shared.';
    case 'is_auto_selected':
      return value === 'true'
        ? 'The browser chose the account itself (auto re-authentication).'
        : 'The user chose the account.';
    case 'mode':
      return value === 'active'
        ? 'The call was made in active mode, from a user’s click.'
        : 'The call was made in passive mode.';
    case 'fields':
      return 'What the call asked to be shared.';
    case 'disclosure_shown_for':
      return 'What the dialog told the user is shared; sent for sign-ups only.';
    case 'params':
      return 'The call’s params, as JSON.';
    case 'type':
      return 'The type of a registered identity provider (behind a flag).';
    default:
      return 'Not a member that Chromium 156 is known to send.';
  }
}
