import { isSameJson } from '../../flow/same-json.ts';
import type { Flow, TokenCheck } from '../../model.ts';
import { type Asked, askedBy } from '../asked.ts';
import { showTime } from '../clocks.ts';
import { tokenOf } from '../token-of.ts';
import { result, show } from './subject.ts';

/** Whether the same token, or the same nonce, was seen in an earlier flow. Holds for tokens of every kind. */
export function checkReplay(flow: Flow, asked: Asked, earlier: readonly Flow[]): TokenCheck {
  const others = earlier.filter(({ id, startedAt }) => id !== flow.id && startedAt <= flow.startedAt);
  const token = tokenOf(flow);
  const sameToken = isNothing(token) ? undefined : others.find(other => isSameJson(tokenOf(other), token));
  if (sameToken)
    return result('replay', 'fail', `The flow of ${showTime(sameToken.startedAt)} ended with the very same token.`);
  const nonces = new Set(asked.nonces.map(({ value }) => value));
  const again = others.filter(other => askedBy(other).nonces.some(({ value }) => nonces.has(value)));
  const spent = again.find(other => !isNothing(tokenOf(other)));
  if (spent) {
    const nonce = askedBy(spent).nonces.find(({ value }) => nonces.has(value))?.value;
    const detail = `The nonce ${show(nonce)} was sent before, in the flow of ${showTime(spent.startedAt)}.`;
    return result('replay', 'fail', detail);
  }
  if (others.length === 0) return result('replay', 'unknown', 'No earlier flow to compare with.');
  const [unspent] = again;
  return result(
    'replay',
    'pass',
    unspent
      ? `The nonce was sent before, in the flow of ${showTime(unspent.startedAt)}, which gave no token: it was not spent.`
      : `Neither token nor nonce was seen in ${others.length === 1 ? 'the earlier flow' : `${others.length} earlier flows`}.`,
  );
}

const isNothing = (token: unknown): boolean => token === undefined || token === null || token === '';
