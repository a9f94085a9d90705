import { readConfig } from '../diagnosis/config.ts';
import { member } from '../diagnosis/json-value.ts';
import { lastOf, type ProviderScene, readProviderCall, readScene } from '../diagnosis/scene.ts';
import { parseURL } from '../diagnosis/site.ts';
import type { Exchange, Flow } from '../model.ts';

/** An endpoint to which Chrome sends cookies. */
export interface CredentialedEndpoint {
  role: 'accounts' | 'id-assertion' | 'disconnect';
  url: URL;
  /** The request of this flow to it, the last one. */
  exchange?: Exchange;
}

const MEMBERS = {
  accounts: 'accounts_endpoint',
  'id-assertion': 'id_assertion_endpoint',
  disconnect: 'disconnect_endpoint',
} as const;

/**
 * The endpoints of a flow's identity providers that get cookies, as its requests or the config name them. Where Chrome
 * asked for no config, the one that an earlier flow got counts.
 */
export function credentialedEndpoints(flow: Flow, earlier: readonly Flow[]): CredentialedEndpoint[] {
  const scene = flow.api === 'credentials.get' ? readScene(flow, { earlier }) : readProviderCall(flow, { earlier });
  return scene.providers.flatMap(provider => {
    const config = configOf(provider, earlier);
    return rolesOf(flow).flatMap(role => {
      const exchange = lastOf(provider, role);
      const named = provider.configURL && parseURL(member(config, MEMBERS[role]), provider.configURL);
      const url = exchange ? parseURL(exchange.request.url) : named;
      return url === undefined ? [] : [{ role, url, ...(exchange && { exchange }) }];
    });
  });
}

function rolesOf({ api }: Flow): CredentialedEndpoint['role'][] {
  switch (api) {
    case 'credentials.get':
      return ['accounts', 'id-assertion'];
    case 'IdentityProvider.getUserInfo':
      return ['accounts'];
    case 'IdentityCredential.disconnect':
      return ['disconnect'];
    default:
      return [];
  }
}

function configOf(provider: ProviderScene, earlier: readonly Flow[]): unknown {
  const own = lastOf(provider, 'config');
  const href = provider.configURL?.href;
  const found = own ?? earlier.flatMap(({ exchanges }) => exchanges).findLast(isConfigAt(href));
  const config = found && readConfig(found);
  return config?.kind === 'read' ? config.body : undefined;
}

const isConfigAt =
  (href: string | undefined) =>
  ({ role, configURL, response }: Exchange): boolean =>
    role === 'config' && configURL === href && response.body !== undefined;
