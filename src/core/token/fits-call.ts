import type { CheckId, TokenCheck } from '../model.ts';

/** Checks that need no claims, and so speak of encrypted tokens too; what they find says nothing of the call. */
export const WITHOUT_CLAIMS: readonly CheckId[] = ['algorithm', 'signature', 'digests', 'key-binding'];

/** Whether the checks found that a token fits its call: some claim was held against it, and nothing failed. */
export function fitsCall(checks: readonly TokenCheck[]): boolean {
  const ofTheCall = ({ id }: TokenCheck) => id !== 'replay' && !WITHOUT_CLAIMS.includes(id);
  return (
    !checks.some(({ status }) => status === 'fail') && checks.some(check => check.status === 'pass' && ofTheCall(check))
  );
}
