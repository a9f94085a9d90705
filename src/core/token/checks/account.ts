import { textMember } from '../json-object.ts';
import { type Check, result, type Subject, show } from './subject.ts';

/** `sub` against the id of the account that the user chose. */
export const checkSubject: Check = subject => {
  const { claims, asked } = subject;
  const { sub } = claims;
  const both = `sub is ${show(sub)}; the chosen account’s id is ${show(asked.accountId)}.`;
  if (sub === undefined && subject.token.kind === 'sd-jwt')
    return result('subject', 'not-applicable', 'No sub is disclosed.');
  if (typeof sub !== 'string' || sub === '') return result('subject', 'fail', both);
  if (asked.accountId === undefined) return result('subject', 'unknown', both);
  if (sub === asked.accountId) return result('subject', 'pass', both);
  if (sub.toLowerCase() === asked.accountId.toLowerCase())
    return result('subject', 'fail', `${both} They differ in upper and lower case.`);
  const other = asked.accounts.some(account => textMember(account, 'id') === sub);
  if (!other && sameEmail(subject) === true) {
    return result(
      'subject',
      'unknown',
      `${both} The e-mail address is the account’s: the identity provider may give each client an identifier of its own.`,
    );
  }
  const remark = other
    ? 'It is another account of the same list.'
    : 'Unless the identity provider gives each client an identifier of its own, this is somebody else.';
  return result('subject', 'fail', `${both} ${remark}`);
};

/** `email` and `name` against the accounts answer. */
export const checkAccount: Check = subject => {
  const { claims, asked } = subject;
  const { account } = asked;
  const compared = (['email', 'name'] as const).filter(name => claims[name] !== undefined);
  if (compared.length === 0)
    return result('account', 'not-applicable', 'The token has neither e-mail address nor name.');
  if (!account) return result('account', 'unknown', 'Which account was chosen is not known.');
  const known = compared.filter(name => account[name] !== undefined);
  if (known.length === 0)
    return result('account', 'unknown', 'The accounts answer has neither e-mail address nor name.');
  const detail = known
    .map(name => `${name} is ${show(claims[name])}; the account’s is ${show(account[name])}.`)
    .join(' ');
  const equal = known.every(name =>
    name === 'email' ? sameEmail(subject) : composed(claims[name]) === composed(account[name]),
  );
  return result('account', equal ? 'pass' : 'fail', detail);
};

/** The same letters may be written in two ways: é, or e and an accent. */
const composed = (value: unknown): unknown => (typeof value === 'string' ? value.normalize('NFC') : value);

function sameEmail({ claims, asked }: Subject): boolean | undefined {
  const one = textMember(claims, 'email');
  const other = textMember(asked.account, 'email');
  return one === undefined || other === undefined ? undefined : one.toLowerCase() === other.toLowerCase();
}
