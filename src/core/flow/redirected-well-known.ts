import type { CallWindow } from './call-window.ts';
import type { FlowCore } from './flow-core.ts';
import { isPicture, type ObservedExchange } from './observed-exchange.ts';
import type { Ownership } from './ownership.ts';
import { requestedProviders } from './requested-providers.ts';
import { parseUrl } from './urls.ts';

/**
 * Gives each provider of a call the well-known file that was redirected. Chrome tells of it by the URL at which it
 * ended, which nothing names; but it follows redirects of no other file, and asks for this one beside the config
 * (measured on Chromium 156). So it is the one request that no URL explains and that began before the config had come.
 */
export function withRedirectedWellKnown(all: readonly Ownership[], windows: readonly CallWindow[]): Ownership[] {
  const unexplained = all.filter(isUnexplained);
  if (unexplained.length === 0) return [...all];
  const owned = new Map<FlowCore, Ownership[]>();
  for (const ownership of all) {
    const [claim, ...others] = ownership.claims;
    if (claim && others.length === 0) owned.set(claim.flow, [...(owned.get(claim.flow) ?? []), ownership]);
  }
  const given = new Map<Ownership, Ownership>();
  for (const { flow, to } of windows) {
    const own = owned.get(flow) ?? [];
    for (const provider of requestedProviders(flow)) {
      if (find(own, provider.configURL, 'well-known')) continue;
      const config = find(own, provider.configURL, 'config');
      const fitting = unexplained.filter(
        each => config && !given.has(each) && isFree(each, flow) && wentOutBeside(each.exchange, config),
      );
      const [only, ...others] = fitting;
      if (only === undefined || others.length > 0) continue;
      const roles = [{ provider, role: { role: 'well-known', evidence: 'shape' } as const }];
      given.set(only, { exchange: only.exchange, claims: [{ flow, to, roles }] });
    }
  }
  return all.map(ownership => given.get(ownership) ?? ownership);
}

const find = (own: readonly Ownership[], configURL: string, role: string): ObservedExchange | undefined =>
  own.find(({ claims }) =>
    claims[0]?.roles.some(each => each.provider.configURL === configURL && each.role.role === role),
  )?.exchange;

/** No URL names it: nobody's, or somebody's for its form alone. */
function isUnexplained({ exchange, claims }: Ownership): boolean {
  const { request, response, initiatorUrl } = exchange;
  if (request.method !== 'GET' || initiatorUrl !== undefined || isPicture(response)) return false;
  if (parseUrl(request.url)?.searchParams.has('client_id')) return false;
  return claims.every(({ roles }) => roles.every(({ role }) => role.role === 'other' && role.evidence === 'shape'));
}

const isFree = ({ claims }: Ownership, flow: FlowCore): boolean => claims.every(claim => claim.flow === flow);

/** Two requests that go out together are begun within this time, ms. */
const SAME_ROUND = 100;

function wentOutBeside({ startedAt }: ObservedExchange, config: ObservedExchange): boolean {
  return startedAt < config.startedAt + config.duration && Math.abs(startedAt - config.startedAt) < SAME_ROUND;
}
