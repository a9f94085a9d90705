/** Faults of `IdentityProvider.getUserInfo`, which an identity provider's frame calls. */
import { onceSignedIn, sends, status } from './answers.ts';
import type { Fault, IdpFault, UserInfoReason } from './fault.ts';

interface Case {
  signInFirst: boolean;
  where?: 'frame' | 'top';
  before?: Fault['before'];
}

function userInfo(
  name: string,
  reason: UserInfoReason,
  title: string,
  explain: string,
  idp: IdpFault,
  of: Case,
): Fault {
  return {
    name: `user-info-${name}`,
    stage: 'user-info',
    title,
    explain,
    expect: { reasons: [], userInfoReason: reason, error: 'NetworkError' },
    idp,
    call: { kind: 'user-info', where: of.where ?? 'frame', signInFirst: of.signInFirst },
    before: of.before ?? 'session',
  };
}

export const userInfoFaults: readonly Fault[] = [
  userInfo(
    'not-iframe',
    'NotIframe',
    'Called in the top page',
    'getUserInfo works in a frame only.',
    {},
    { where: 'top', signInFirst: true },
  ),
  userInfo(
    'signed-out',
    'NotSignedInWithIdp',
    'Logged out',
    'The login status is logged-out.',
    {},
    { signInFirst: false, before: 'signed-out' },
  ),
  userInfo(
    'never-signed-in',
    'NoAccountSharingPermission',
    'Never signed in here',
    'Nobody has signed in on this site with this provider.',
    {},
    { signInFirst: false },
  ),
  userInfo(
    'config-404',
    'InvalidConfigOrWellKnown',
    'No config file',
    'The config file is gone since the user signed in.',
    { config: onceSignedIn(status(404)) },
    { signInFirst: true },
  ),
  userInfo(
    'accounts-500',
    'InvalidAccountsResponse',
    'Accounts endpoint fails',
    'The accounts endpoint fails since the user signed in.',
    { accounts: onceSignedIn(status(500)) },
    { signInFirst: true },
  ),
  userInfo(
    'other-account',
    'NoReturningUserFromFetchedAccounts',
    'Another account is signed in',
    'The account that signed in here is no longer among the accounts.',
    {
      accounts: onceSignedIn(
        sends({ accounts: [{ id: 'user-ben', name: 'Ben Sample', email: 'ben@sample.test', approved_clients: [] }] }),
      ),
    },
    { signInFirst: true },
  ),
  {
    name: 'user-info-cooldown',
    stage: 'user-info',
    title: 'In cooldown',
    explain: 'The user closed a passive dialog with its ×, which also silences getUserInfo on this site.',
    expect: { reasons: ['ShouldEmbargo'], userInfoReason: 'NoApiPermission', error: 'NetworkError' },
    page: 'cooldown',
    call: { kind: 'user-info', where: 'frame', signInFirst: true },
    user: { chooser: 'dismiss-with-cooldown' },
    before: 'session',
  },
];
