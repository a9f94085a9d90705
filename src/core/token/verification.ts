import type { TokenCheck } from '../model.ts';
import type { JsonObject } from './json-object.ts';

/** What a fetch that the user asked for came to. The caller fetches, without credentials. */
export type FetchedText =
  | { kind: 'answered'; status: number; text: string }
  | { kind: 'failed'; reason: FetchFault; message: string };

/** Why a URL gave no text. */
export type FetchFault = 'network' | 'cors' | 'timeout' | 'redirected' | 'too-large';

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
  | FetchFault
  | 'http-status'
  | 'not-json'
  | 'issuer-differs'
  | 'no-jwks-uri'
  | 'no-keys'
  | 'no-such-kid'
  | 'wrong-key-type'
  | 'wrong-use'
  | 'bad-key'
  | 'too-many-keys'
  | 'wrong-signature';

/** The outcome of verifying a signature. Not having tried is not among them: that is *not verified*. */
export type Verification = Research &
  (
    | { verified: true; algorithm: string; kid?: string; message: string }
    | { verified: false; code: VerificationFault; message: string }
  );

/** What was looked up for it. */
export interface Research {
  /** URLs, in the order in which they were asked for. */
  fetched: string[];
  /** The issuer's discovery document, where one came. */
  discovery?: JsonObject;
}

/** What remains of a verification: what the checks of the same token are to be made with from then on. */
export interface Verified {
  signature: TokenCheck;
  discovery?: JsonObject;
}

/** Joins a new outcome to what is known: one without a verdict takes no earlier verdict back. */
export function joinVerified(before: Verified | undefined, verification: Verification): Verified {
  const signature = signatureCheck(verification);
  const discovery = verification.discovery ?? before?.discovery;
  return {
    signature: before !== undefined && signature.status === 'unknown' ? before.signature : signature,
    ...(discovery && { discovery }),
  };
}

/**
 * The check that takes the place of *not verified* once the user asked. A verdict needs a key; without one it stays
 * open.
 */
export function signatureCheck(verification: Verification): TokenCheck {
  const status = statusOf(verification);
  const { message } = verification;
  return { id: 'signature', status, detail: status === 'unknown' ? `Not verified. ${message}` : message };
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
