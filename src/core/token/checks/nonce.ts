import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import type { TokenCheck } from '../../model.ts';
import { leavesOf, textOf } from '../asked.ts';
import { encodeBase64url } from '../base64url.ts';
import { describeValue } from '../claim-types.ts';
import { type Check, result, show } from './subject.ts';

/** A nonce in the forms that servers and identity providers compare. */
export interface NonceForms {
  plain: string;
  sha256Hex: string;
  sha256Base64url: string;
}

export function nonceForms(nonce: string): NonceForms {
  const hash = sha256(new TextEncoder().encode(nonce));
  return { plain: nonce, sha256Hex: bytesToHex(hash), sha256Base64url: encodeBase64url(hash) };
}

/** `nonce` against what the call sent (OpenID Connect Core 3.1.3.7, step 11), also against its SHA-256. */
export const checkNonce: Check = ({ claims, asked, token }) => {
  const { nonce } = claims;
  if (nonce === undefined && token.kind === 'sd-jwt') {
    return result('nonce', 'not-applicable', 'No nonce: an SD-JWT carries it in the key binding.');
  }
  const { known, nonces, params } = asked;
  if (!known) {
    return result('nonce', 'unknown', `The token’s nonce is ${show(nonce)}; what the call sent is not known.`);
  }
  const sent = nonces.map(({ value, sentAs }) => `${show(value)} as ${sentAs}`).join(' and ');
  if (nonce === undefined && sent === '') {
    return result(
      'nonce',
      'not-applicable',
      'The call sent no nonce and the token has none: nothing keeps an old token from being used again.',
    );
  }
  const of = (status: TokenCheck['status'], what: string, ...more: (string | undefined)[]) =>
    result(
      'nonce',
      status,
      [`The token’s nonce is ${show(nonce)}; the call sent ${what}.`, ...more].filter(Boolean).join(' '),
    );
  if (nonce === undefined) return of('fail', sent);
  const text = textOf(nonce);
  const same = nonces.find(({ value }) => value === text);
  // Servers compare texts: one that is no text equals nothing.
  const type =
    typeof nonce === 'string' ? undefined : `A nonce should be a string, and this is ${describeValue(nonce)}.`;
  if (same) return of(type === undefined ? 'pass' : 'fail', sent, same.remark, type);
  const elsewhere = [...leavesOf(params, 'params')].find(leaf => text && textOf(leaf.value) === text)?.path;
  if (sent === '') {
    if (elsewhere === undefined) return of('fail', 'none', type);
    return of(type === undefined ? 'pass' : 'fail', `it as ${elsewhere}`, type);
  }
  if (elsewhere !== undefined) return of('fail', sent, `The token has what was sent as ${elsewhere}.`, type);
  const hashed = nonces.map(({ value }) => text && howHashed(text, value)).find(Boolean);
  const altered = nonces.map(({ value }) => text && howAltered(text, value)).find(Boolean);
  return of('fail', sent, hashed || altered || undefined, type);
};

/** In which encoding a token's nonce is the SHA-256 of the one that was sent; `undefined` where it is none. */
export function encodingOfHash(inToken: unknown, sent: string): 'hex' | 'base64url' | undefined {
  if (typeof inToken !== 'string') return undefined;
  const ofSent = nonceForms(sent);
  if (inToken.toLowerCase() === ofSent.sha256Hex) return 'hex';
  return asBase64url(inToken) === ofSent.sha256Base64url ? 'base64url' : undefined;
}

function howHashed(inToken: string, sent: string): string | undefined {
  const encoding = encodingOfHash(inToken, sent);
  if (encoding) {
    return `The token has the SHA-256 of it, in ${encoding}: the identity provider hashes nonces, so compare the hash.`;
  }
  const ofToken = nonceForms(inToken);
  if (sent.toLowerCase() === ofToken.sha256Hex || asBase64url(sent) === ofToken.sha256Base64url) {
    return 'The call sent the SHA-256 of what the token has: one side hashes, the other does not.';
  }
  return undefined;
}

/** Base64 in its other alphabet, with padding, as base64url. */
const asBase64url = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_').replace(/=+$/, '');

/** What became of a nonce on its way, where that shows. */
function howAltered(inToken: string, sent: string): string | undefined {
  if (inToken.trim() === sent.trim()) return 'They differ in white space around them.';
  if (percentDecoded(inToken) === sent) return 'The token has it percent-encoded: somebody did not decode a form.';
  if (percentDecoded(sent) === inToken) return 'The token has it percent-decoded: somebody decoded it once too often.';
  if (inToken.toLowerCase() === sent.toLowerCase()) return 'They differ in upper and lower case.';
  if (inToken.length >= 8 && sent.startsWith(inToken)) return 'The token has only the beginning of it.';
  return undefined;
}

/** As a form is decoded: a plus sign is a space. */
function percentDecoded(text: string): string | undefined {
  try {
    return decodeURIComponent(text.replaceAll('+', ' '));
  } catch {
    return undefined;
  }
}
