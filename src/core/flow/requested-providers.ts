import { isObject, member, textMember } from '../token/json-object.ts';
import { givenText } from './as-sent.ts';
import type { FlowCore } from './flow-core.ts';
import { parseUrl } from './urls.ts';

/** One identity provider that a call names. */
export interface RequestedProvider {
  /** Absolute and normalised (`URL.href`), with its fragment. */
  configURL: string;
  clientId?: string;
  /** The member as the page gave it. */
  options: unknown;
}

/** Calls are read once: a log asks again with every event. */
const known = new WeakMap<object, readonly RequestedProvider[]>();

/**
 * The identity providers of a call, in its order. Empty for entry points that contact none, and without those whose
 * config URL is not absolute, for the browser refuses them.
 */
export function requestedProviders(flow: Pick<FlowCore, 'api' | 'request'>): readonly RequestedProvider[] {
  const before = known.get(flow);
  if (before !== undefined) return before;
  const providers = readProviders(flow);
  known.set(flow, providers);
  return providers;
}

function readProviders(flow: Pick<FlowCore, 'api' | 'request'>): RequestedProvider[] {
  return listed(flow).flatMap(options => {
    const configURL = parseUrl(textMember(options, 'configURL') ?? '')?.href;
    if (configURL === undefined) return [];
    const clientId = givenText(member(options, 'clientId'));
    return [{ configURL, ...(clientId !== undefined && { clientId }), options }];
  });
}

function listed({ api, request }: Pick<FlowCore, 'api' | 'request'>): unknown[] {
  switch (api) {
    case 'credentials.get': {
      const providers = member(member(request, 'identity'), 'providers');
      return Array.isArray(providers) ? providers : [];
    }
    case 'IdentityCredential.disconnect':
    case 'IdentityProvider.getUserInfo':
      return isObject(request) ? [request] : [];
    case 'credentials.preventSilentAccess':
    case 'IdentityProvider.resolve':
    case 'IdentityProvider.close':
    case 'IdentityProvider.register':
    case 'IdentityProvider.unregister':
    case 'login.setStatus':
      return [];
  }
}

/** `identity.mode`; `passive` where the call names none. */
export function requestedMode(flow: Pick<FlowCore, 'request'>): 'active' | 'passive' {
  return member(member(flow.request, 'identity'), 'mode') === 'active' ? 'active' : 'passive';
}
