import type { Exchange } from '../model.ts';
import { readAnswer } from './answer.ts';
import type { Fault } from './fault.ts';
import { type JsonObject, shown } from './json-value.ts';
import { parseURL, wellKnownURL } from './site.ts';

/** The well-known as far as Chrome reads it. */
export type WellKnown =
  | { kind: 'fault'; fault: Fault }
  | {
      kind: 'read';
      body: JsonObject;
      providerURLs: readonly string[];
      endpoints: Endpoints | undefined;
      exchange: Exchange;
    }
  | { kind: 'unread' }
  | { kind: 'cut-off' };

interface Endpoints {
  accounts: URL;
  login: URL;
}

/** Checks the well-known for itself, in Chrome's order. Whether it fits the config is {@link checkMatch}'s matter. */
export function readWellKnown(exchange: Exchange, configURL: URL | undefined): WellKnown {
  const answer = readAnswer(exchange, 'WellKnown');
  if (answer.kind === 'fault') return { kind: 'fault', fault: withRedirect(answer.fault, exchange, configURL) };
  if (answer.kind !== 'body') return answer;
  const { body } = answer;
  const invalid = (path: string, found: unknown, expected: string, title: string): WellKnown => ({
    kind: 'fault',
    fault: {
      code: 'WellKnownInvalidResponse',
      title,
      evidence: [{ exchange: exchange.id, path, found: shown(found), expected }],
    },
  });
  // Where Chrome looked first, also where it was redirected from there (measured on Chromium 156).
  const base = (configURL && wellKnownURL(configURL)) ?? parseURL(exchange.request.url);
  const accounts = parseURL(body['accounts_endpoint'] || undefined, base);
  const login = parseURL(body['login_url'] || undefined, base);
  const endpoints = accounts && login ? { accounts, login } : undefined;
  const list = body['provider_urls'];
  if (!Array.isArray(list)) {
    if (endpoints && list === undefined) return { kind: 'read', body, providerURLs: [], endpoints, exchange };
    return invalid('$.provider_urls', list, 'a list with the config URL', 'The well-known has no list `provider_urls`');
  }
  if (list.length === 0) {
    return {
      kind: 'fault',
      fault: {
        code: 'WellKnownListEmpty',
        evidence: [{ exchange: exchange.id, path: '$.provider_urls', found: '[]', expected: 'the config URL' }],
      },
    };
  }
  const wrong = list.findIndex((entry: unknown) => typeof entry !== 'string');
  if (wrong >= 0) {
    return invalid(
      `$.provider_urls[${wrong}]`,
      list[wrong],
      'a URL',
      'The well-known lists something that is no string',
    );
  }
  return { kind: 'read', body, providerURLs: distinct(list, base), endpoints, exchange };
}

/** The one exchange whose redirect Chrome follows; it is recorded by the URL at which it ended. */
function withRedirect(fault: Fault, { request: { url } }: Exchange, configURL: URL | undefined): Fault {
  const asked = configURL && wellKnownURL(configURL)?.href;
  if (asked === undefined || asked === url) return fault;
  return { ...fault, evidence: fault.evidence.map(each => ({ note: `${asked} redirected to ${url}.`, ...each })) };
}

/** `http:/config.json` is a whole URL here, whose host is `config.json` (measured on Chromium 156). */
const entryURL = (text: string | undefined, base: URL | undefined) => parseURL(text) ?? parseURL(text, base);

/** Chrome counts an entry that is there twice once (measured on Chromium 156). */
function distinct(list: readonly unknown[], base: URL | undefined): string[] {
  const texts = list.filter(entry => typeof entry === 'string');
  const urls = texts.map(text => entryURL(text, base)?.href ?? text);
  return texts.filter((_, i) => urls.indexOf(urls[i] ?? '') === i);
}

/** Whether a well-known that is in order lets this config in. `config` holds the config's own endpoints, resolved. */
export function checkMatch(
  wellKnown: WellKnown & { kind: 'read' },
  configURL: URL,
  config: { accounts: URL; login: URL; exchange: string },
): Fault | undefined {
  const { endpoints, exchange } = wellKnown;
  if (endpoints) {
    const pairs = [
      ['accounts_endpoint', endpoints.accounts, config.accounts],
      ['login_url', endpoints.login, config.login],
    ] as const;
    const different = pairs.filter(([, found, expected]) => found.href !== expected.href);
    if (different.length === 0) return undefined;
    const [name] = different[0] ?? ['accounts_endpoint'];
    return {
      code: 'ConfigInvalidResponse',
      title: `The well-known and the config name different \`${name}\``,
      explanation: 'Where the well-known names endpoints, they must equal those of the config.',
      steps: different.map(
        ([member, , expected]) => `Set \`${member}\` in {wellKnown} to \`${expected.href}\`, or change the config.`,
      ),
      evidence: different.flatMap(([member, found, expected]) => [
        { exchange: exchange.id, path: `$.${member}`, found: found.href, expected: expected.href },
        { exchange: config.exchange, path: `$.${member}`, found: expected.href },
      ]),
    };
  }
  return checkListed(wellKnown, configURL);
}

/** Whether a well-known that names no endpoints lists this config, and no other. */
export function checkListed(
  { providerURLs, exchange }: WellKnown & { kind: 'read' },
  configURL: URL,
): (Fault & { code: 'WellKnownTooBig' | 'ConfigNotInWellKnown' }) | undefined {
  if (providerURLs.length > 1) {
    return {
      code: 'WellKnownTooBig',
      evidence: [
        {
          exchange: exchange.id,
          path: '$.provider_urls',
          found: `${providerURLs.length} entries`,
          expected: '1 entry',
        },
      ],
    };
  }
  const listed = entryURL(providerURLs[0], wellKnownURL(configURL));
  if (listed?.href === configURL.href) return undefined;
  const fragmentOnly = listed !== undefined && withoutHash(listed) === withoutHash(configURL);
  return {
    code: 'ConfigNotInWellKnown',
    ...(fragmentOnly && {
      title: 'The config URL and the well-known differ in the fragment',
      steps: ['Call with the config URL without its `#…` part.'],
      owner: 'rp-page' as const,
    }),
    evidence: [
      {
        exchange: exchange.id,
        path: '$.provider_urls[0]',
        found: listed?.href ?? shown(providerURLs[0]),
        expected: configURL.href,
      },
    ],
  };
}

function withoutHash(url: URL): string {
  const copy = new URL(url);
  copy.hash = '';
  return copy.href;
}
