import type { Api, Flow } from '../../src/core/model.ts';

/** What a call asked for, read from its first argument; whatever the page left out is absent. */
export interface Call {
  providers: Provider[];
  mode?: string;
  mediation?: string;
}

export interface Provider {
  configURL?: string;
  clientId?: string;
}

/** An own member of a recorded value; undefined where there is none. */
export function member(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null && Object.hasOwn(value, key)
    ? (value as Record<string, unknown>)[key]
    : undefined;
}

function textMember(value: unknown, key: string): string | undefined {
  const found = member(value, key);
  if (typeof found === 'string') return found;
  const inner = member(found, 'value') ?? member(found, 'href');
  return typeof inner === 'string' ? inner : undefined;
}

function provider(value: unknown): Provider {
  const configURL = textMember(value, 'configURL');
  const clientId = textMember(value, 'clientId');
  return { ...(configURL !== undefined && { configURL }), ...(clientId !== undefined && { clientId }) };
}

export function readCall(flow: Flow): Call {
  switch (flow.api) {
    case 'credentials.get': {
      const identity = member(flow.request, 'identity');
      const providers = member(identity, 'providers');
      const mode = textMember(identity, 'mode');
      const mediation = textMember(flow.request, 'mediation');
      return {
        providers: Array.isArray(providers) ? providers.map(provider) : [],
        ...(mode !== undefined && { mode }),
        ...(mediation !== undefined && { mediation }),
      };
    }
    case 'IdentityCredential.disconnect':
    case 'IdentityProvider.getUserInfo':
      return { providers: [provider(flow.request)] };
    case 'IdentityProvider.register':
    case 'IdentityProvider.unregister':
      return { providers: typeof flow.request === 'string' ? [{ configURL: flow.request }] : [] };
    case 'IdentityProvider.resolve':
    case 'IdentityProvider.close':
    case 'login.setStatus':
      return { providers: [{ configURL: flow.page.url }] };
    case 'credentials.preventSilentAccess':
      return { providers: [] };
  }
}

const SHORT_NAMES: Record<Api, string> = {
  'credentials.get': 'get',
  'credentials.preventSilentAccess': 'preventSilentAccess',
  'IdentityCredential.disconnect': 'disconnect',
  'IdentityProvider.getUserInfo': 'getUserInfo',
  'IdentityProvider.resolve': 'resolve',
  'IdentityProvider.close': 'close',
  'IdentityProvider.register': 'register',
  'IdentityProvider.unregister': 'unregister',
  'login.setStatus': 'setStatus',
};

export const shortName = (api: Api): string => SHORT_NAMES[api];

/** `get`, `get · active`, `get · silent`: the API and what departs from its defaults. */
export function callWords(flow: Flow): string {
  const { mode, mediation } = readCall(flow);
  return [shortName(flow.api), mode === 'active' && 'active', mediation === 'silent' && 'silent']
    .filter(Boolean)
    .join(' · ');
}

/** Calls that change the browser's state and sign nobody in. */
export function isStateChange(flow: Flow): boolean {
  return (
    flow.api === 'login.setStatus' ||
    flow.api === 'IdentityProvider.close' ||
    flow.api === 'credentials.preventSilentAccess'
  );
}

function parsed(url: string | undefined, base: string): URL | undefined {
  if (url === undefined) return undefined;
  return URL.canParse(url, base) ? new URL(url, base) : undefined;
}

/** The identity providers of a call, the chosen one alone where the call succeeded. */
export function idpURLs(flow: Flow): URL[] {
  const chosen = flow.outcome.credential?.configURL;
  const named = chosen === undefined ? readCall(flow).providers.map(each => each.configURL) : [chosen];
  return named.flatMap(url => parsed(url, flow.page.url) ?? []);
}

/** `idp.example`, `idp.example +1`. */
export function idpWords(flow: Flow): string {
  const hosts = [...new Set(idpURLs(flow).map(url => url.host))];
  const [first, ...others] = hosts;
  if (first === undefined) return '';
  return others.length === 0 ? first : `${first} +${others.length}`;
}

/** Whether a frame of the page made the call, and not the top document. */
export function isEmbedded({ page, parent }: Flow): boolean {
  if (parent !== undefined) return false;
  return page.frameId === undefined
    ? page.topOrigin !== undefined && page.topOrigin !== page.origin
    : page.frameId !== 0;
}

/** Where the call came from, when it was not the tab's top document; empty when it was. */
export function frameWords(flow: Flow): string {
  if (flow.parent !== undefined) return `pop-up ${hostOf(flow.page.url)}`;
  return isEmbedded(flow) ? hostOf(flow.page.url) || flow.page.origin : '';
}

/** Who called: the top document's host, or a frame of it, or a pop-up. */
export function rpWords(flow: Flow): string {
  const own = hostOf(flow.page.url) || hostOf(flow.page.origin) || flow.page.origin;
  if (!isEmbedded(flow)) return frameWords(flow) || own;
  const top = hostOf(flow.page.topOrigin ?? '');
  return top === '' || top === own ? own : `${own} in ${top}`;
}

export const hostOf = (url: string): string => (URL.canParse(url) ? new URL(url).host : '');
