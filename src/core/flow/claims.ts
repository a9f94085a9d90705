import { type CallWindow, CLOCK_TOLERANCE, covers } from './call-window.ts';
import { type Role, roleFor } from './exchange-role.ts';
import type { FlowCore } from './flow-core.ts';
import { headerOf } from './http-cache.ts';
import type { ObservedExchange } from './observed-exchange.ts';
import type { CallDirectory } from './pictures.ts';
import { type RequestedProvider, requestedProviders } from './requested-providers.ts';
import { originOf } from './urls.ts';

/** A flow that could own an exchange, and in which roles: one for each provider of the call that it fits. */
export interface Claim {
  flow: FlowCore;
  /** When the call was over, epoch ms; `Infinity` while it is pending. */
  to: number;
  roles: { provider: RequestedProvider; role: Role }[];
}

/**
 * Every flow that could own the exchange: by the URL graph and by time, narrowed by the frame that started it where
 * Chrome or an `Origin` header names one.
 */
export function claimsOn(
  exchange: ObservedExchange,
  windows: readonly CallWindow[],
  directory: CallDirectory,
): Claim[] {
  const open = windows.filter(window => covers(window, exchange.startedAt));
  let claims = open.flatMap(window => claimOf(exchange, window, directory));
  claims = preferred(claims, claim => claim.roles.some(({ role }) => role.evidence === 'graph'));
  claims = claims.filter(({ flow }) => caller(exchange, flow) !== 'another');
  claims = preferred(claims, ({ flow }) => caller(exchange, flow) === 'this');
  return preferred(claims, claim => !outlives(exchange, claim));
}

function claimOf(exchange: ObservedExchange, { flow, to }: CallWindow, directory: CallDirectory): Claim[] {
  const found = requestedProviders(flow).flatMap(provider => {
    const role = roleFor(exchange, flow.api, provider, directory);
    return role === undefined ? [] : [{ provider, role }];
  });
  const roles = preferred(found, ({ role }) => role.evidence === 'graph');
  return roles.length > 0 ? [{ flow, to, roles }] : [];
}

/** Those for which `better` holds, or all where it holds for none. */
function preferred<T>(all: T[], better: (item: T) => boolean): T[] {
  const chosen = all.filter(better);
  return chosen.length > 0 ? chosen : all;
}

function caller(exchange: ObservedExchange, { page }: FlowCore): 'this' | 'another' | 'unknown' {
  const origin = originOf(exchange.initiatorUrl ?? '') ?? originOf(headerOf(exchange.request.headers, 'origin') ?? '');
  if (origin === undefined || page.origin === 'null') return 'unknown';
  if (origin === page.origin) return 'this';
  return origin === page.topOrigin ? 'unknown' : 'another';
}

/** A call that ran to its own end leaves no request behind; one that was aborted or replaced may. */
function outlives({ startedAt, duration }: ObservedExchange, { flow, to }: Claim): boolean {
  const { settledAt, outcome } = flow;
  const ranToEnd = to === settledAt && (outcome.status === 'fulfilled' || outcome.error?.name === 'NetworkError');
  return ranToEnd && startedAt + duration > settledAt + CLOCK_TOLERANCE;
}
