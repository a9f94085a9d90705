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
  for (const other of nonces.size > 0 ? others : []) {
    const again = askedBy(other).nonces.find(({ value }) => nonces.has(value));
    if (again)
      return result(
        'replay',
        'fail',
        `The nonce ${show(again.value)} was sent before, in the flow of ${showTime(other.startedAt)}.`,
      );
  }
  if (others.length === 0) return result('replay', 'unknown', 'No earlier flow to compare with.');
  return result(
    'replay',
    'pass',
    `Neither token nor nonce was seen in ${others.length === 1 ? 'the earlier flow' : `${others.length} earlier flows`}.`,
  );
}

const isNothing = (token: unknown): boolean => token === undefined || token === null || token === '';
