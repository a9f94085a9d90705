import type { Finding, Flow } from '../model.ts';

/** What went wrong with the token once Chrome was done: no failure of the call, and yet what its reader came for. */
const AFTERWARDS: ReadonlySet<string> = new Set(['ServerRefusedToken', 'TokenNotDelivered', 'TokenSentOverHttp']);

/**
 * The finding that explains the outcome: the first of a flow that did not succeed, or what went wrong after one that did.
 * While a flow is pending, advice explains nothing.
 */
export function leadingFinding({ outcome, findings }: Flow): Finding | undefined {
  switch (outcome.status) {
    case 'fulfilled':
      return findings.find(({ severity, code }) => severity === 'error' || AFTERWARDS.has(code));
    case 'pending':
      return findings.find(each => each.severity !== 'advice');
    case 'rejected':
    case 'interrupted':
      return findings[0];
  }
}
