import type { Evidence, Exchange } from '../model.ts';
import { readAnswer } from './answer.ts';
import { accountLabel, type Config } from './config.ts';
import type { Fault } from './fault.ts';
import { textOf } from './idl.ts';
import { isObject, type JsonObject, shown, stringOf } from './json-value.ts';
import type { ProviderScene } from './scene.ts';

export type Accounts =
  | { kind: 'fault'; fault: Fault }
  | { kind: 'read'; accounts: readonly JsonObject[]; exchange: Exchange }
  | { kind: 'unread' }
  | { kind: 'cut-off' };

/** What narrows the list: the hints of the call and the label of the config. */
export interface Narrowing {
  loginHint?: string | undefined;
  domainHint?: string | undefined;
  label?: string | undefined;
  /** Hints that the page gave as something else than text, by name: Chrome takes them as text. */
  asText?: readonly Evidence[];
}

export function narrowingOf(
  { options, index }: Pick<ProviderScene, 'options' | 'index'>,
  config: Config | undefined,
): Narrowing {
  return {
    loginHint: textOf(options['loginHint']),
    domainHint: textOf(options['domainHint']),
    label: config && accountLabel(config),
    asText: ['loginHint', 'domainHint'].flatMap(name => {
      const [value, text] = [options[name], textOf(options[name])];
      if (typeof value === 'string' || text === undefined) return [];
      return [
        {
          path: `identity.providers[${index}].${name}`,
          found: shown(value),
          expected: 'left out, or a text',
          note: `Chrome reads it as the text "${text}".`,
        },
      ];
    }),
  };
}

/** Checks the accounts answer in Chrome's order: form, each account, then hints and label. */
export function readAccounts(exchange: Exchange, narrowing: Narrowing): Accounts {
  const answer = readAnswer(exchange, 'Accounts');
  if (answer.kind === 'fault') return { kind: 'fault', fault: signedOutAdvice(answer.fault, exchange) };
  if (answer.kind !== 'body') return answer;
  const list = answer.body['accounts'];
  if (!Array.isArray(list)) {
    return invalid(exchange, '$.accounts', list, 'a list', 'The accounts answer has no list `accounts`');
  }
  if (list.length === 0) {
    return {
      kind: 'fault',
      fault: {
        code: 'AccountsListEmpty',
        title: 'The accounts endpoint answered an empty list',
        evidence: [{ exchange: exchange.id, path: '$.accounts', found: '[]', expected: 'at least one account' }],
      },
    };
  }
  const bad = badAccount(list, exchange);
  if (bad) return bad;
  const accounts = list.filter(isObject);
  const left = accounts.filter(account => matches(account, narrowing));
  return left.length > 0 ? { kind: 'read', accounts: left, exchange } : noneMatch(accounts, narrowing, exchange);
}

/** Blanks are those of ASCII: a no-break space is a name to Chrome (measured on Chromium 156). */
const NOT_BLANK = /[^\t\n\v\f\r ]/;

function badAccount(list: readonly unknown[], exchange: Exchange): Accounts | undefined {
  const seen = new Map<string, number>();
  for (const [i, account] of list.entries()) {
    const at = `$.accounts[${i}]`;
    if (!isObject(account)) return invalid(exchange, at, account, 'an object', `Account ${i} is no object`);
    const { id } = account;
    if (typeof id !== 'string') {
      const title = id === undefined ? `Account ${i} has no \`id\`` : `The \`id\` of account ${i} is not a string`;
      return invalid(exchange, `${at}.id`, id, 'a string', title);
    }
    const twin = seen.get(id);
    if (twin !== undefined) {
      return invalid(
        exchange,
        `${at}.id`,
        id,
        `an \`id\` other than that of account ${twin}`,
        `Accounts ${twin} and ${i} have the same \`id\``,
      );
    }
    seen.set(id, i);
    if (!['name', 'username', 'email', 'tel'].some(name => NOT_BLANK.test(stringOf(account[name]) ?? ''))) {
      return invalid(
        exchange,
        at,
        account,
        'an account with a name, username, email or tel',
        `Account ${i} has neither name, username, email nor telephone number`,
      );
    }
  }
  return undefined;
}

function matches(account: JsonObject, { loginHint, domainHint, label }: Narrowing): boolean {
  const has = (member: string, wanted: string) => stringsOf(account[member]).includes(wanted);
  if (loginHint && !has('login_hints', loginHint)) return false;
  if (domainHint === 'any' && stringsOf(account['domain_hints']).length === 0) return false;
  if (domainHint && domainHint !== 'any' && !has('domain_hints', domainHint)) return false;
  return !label || has('label_hints', label);
}

const stringsOf = (value: unknown): string[] =>
  Array.isArray(value) ? value.filter(entry => typeof entry === 'string') : [];

function noneMatch(accounts: readonly JsonObject[], narrowing: Narrowing, exchange: Exchange): Accounts {
  const { loginHint, domainHint, label, asText = [] } = narrowing;
  const found = (member: string) => shown([...new Set(accounts.flatMap(account => stringsOf(account[member])))]);
  const evidence: Evidence[] = [];
  const names: string[] = [];
  const name = (what: string, member: string, wanted: string) => {
    names.push(`${what} "${wanted}"`);
    evidence.push({ exchange: exchange.id, path: `$.accounts[*].${member}`, found: found(member), expected: wanted });
  };
  if (loginHint) name('`loginHint`', 'login_hints', loginHint);
  if (domainHint) name('`domainHint`', 'domain_hints', domainHint);
  if (label) name('`account_label`', 'label_hints', label);
  evidence.push(...asText);
  return {
    kind: 'fault',
    fault: {
      code: 'AccountsListEmpty',
      title: `No account matches ${names.join(' and ')}`,
      explanation: `The accounts endpoint of {idp} answered ${accounts.length === 1 ? 'one account' : `${accounts.length} accounts`}, and Chrome left out all of them. It compares with \`login_hints\`, \`domain_hints\` and \`label_hints\` only, never with id or email.`,
      steps: [
        ...(loginHint || domainHint ? ['RP: leave the hint out, or give one that the account lists.'] : []),
        'IdP: list the hints and labels of each account in the accounts answer.',
      ],
      owner: loginHint || domainHint ? 'rp-page' : 'idp',
      // Bytes that are not UTF-8 arrive as this; Chrome would have refused the list for them.
      ...(exchange.response.body?.includes('\uFFFD') && { certainty: 'likely' }),
      evidence,
    },
  };
}

function invalid(exchange: Exchange, path: string, found: unknown, expected: string, title: string): Accounts {
  return {
    kind: 'fault',
    fault: {
      code: 'AccountsInvalidResponse',
      title,
      steps: [`Make \`${path}\` ${expected}, in the answer of the accounts endpoint of {idp}.`],
      evidence: [{ exchange: exchange.id, path, found: shown(found), expected }],
    },
  };
}

/** 401 and 403 are right while nobody is signed in; what is wrong then is the login status. */
function signedOutAdvice(fault: Fault, exchange: Exchange): Fault {
  const { status } = exchange.response;
  if (status !== 401 && status !== 403) return fault;
  return {
    ...fault,
    explanation:
      'The identity provider takes the user to be signed out. Only `SameSite=None; Secure` cookies are sent cross-site, and cookies of this request are not visible to DevTools.',
    steps: [
      `Signed out? Then ${status} is right: send \`Set-Login: logged-out\` when the user signs out, so that Chrome does not ask.`,
      'Signed in? Set the session cookie of {idp} with `SameSite=None; Secure`.',
    ],
  };
}
