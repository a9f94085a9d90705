import type { Exchange, ExchangeRole, Flow, Header } from '../model.ts';
import { textOf } from './idl.ts';
import { isObject, member, stringOf } from './json-value.ts';
import type { Values } from './reason.ts';
import { parseURL, sameSite, wellKnownURL } from './site.ts';

/** What is known besides the flow itself. */
export interface DiagnosisContext {
  /** Flows of this tab that began before, settled or not; older first. */
  earlier: readonly Flow[];
  /** Flows of this tab that began after this one and before it settled, those in its pop-ups included. */
  siblings?: readonly Flow[];
  /** Response headers of the calling document. */
  documentHeaders?: readonly Header[];
  /** Login statuses that identity providers sent to this tab, and that Chrome honours; older first. */
  sentStatuses?: readonly SentStatus[];
  /** Since when the tab's requests are watched, epoch ms; absent where that is not known. */
  watchedSince?: number;
}

/** A `Set-Login` header on the answer to a page, or to a request of one. */
export interface SentStatus {
  origin: string;
  /** The header's value. */
  value: string;
  /** Epoch ms. */
  at: number;
}

/** One identity provider of a call, and what the browser asked of it. */
export interface ProviderScene {
  /** Position in `identity.providers`; -1 for a provider that the exchanges alone tell of. */
  index: number;
  /** As the call gave it: a base relative URL is none. */
  configURL: URL | undefined;
  options: Record<string, unknown>;
  /** Chrome then ignores what is wrong with the well-known. */
  sameSite: boolean;
  /** Oldest first. */
  exchanges: readonly Exchange[];
  values: Partial<Values>;
}

/** A call of `navigator.credentials.get({identity})`, read. */
export interface Scene {
  flow: Flow;
  context: DiagnosisContext;
  mode: 'passive' | 'active';
  mediation: string;
  providers: readonly ProviderScene[];
  values: Partial<Values>;
}

/** What a `get()` gave, made ready for the rules: each provider with what was asked of it, by the call's order. */
export function readScene(flow: Flow, context: DiagnosisContext): Scene {
  const identity = member(flow.request, 'identity');
  const listed = member(identity, 'providers');
  const given = (Array.isArray(listed) ? listed : []).map((options: unknown) => (isObject(options) ? options : {}));
  return sceneOf(flow, context, given, identity);
}

/** A call of `disconnect()` or `getUserInfo()`, whose argument is itself the provider. */
export function readProviderCall(flow: Flow, context: DiagnosisContext): Scene {
  return sceneOf(flow, context, [isObject(flow.request) ? flow.request : {}], undefined);
}

function sceneOf(flow: Flow, context: DiagnosisContext, given: Record<string, unknown>[], identity: unknown): Scene {
  const named = given.map((options, index) => ({ options, index, configURL: parseURL(options['configURL']) }));
  const known = new Set(named.flatMap(({ configURL }) => (configURL ? [configURL.href] : [])));
  // What the call named could not be read (a URL object, a cut value), but the exchanges tell it.
  const found = [...new Set(flow.exchanges.flatMap(({ configURL }) => configURL ?? []))].filter(
    href => !known.has(parseURL(href)?.href ?? href),
  );
  const unnamed = named.filter(({ configURL }) => configURL === undefined);
  const only = unnamed.length === 1 && found.length === 1 ? unnamed[0] : undefined;
  const extra = found.map(href => ({
    options: only?.options ?? {},
    index: only?.index ?? -1,
    configURL: parseURL(href),
  }));
  const all = [...named.filter(entry => entry !== only), ...extra];
  const providers = all.map(entry => providerOf(flow, entry, all.length === 1));
  return {
    flow,
    context,
    mode: textOf(member(identity, 'mode')) === 'active' ? 'active' : 'passive',
    mediation: textOf(member(flow.request, 'mediation')) ?? 'optional',
    providers,
    values: providers.length === 1 && providers[0] ? providers[0].values : { rp: flow.page.origin },
  };
}

type Named = Pick<ProviderScene, 'options' | 'index' | 'configURL'>;

function providerOf(flow: Flow, { options, index, configURL }: Named, alone: boolean): ProviderScene {
  const rp = parseURL(flow.page.origin);
  const exchanges = flow.exchanges
    .filter(exchange => belongs(exchange, configURL, alone))
    .sort((a, b) => a.startedAt - b.startedAt);
  const wellKnown = configURL && wellKnownURL(configURL)?.href;
  const clientId = stringOf(options['clientId']);
  return {
    index,
    configURL,
    options,
    sameSite: rp !== undefined && configURL !== undefined && sameSite(rp, configURL),
    exchanges,
    values: {
      rp: flow.page.origin,
      ...(configURL && { idp: configURL.origin, configURL: configURL.href }),
      ...(wellKnown && { wellKnown }),
      ...(clientId && { clientId }),
    },
  };
}

function belongs(exchange: Exchange, configURL: URL | undefined, alone: boolean): boolean {
  if (exchange.configURL !== undefined && configURL !== undefined) {
    return parseURL(exchange.configURL)?.href === configURL.href;
  }
  return alone || (configURL !== undefined && sharesSite(exchange.request.url, configURL));
}

function sharesSite(text: string, configURL: URL): boolean {
  const url = parseURL(text);
  return url !== undefined && sameSite(url, configURL);
}

/** The last exchange of that role: a sign-in in the pop-up makes Chrome fetch again, and the last answer counts. */
export function lastOf(provider: ProviderScene, role: ExchangeRole): Exchange | undefined {
  return provider.exchanges.findLast(exchange => exchange.role === role);
}

export const endOf = (exchange: Exchange): number => exchange.startedAt + exchange.duration;

/** Origin of the top-level document. */
export const embedder = (flow: Flow): string => flow.page.topOrigin ?? flow.page.origin;
