import type { Advice } from './advice.ts';
import { headerOf } from './answer.ts';
import { isCutOff } from './cut-off.ts';
import { isObject, shown, stringOf } from './json-value.ts';
import { meaningOf } from './net-error.ts';
import { LINKS } from './reason.ts';
import { lastOf, type ProviderScene } from './scene.ts';
import { parseURL } from './site.ts';
import type { Verdict } from './verdict.ts';

/** A config with client metadata wants its endpoints in the well-known too: a warning of Chrome's, announced to fail. */
export function metadataEndpoints({ provider, discovery: { config, wellKnown } }: Verdict): Advice[] {
  // What is no URL is no endpoint to Chrome, and it warns of nothing (measured on Chromium 156).
  const named = config?.kind === 'read' ? config.body['client_metadata_endpoint'] : undefined;
  if (config?.kind !== 'read' || !named || !parseURL(named, provider.configURL)) return [];
  if (wellKnown?.kind !== 'read' || wellKnown.endpoints) return [];
  return [
    {
      code: 'ClientMetadataWithoutEndpoints',
      owner: 'idp',
      title: 'Client metadata without endpoints in the well-known',
      explanation: 'Chrome warns today and has announced that such a config will fail.',
      steps: [
        `Put \`accounts_endpoint\` and \`login_url\` in ${provider.values.wellKnown ?? 'the well-known'}, equal to those of the config.`,
      ],
      evidence: [
        {
          exchange: wellKnown.exchange.id,
          path: '$.accounts_endpoint',
          found: 'missing',
          expected: shown(config.body['accounts_endpoint']),
        },
        {
          exchange: config.exchange.id,
          path: '$.client_metadata_endpoint',
          found: shown(named),
        },
      ],
      link: LINKS.provider,
    },
  ];
}

/** Chrome goes on without client metadata, and the dialog then lacks its links. */
export function metadataAnswer(provider: ProviderScene): Advice[] {
  const exchange = lastOf(provider, 'client-metadata');
  if (!exchange || isCutOff(exchange) || exchange.response.error === 'net::ERR_ABORTED') return [];
  const { status, error } = exchange.response;
  const isSuccess = status >= 200 && status < 300;
  if (status === 304 || (isSuccess && error === undefined)) return [];
  return [
    {
      code: 'ClientMetadataFailed',
      owner: 'idp',
      title:
        status === 0 || isSuccess
          ? `The client metadata endpoint ${meaningOf(error ?? '', exchange.request.url).words}`
          : `The client metadata endpoint answered ${status}`,
      explanation: 'Chrome went on without it; the dialog has no links to the privacy policy and the terms of service.',
      steps: [
        `Answer ${exchange.request.url} with \`privacy_policy_url\` and \`terms_of_service_url\`, or take \`client_metadata_endpoint\` out of the config.`,
      ],
      evidence: [
        status === 0 || isSuccess
          ? { exchange: exchange.id, path: 'error', found: error ?? 'no answer', expected: 'an answer' }
          : { exchange: exchange.id, path: 'status', found: String(status), expected: '200' },
      ],
      link: LINKS.provider,
    },
  ];
}

/** An answer that the HTTP cache keeps (measured: accounts lists are served from it). */
export function cacheable(provider: ProviderScene, role: 'accounts' | 'config'): Advice[] {
  const exchange = lastOf(provider, role);
  const header = exchange && headerOf(exchange, 'cache-control');
  const seconds = Number(/(?:^|[\s,])max-age\s*=\s*"?(\d+)/i.exec(header ?? '')?.[1] ?? 0);
  if (!exchange || !header || seconds === 0 || /no-store|no-cache/i.test(header)) return [];
  const accounts = role === 'accounts';
  return [
    {
      code: accounts ? 'CacheableAccounts' : 'CacheableConfig',
      owner: 'idp',
      title: `The ${role} answer may be cached for ${seconds} s`,
      explanation: accounts
        ? 'Chrome then serves the list from its cache, after a sign-out too, and to other relying parties.'
        : 'Chrome then serves the config from its cache, so a change is seen late.',
      steps: [`Send \`Cache-Control: no-store\` with the ${role} answer.`],
      evidence: [{ exchange: exchange.id, path: 'header:cache-control', found: header, expected: 'no-store' }],
      link: LINKS.provider,
    },
  ];
}

/** Members of the config that are dead, and one that is missed. */
export function onConfig({ provider, discovery: { config } }: Verdict): Advice[] {
  if (config?.kind !== 'read') return [];
  const { body, exchange } = config;
  const advice: Advice[] = [];
  const dead = ['modes', 'accounts'].filter(name => isObject(body[name]));
  for (const name of dead) {
    advice.push({
      code: 'DeprecatedConfigMember',
      owner: 'idp',
      title: `Chrome no longer reads \`${name}\` in the config`,
      explanation: 'It belongs to an older form of the config.',
      steps: [
        name === 'accounts'
          ? 'Use `account_label` instead of `accounts.include`.'
          : 'Use `supports_use_other_account` at the top of the config instead of `modes`.',
      ],
      evidence: [{ exchange: exchange.id, path: `$.${name}`, found: shown(body[name]), expected: 'left out' }],
      link: LINKS.provider,
    });
  }
  if (stringOf(body['disconnect_endpoint']) === undefined) {
    advice.push({
      code: 'NoDisconnectEndpoint',
      owner: 'idp',
      title: 'The config has no disconnect endpoint',
      explanation: 'Without it `IdentityCredential.disconnect()` cannot work for the relying parties.',
      steps: [`Add \`disconnect_endpoint\` to ${provider.values.configURL ?? 'the config'}.`],
      evidence: [
        {
          exchange: exchange.id,
          path: '$.disconnect_endpoint',
          found: shown(body['disconnect_endpoint']),
          expected: 'a URL',
        },
      ],
      link: LINKS.disconnect,
    });
  }
  return advice;
}
