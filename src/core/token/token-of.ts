import type { Flow } from '../model.ts';

/** The token of a sign-in, or the one that a pop-up handed to the browser; `undefined` where the call has none. */
export function tokenOf({ api, request, outcome }: Flow): unknown {
  return api === 'IdentityProvider.resolve' ? request : outcome.credential?.token;
}
