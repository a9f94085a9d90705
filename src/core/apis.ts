import type { Api } from './model.ts';

/** What is watched. An event of the hook names it by its place here. */
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
