import type { Protocol } from 'devtools-protocol';
import type { Reason } from './reason.ts';
import { ACCOUNTS } from './reasons/accounts.ts';
import { ASSERTION } from './reasons/assertion.ts';
import { CALL } from './reasons/call.ts';
import { DISCOVERY } from './reasons/discovery.ts';
import { UNREPORTED } from './reasons/unreported.ts';
import { USER_INFO } from './reasons/user-info.ts';

/** What Chrome reports of `navigator.credentials.get()`: every value of CDP's `FederatedAuthRequestIssueReason`. */
export const REQUEST_REASONS: Readonly<Record<Protocol.Audits.FederatedAuthRequestIssueReason, Reason>> = {
  ...DISCOVERY,
  ...ACCOUNTS,
  ...ASSERTION,
  ...CALL,
};

/** What Chrome reports of `IdentityProvider.getUserInfo()`. */
export const USER_INFO_REASONS: Readonly<Record<Protocol.Audits.FederatedAuthUserInfoRequestIssueReason, Reason>> =
  USER_INFO;

export type RequestReason = keyof typeof REQUEST_REASONS;
export type UserInfoReason = keyof typeof USER_INFO_REASONS;
export type Unreported = keyof typeof UNREPORTED;
/** The code of a finding that stands for a failure. */
export type FailureCode = RequestReason | UserInfoReason | Unreported;

const REQUEST: ReadonlyMap<string, Reason> = new Map(Object.entries({ ...UNREPORTED, ...REQUEST_REASONS }));
const OF_USER_INFO: ReadonlyMap<string, Reason> = new Map(Object.entries(USER_INFO_REASONS));

/** The table's entry for a code; `getUserInfo` has entries of its own under names that `get` uses too. */
export function reasonFor(code: FailureCode, api = 'credentials.get'): Reason {
  const reason = lookUp(code, api);
  if (reason === undefined) throw new RangeError(`No such reason: ${code}`);
  return reason;
}

/** Whether a name that comes from outside is one of the table's. */
export const isFailureCode = (code: string): code is FailureCode => REQUEST.has(code) || OF_USER_INFO.has(code);

/** As {@link reasonFor}, for names that come from outside. */
export function lookUp(code: string, api = 'credentials.get'): Reason | undefined {
  return (
    (api === 'IdentityProvider.getUserInfo' ? OF_USER_INFO.get(code) : undefined) ??
    REQUEST.get(code) ??
    OF_USER_INFO.get(code)
  );
}
