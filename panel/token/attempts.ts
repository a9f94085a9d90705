import { signal } from '@preact/signals';
import type { LogView } from '../../src/core/flow/log-view.ts';
import type { Decoded } from '../../src/core/token/decoded.ts';
import type { KeySource, Verification } from '../../src/core/token/verification.ts';
import { fetchText } from './fetch-text.ts';

/** The last time somebody asked for a flow's signature to be verified. */
export type Attempt = { state: 'running' } | { state: 'unavailable' } | { state: 'done'; verification: Verification };

const attempts = signal<ReadonlyMap<string, Attempt>>(new Map());

export const attemptAt = (flowId: string): Attempt | undefined => attempts.value.get(flowId);

function note(flowId: string, attempt: Attempt): void {
  attempts.value = new Map(attempts.value).set(flowId, attempt);
}

/** Verifies with the issuer's keys, which are fetched for it, or with pasted ones; the log keeps what came of it. */
export async function verify(log: LogView, flowId: string, decoded: Decoded, pasted?: string): Promise<void> {
  if (attemptAt(flowId)?.state === 'running') return;
  note(flowId, { state: 'running' });
  const source: KeySource =
    pasted === undefined ? { kind: 'discovery', fetch: fetchText } : { kind: 'pasted', text: pasted };
  try {
    const { verifySignature } = await import('../../src/core/token/verify-signature.ts');
    const verification = await verifySignature(decoded, source);
    log.noteVerification(flowId, verification);
    note(flowId, { state: 'done', verification });
  } catch {
    // The extension was replaced under the panel: its parts are gone.
    note(flowId, { state: 'unavailable' });
  }
}
