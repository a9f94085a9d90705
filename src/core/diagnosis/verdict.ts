import { type Accounts, narrowingOf, readAccounts } from './accounts.ts';
import { readAssertion } from './assertion.ts';
import { type Discovery, readDiscovery } from './discovery.ts';
import type { Fault } from './fault.ts';
import { lastOf, type ProviderScene } from './scene.ts';

/**
 * How far one identity provider came in a call.
 *
 * - `nothing`: no exchange.
 * - `fault`: an answer that Chrome refuses; `fault` is the one that it acts on.
 * - `discovered`: well-known and config raise no objection, and no accounts were asked for.
 * - `chooser`: there are accounts to offer, and no token was asked for.
 * - `continuation`: the token waits behind the pop-up of `continue_on`.
 * - `token`: the answer holds a token.
 * - `unread`: the last answer came, but its body was not recorded; `role` says which. Of discovery it may be both.
 * - `cut-off`: the last exchange ended without an answer, because the call or the page did.
 */
export type Verdict = Rest &
  (
    | { stage: 'nothing' | 'chooser' | 'token' | 'cut-off' | 'discovered' }
    | { stage: 'fault'; at: 'discovery' | 'accounts' | 'assertion'; fault: Fault }
    | { stage: 'continuation'; exchange: string; url: string; endedAt: number }
    | { stage: 'unread'; role: 'discovery' }
    | { stage: 'unread'; role: 'accounts' | 'id-assertion'; exchange: string }
  );

interface Rest {
  provider: ProviderScene;
  discovery: Discovery;
  /** Its account was chosen: a token was asked for, so it alone decides how the call ends. */
  chosen: boolean;
  /** Would fail next. */
  also: readonly Fault[];
  /** Faults that did not stop Chrome. */
  forgiven: readonly Fault[];
}

/** Reads a provider's exchanges in the order in which Chrome acts on them. */
export function readProvider(provider: ProviderScene): Verdict {
  const discovery = readDiscovery(provider);
  const rest = { provider, discovery, chosen: false, also: [], forgiven: discovery.forgiven };
  const started = provider.exchanges
    .filter(({ role }) => role === 'well-known' || role === 'config')
    .map(({ startedAt }) => startedAt);
  const since = Math.max(0, ...started);
  const accountsExchange = after(lastOf(provider, 'accounts'), since);
  const assertionExchange = after(lastOf(provider, 'id-assertion'), Math.max(since, accountsExchange?.startedAt ?? 0));
  const accounts = accountsExchange && readAccounts(accountsExchange, narrowingOf(provider, discovery.config));
  // What came later shows that Chrome did not stop at what came before.
  const passed = [...discovery.forgiven, ...(discovery.fault ? [discovery.fault, ...discovery.also] : [])];
  if (assertionExchange) {
    const forgiven = [...passed, ...(accounts?.kind === 'fault' ? [accounts.fault] : [])];
    return ofAssertion(
      { ...rest, chosen: true, forgiven },
      readAssertion(assertionExchange, provider),
      assertionExchange,
    );
  }
  if (accounts && accountsExchange) return ofAccounts({ ...rest, forgiven: passed }, accounts, accountsExchange.id);
  if (provider.exchanges.length === 0) return { ...rest, stage: 'nothing' };
  if (discovery.fault) {
    return { ...rest, stage: 'fault', at: 'discovery', fault: discovery.fault, also: discovery.also };
  }
  return ofDiscovery(rest, discovery);
}

function ofDiscovery(rest: Rest, { wellKnown, config }: Discovery): Verdict {
  if (wellKnown?.kind === 'cut-off' || config?.kind === 'cut-off') return { ...rest, stage: 'cut-off' };
  if (config?.kind === 'unread' || (wellKnown?.kind === 'unread' && !rest.provider.sameSite)) {
    return { ...rest, stage: 'unread', role: 'discovery' };
  }
  return { ...rest, stage: 'discovered' };
}

function ofAccounts(rest: Rest, accounts: Accounts, exchange: string): Verdict {
  switch (accounts.kind) {
    case 'fault':
      return { ...rest, stage: 'fault', at: 'accounts', fault: accounts.fault };
    case 'read':
      return { ...rest, stage: 'chooser' };
    case 'unread':
      return { ...rest, stage: 'unread', role: 'accounts', exchange };
    case 'cut-off':
      return { ...rest, stage: 'cut-off' };
  }
}

function ofAssertion(
  rest: Rest,
  assertion: ReturnType<typeof readAssertion>,
  exchange: { id: string; startedAt: number; duration: number },
): Verdict {
  switch (assertion.kind) {
    case 'fault':
      return { ...rest, stage: 'fault', at: 'assertion', fault: assertion.fault };
    case 'token':
      return { ...rest, stage: 'token' };
    case 'continue':
      return {
        ...rest,
        stage: 'continuation',
        exchange: exchange.id,
        url: assertion.url.href,
        endedAt: exchange.startedAt + exchange.duration,
      };
    case 'unread':
      return { ...rest, stage: 'unread', role: 'id-assertion', exchange: exchange.id };
    case 'cut-off':
      return { ...rest, stage: 'cut-off' };
  }
}

/** The exchange, unless an older round of fetches left it behind. */
function after<T extends { startedAt: number }>(exchange: T | undefined, since: number): T | undefined {
  return exchange && exchange.startedAt >= since ? exchange : undefined;
}
