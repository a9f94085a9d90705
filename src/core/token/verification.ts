import type { TokenCheck } from '../model.ts';

/** What a fetch that the user asked for came to. The caller fetches, without credentials. */
export type FetchedText =
  | { kind: 'answered'; status: number; text: string }
  | { kind: 'failed'; reason: 'network' | 'cors'; message: string };

export type KeySource =
  | { kind: 'discovery'; fetch: (url: string) => Promise<FetchedText> }
  | { kind: 'pasted'; text: string };

export type VerificationFault =
  | 'no-signed-token'
  | 'encrypted'
  | 'not-signed'
  | 'symmetric'
  | 'unknown-algorithm'
  | 'broken-token'
  | 'unknown-critical'
  | 'no-issuer'
  | 'issuer-unusable'
  | 'network'
  | 'cors'
  | 'http-status'
  | 'not-json'
  | 'issuer-differs'
  | 'no-jwks-uri'
  | 'no-keys'
  | 'no-such-kid'
  | 'wrong-key-type'
  | 'wrong-use'
  | 'bad-key'
  | 'wrong-signature';

/** The outcome of verifying a signature. Not having tried is not among them: that is *not verified*. */
export type Verification =
  | { verified: true; algorithm: string; kid?: string; message: string; fetched: string[] }
  | { verified: false; code: VerificationFault; message: string; fetched: string[] };

/** The check that takes the place of *not verified* once the user asked. A verdict needs a key; without one it stays open. */
export function signatureCheck(verification: Verification): TokenCheck {
  return { id: 'signature', status: statusOf(verification), detail: verification.message };
}

function statusOf(verification: Verification): TokenCheck['status'] {
  if (verification.verified) return 'pass';
  switch (verification.code) {
    case 'wrong-signature':
    case 'not-signed':
    case 'broken-token':
    case 'no-such-kid':
    case 'wrong-key-type':
    case 'wrong-use':
    case 'issuer-differs':
      return 'fail';
    case 'encrypted':
    case 'no-signed-token':
      return 'not-applicable';
    default:
      return 'unknown';
  }
}
