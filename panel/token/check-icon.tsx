import type { TokenCheck } from '../../src/core/model.ts';
import { Icon, type IconName } from '../widgets/icon.tsx';

type Status = TokenCheck['status'];

const STATUSES: Record<Status, { icon: IconName; words: string; class: string }> = {
  pass: { icon: 'ok', words: 'passes', class: 'ok' },
  fail: { icon: 'failed', words: 'fails', class: 'failed' },
  unknown: { icon: 'dash', words: 'cannot tell', class: 'dim' },
  'not-applicable': { icon: 'dash', words: 'does not apply', class: 'dim' },
};

export const statusWords = (status: Status): string => STATUSES[status].words;

export const statusClass = (status: Status): string => STATUSES[status].class;

export function CheckIcon({ status }: { status: Status }) {
  return (
    <span class={`check-icon ${statusClass(status)}`}>
      <Icon name={STATUSES[status].icon} />
      <span class="sr-only">{`${statusWords(status)}: `}</span>
    </span>
  );
}
