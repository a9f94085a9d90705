import type { CheckId, Flow, TokenCheck } from '../../src/core/model.ts';
import { serverDisagrees } from '../../src/core/token/check.ts';
import { hideSecrets, isOpenCheck } from '../secrecy/hide-secrets.ts';
import { CheckIcon, statusClass } from './check-icon.tsx';
import { TokenText } from './token-text.tsx';

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

const ORDER: readonly TokenCheck['status'][] = ['fail', 'unknown', 'pass'];

interface Props {
  flow: Flow;
  checks: readonly TokenCheck[];
  /** Of the token's form. */
  problems: readonly string[];
}

/** What was held against the request, failures first; what does not apply is folded away. */
export function Checks({ flow, checks, problems }: Props) {
  if (checks.length === 0) return null;
  const listed = ORDER.flatMap(status => checks.filter(check => check.status === status));
  const others = checks.filter(({ status }) => status === 'not-applicable');
  return (
    <section class="block" aria-labelledby="checks-title">
      <h3 id="checks-title">Checks</h3>
      <p class="note">{sumUp(checks, problems)}</p>
      <ServerAnswer flow={flow} checks={checks} problems={problems} />
      <CheckList checks={listed} />
      {others.length > 0 && (
        <details class="fold">
          <summary>{`${others.length} ${others.length === 1 ? 'does' : 'do'} not apply`}</summary>
          <CheckList checks={others} />
        </details>
      )}
    </section>
  );
}

/** `The token does not fit this call: 2 failed, 1 open, 8 passed.` */
function sumUp(checks: readonly TokenCheck[], problems: readonly string[]): string {
  const of = (wanted: TokenCheck['status']) => checks.filter(({ status }) => status === wanted).length;
  const [failed, open, passed] = [of('fail'), of('unknown'), of('pass')];
  const sound =
    problems.length === 0 ? 'Nothing speaks against the token' : 'Nothing but its form speaks against the token';
  const verdict = failed > 0 ? 'The token does not fit this call' : sound;
  const counts = [failed > 0 && `${failed} failed`, open > 0 && `${open} open`, passed > 0 && `${passed} passed`];
  if (failed + passed === 0) return open === 0 ? 'None applies.' : `Nothing could be checked: ${open} open.`;
  return `${verdict}: ${counts.filter(Boolean).join(', ')}.`;
}

function ServerAnswer({ flow, ...token }: Props) {
  const words = serverDisagrees(token, flow);
  if (words === undefined) return null;
  const [sentence = ''] = words.split(' It answered');
  return (
    <p class="note server-disagrees">
      <TokenText text={hideSecrets.value ? sentence : words} />
    </p>
  );
}

function CheckList({ checks }: { checks: readonly TokenCheck[] }) {
  return (
    <ul class="checks">
      {checks.map(({ id, status, detail }) => (
        // With its status in the key, a check whose status changes is drawn anew and the others stay in order.
        <li key={`${status} ${id}`} class={statusClass(status)}>
          <CheckIcon status={status} />
          <span class="check-name">{NAMES[id]}</span>
          <span class="check-detail">
            {hideSecrets.value && !isOpenCheck(id) ? 'hidden' : <TokenText text={detail} />}
          </span>
        </li>
      ))}
    </ul>
  );
}
