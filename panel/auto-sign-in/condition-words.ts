import type { Condition } from '../../src/core/expectation/auto-sign-in.ts';

const LABELS: Record<Condition['id'], string> = {
  mediation: 'Mediation allows it',
  'quiet-period': 'No automatic sign-in in the last 10 minutes',
  'prevent-silent-access': 'preventSilentAccess not called',
  grant: 'A sign-in here before',
  'one-account': 'Exactly one returning account',
  'approved-clients': 'approved_clients has this client',
  mismatch: 'The login status fits the accounts',
  setting: 'Automatic sign-in is on in Chrome',
};

export const conditionLabel = (id: Condition['id']): string => LABELS[id];

const STATUSES: Record<Condition['status'], string> = { met: 'met', 'not-met': 'not met', unknown: 'unknown' };

export const conditionStatus = (status: Condition['status']): string => STATUSES[status];

/** `1 not met, 4 met, 3 unknown`: what keeps it from happening first. */
export function conditionCounts(conditions: readonly Condition[]): string {
  return (['not-met', 'met', 'unknown'] as const)
    .map(status => ({ status, count: conditions.filter(each => each.status === status).length }))
    .filter(({ count }) => count > 0)
    .map(({ status, count }) => `${count} ${STATUSES[status]}`)
    .join(', ');
}
