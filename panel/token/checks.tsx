import type { CheckId, TokenCheck } from '../../src/core/model.ts';
import { Icon, type IconName } from '../widgets/icon.tsx';
import { Prose } from '../widgets/prose.tsx';

const NAMES: Record<CheckId, string> = {
  issuer: 'Issuer',
  audience: 'Audience',
  'authorized-party': 'Authorized party',
  subject: 'Subject',
  account: 'Account',
  nonce: 'Nonce',
  replay: 'Replay',
  expiry: 'Expiry',
  'issued-at': 'Issued at',
  'not-before': 'Not before',
  age: 'Age',
  algorithm: 'Algorithm',
  signature: 'Signature',
  digests: 'Digests',
  'key-binding': 'Key binding',
};

const STATUSES: Record<TokenCheck['status'], { icon: IconName; words: string; class: string }> = {
  pass: { icon: 'ok', words: 'passes', class: 'ok' },
  fail: { icon: 'failed', words: 'fails', class: 'failed' },
  unknown: { icon: 'dash', words: 'cannot tell', class: 'dim' },
  'not-applicable': { icon: 'dash', words: 'does not apply', class: 'dim' },
};

/** What was held against the request, failures first; what does not apply is left out. */
export function Checks({ checks }: { checks: readonly TokenCheck[] }) {
  const order: TokenCheck['status'][] = ['fail', 'unknown', 'pass'];
  const listed = order.flatMap(status => checks.filter(check => check.status === status));
  if (listed.length === 0) return null;
  return (
    <section class="block">
      <h3>Checks</h3>
      <ul class="checks">
        {listed.map(check => {
          const status = STATUSES[check.status];
          return (
            <li key={check.id} class={status.class}>
              <Icon name={status.icon} />
              <span class="check-name">{NAMES[check.id]}</span>
              <span class="sr-only">{status.words}:</span>
              <span class="check-detail">
                <Prose text={check.detail} />
              </span>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
