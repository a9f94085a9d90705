import { narrowingOf, readAccounts } from '../diagnosis/accounts.ts';
import { readConfig } from '../diagnosis/config.ts';
import { type JsonObject, stringOf } from '../diagnosis/json-value.ts';
import { embedder, lastOf, type ProviderScene, type Scene } from '../diagnosis/scene.ts';
import type { Flow } from '../model.ts';
import { connectionOf } from './choice.ts';
import type { Before } from './surroundings.ts';

/** The accounts of one provider's answer that Chrome would offer. */
export interface Offered {
  provider: ProviderScene;
  host: string;
  accounts: readonly { account: JsonObject; returning: 'yes' | 'no' | 'unknown'; vetoed: boolean }[];
}

/** The accounts that Chrome would offer, by provider; without those whose answer could not be read. */
export function accountsOffered({ providers, flow }: Scene, { earlier }: Before): Offered[] {
  return providers.flatMap(provider => {
    const exchange = lastOf(provider, 'accounts');
    if (exchange === undefined) return [];
    const config = lastOf(provider, 'config');
    const answer = readAccounts(exchange, narrowingOf(provider, config && readConfig(config)));
    if (answer.kind !== 'read') return [];
    const clientId = stringOf(provider.options['clientId']);
    const accounts = answer.accounts.map(account => {
      const listed = account['approved_clients'];
      const vetoed = Array.isArray(listed) && !listed.includes(clientId);
      const granted = wasGranted(flow, provider, stringOf(account['id']), earlier);
      const returning = vetoed ? 'no' : Array.isArray(listed) || granted === true ? 'yes' : 'unknown';
      return { account, returning, vetoed } as const;
    });
    return [{ provider, host: provider.configURL?.host ?? 'the identity provider', accounts }];
  });
}

/** Whether an earlier flow connected that account here; undefined where none tells. */
export function wasGranted(
  flow: Flow,
  { configURL }: ProviderScene,
  accountId: string | undefined,
  earlier: readonly Flow[],
): boolean | undefined {
  return earlier
    .flatMap(other => connectionOf(other) ?? [])
    .filter(({ rp, embedder: site, idp, at }) => {
      return rp === flow.page.origin && site === embedder(flow) && idp === configURL?.origin && at <= flow.startedAt;
    })
    .filter(({ accountId: id }) => id === undefined || accountId === undefined || id === accountId)
    .toSorted((a, b) => a.at - b.at)
    .at(-1)?.connected;
}
