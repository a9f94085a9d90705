import { type Config, isFault, readConfig, readEndpoints } from './config.ts';
import type { Fault } from './fault.ts';
import { endOf, lastOf, type ProviderScene } from './scene.ts';
import { isLoopback, wellKnownURL } from './site.ts';
import { checkMatch, readWellKnown, type WellKnown } from './well-known.ts';

/** What the well-known and the config of one identity provider amount to. */
export interface Discovery {
  wellKnown: WellKnown | undefined;
  config: Config | undefined;
  /** The one that Chrome acts on. */
  fault: Fault | undefined;
  /** What would fail next, or what Chrome forgives. */
  also: readonly Fault[];
  forgiven: readonly Fault[];
  /** Both were recorded in full, so `fault` is all there is. */
  complete: boolean;
}

/**
 * Closer than these (ms), the recorded times are no proof of which answer came last. Chrome asks for the config second,
 * and names it where it came at the same time; a busy machine has it come 10 ms before, and still be named (measured on
 * Chromium 156).
 */
const CLOSE = 5;
const UNSURE = 50;

/** Chrome fetches both side by side; if both fail, the one that ends last names the reason. Then it compares them. */
export function readDiscovery(provider: ProviderScene): Discovery {
  const wellKnownExchange = lastOf(provider, 'well-known');
  const configExchange = lastOf(provider, 'config');
  const wellKnown = wellKnownExchange && readWellKnown(wellKnownExchange, provider.configURL);
  const config = configExchange && readConfig(configExchange);
  const ofWellKnown = wellKnown?.kind === 'fault' ? wellKnown.fault : wellKnown ? undefined : noWellKnown(provider);
  const ofConfig = config?.kind === 'fault' ? config.fault : undefined;
  const complete = wellKnown?.kind === 'read' && config?.kind === 'read';
  const rest = { wellKnown, config, complete: complete || Boolean(ofWellKnown || ofConfig) };

  const { endpoints, mismatch } = compare(provider, wellKnown, config);
  if (provider.sameSite) {
    return { ...rest, fault: ofConfig ?? endpoints, also: [], forgiven: listed(ofWellKnown, mismatch) };
  }
  if (ofWellKnown && ofConfig) {
    const gap = configExchange && wellKnownExchange ? endOf(configExchange) - endOf(wellKnownExchange) : 0;
    const [first, second] = gap > -CLOSE ? [ofConfig, ofWellKnown] : [ofWellKnown, ofConfig];
    return { ...rest, fault: byTimes(first, second, gap), also: [second], forgiven: [] };
  }
  const [fault, ...also] = listed(ofWellKnown, ofConfig, endpoints, mismatch);
  // What was not recorded may be at fault too, and named in its place.
  const unread = wellKnown?.kind === 'unread' || config?.kind === 'unread';
  return { ...rest, fault: fault && unread ? { ...fault, certainty: 'likely' } : fault, also, forgiven: [] };
}

/** @param gap how much later (ms) the config's answer came than the well-known's, as recorded */
function byTimes(first: Fault, second: Fault, gap: number): Fault {
  if (gap >= UNSURE || gap <= -UNSURE) return first;
  // Where the network failed for both, either may be named; otherwise the config is (measured on Chromium 156).
  const unanswered = [first, second].every(({ code }) => code.endsWith('NoResponse'));
  if (gap >= 0 || (gap > -CLOSE && !unanswered)) return { ...first, certainty: 'likely' };
  const because = 'Both failed at almost the same time: Chrome names the one that came last.';
  return {
    ...first,
    certainty: 'one-of',
    causes: [first, second].map(({ code }) => ({ code, status: 'fits', because })),
  };
}

const listed = (...faults: (Fault | undefined)[]): Fault[] => faults.filter(fault => fault !== undefined);

/** What is wrong beyond each one's own form: the endpoints that Chrome requires, then whether the two agree. */
function compare(
  provider: ProviderScene,
  wellKnown: WellKnown | undefined,
  config: Config | undefined,
): { endpoints?: Fault; mismatch?: Fault } {
  if (config?.kind !== 'read' || provider.configURL === undefined) return {};
  const endpoints = readEndpoints(config, provider.configURL);
  if (isFault(endpoints)) return { endpoints };
  if (wellKnown?.kind !== 'read') return {};
  const mismatch = checkMatch(wellKnown, provider.configURL, { ...endpoints, exchange: config.exchange.id });
  return mismatch ? { mismatch } : {};
}

/** Chrome has nowhere to look: a host without a registrable domain counts as a well-known that was not found. */
function noWellKnown({ configURL, exchanges }: ProviderScene): Fault | undefined {
  const nowhere = configURL && exchanges.length > 0 && configURL.hostname && wellKnownURL(configURL) === undefined;
  if (!nowhere || isLoopback(configURL.hostname)) return undefined;
  return {
    code: 'WellKnownHttpNotFound',
    title: `${configURL.hostname} has no registrable domain, so no well-known`,
    explanation: 'Chrome looks for the well-known on the registrable domain of the config URL.',
    steps: ['Serve the identity provider from a host with a registrable domain, or on localhost.'],
    certainty: 'likely',
    owner: 'idp',
    evidence: [{ path: 'identity.providers', found: configURL.href, expected: 'a host with a registrable domain' }],
  };
}
