import type { Evidence, Exchange } from '../model.ts';
import { readAnswer } from './answer.ts';
import type { Fault } from './fault.ts';
import { type JsonObject, member, shown, stringOf } from './json-value.ts';
import { parseURL } from './site.ts';

/** The config as far as Chrome reads it. */
export type Config =
  | { kind: 'fault'; fault: Fault }
  | { kind: 'read'; body: JsonObject; exchange: Exchange }
  | { kind: 'unread' }
  | { kind: 'cut-off' };

export interface ConfigEndpoints {
  accounts: URL;
  assertion: URL;
  login: URL;
}

/** Checks the config for itself, in Chrome's order, up to the JSON object. */
export function readConfig(exchange: Exchange): Config {
  const answer = readAnswer(exchange, 'Config');
  return answer.kind === 'body' ? { kind: 'read', body: answer.body, exchange } : answer;
}

/** The endpoints that Chrome requires, or what is wrong with them: all on the origin of the config. */
export function readEndpoints(config: Config & { kind: 'read' }, configURL: URL): ConfigEndpoints | Fault {
  const wrong: Evidence[] = [];
  const names: string[] = [];
  const read = (name: string): URL | undefined => {
    const found = config.body[name];
    const url = found === '' ? undefined : parseURL(found, configURL);
    if (url && url.origin === configURL.origin) return url;
    names.push(name);
    wrong.push({
      exchange: config.exchange.id,
      path: `$.${name}`,
      found: shown(found),
      expected: `a URL on ${configURL.origin}`,
    });
    return undefined;
  };
  const accounts = read('accounts_endpoint');
  const assertion = read('id_assertion_endpoint');
  const login = read('login_url');
  if (accounts && assertion && login) return { accounts, assertion, login };
  return {
    code: 'ConfigInvalidResponse',
    title: titleFor(names, wrong),
    explanation: 'Chrome requires these endpoints, each on the origin of the config.',
    steps: names.map(name => `Set \`${name}\` in {configURL} to a URL on {idp}.`),
    evidence: wrong,
  };
}

function titleFor(names: readonly string[], wrong: readonly Evidence[]): string {
  const missing = wrong.every(({ found }) => found === 'missing');
  const list = names.map(name => `\`${name}\``).join(' and ');
  return missing ? `The config lacks ${list}` : `The config has ${list} missing or on another origin`;
}

export const isFault = (value: ConfigEndpoints | Fault): value is Fault => 'code' in value;

/** `account_label`: only accounts whose `label_hints` hold it are offered. */
export function accountLabel(config: Config): string | undefined {
  return config.kind === 'read' ? stringOf(member(config.body, 'account_label')) || undefined : undefined;
}
