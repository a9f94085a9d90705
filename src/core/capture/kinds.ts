import type { Kind } from './pseudonyms.ts';

const BY_KEY: Record<Exclude<Kind, 'email' | 'host' | 'key' | 'number' | 'path' | 'text' | 'token'>, string> = {
  client: 'clientid client_id aud azp approved_clients audience',
  id: `id sub account_id accountid account_hint accounthint user_id userid sid jti kid loginhint login_hint login_hints
    domainhint domain_hint domain_hints hd label_hints tid oid`,
  name: `name given_name family_name middle_name nickname preferred_username username user display_name first_name
    last_name tel phone phone_number address street_address locality birthdate gender`,
  nonce: 'nonce c_nonce salt',
  secret: `token id_token access_token refresh_token assertion code code_verifier code_challenge state secret password
    client_secret session session_id cookie key signature authorization api_key csrf csrf_token ticket holder_key`,
};

const KINDS = new Map<string, Kind>();
for (const [kind, keys] of Object.entries(BY_KEY)) {
  for (const key of keys.split(/\s+/)) KINDS.set(key, kind as keyof typeof BY_KEY);
}

/** What kind of value a member of this name holds; undefined where the name tells nothing. */
export const kindOfKey = (key: string): Kind | undefined => KINDS.get(key.toLowerCase());
