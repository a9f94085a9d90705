import type { Api } from '../core/model.ts';

/** What is watched. An event names it by its place here. */
export const APIS: readonly Api[] = [
  'credentials.get',
  'credentials.preventSilentAccess',
  'login.setStatus',
  'IdentityCredential.disconnect',
  'IdentityProvider.getUserInfo',
  'IdentityProvider.resolve',
  'IdentityProvider.close',
  'IdentityProvider.register',
  'IdentityProvider.unregister',
];

/** A bit for each of them whose first argument the browser reads as a dictionary: the first, the fourth and the fifth. */
export const READS_DICTIONARY = 0b11001;
