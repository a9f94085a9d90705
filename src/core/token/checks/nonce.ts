import { sha256 } from '@noble/hashes/sha2.js';
import { bytesToHex } from '@noble/hashes/utils.js';
import { encodeBase64url } from '../base64url.ts';
import { isObject } from '../json-object.ts';
import { pathTo } from '../json-path.ts';
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
  const sent = asked.nonces.map(({ value, sentAs }) => `${show(value)} as ${sentAs}`).join(' and ');
  if (sent === '') return checkUnaskedNonce(nonce, asked.params);
  const both = `The token’s nonce is ${show(nonce)}; the call sent ${sent}.`;
  if (typeof nonce !== 'string') return result('nonce', 'fail', both);
  if (asked.nonces.some(({ value }) => value === nonce)) return result('nonce', 'pass', both);
  const hashed = asked.nonces.map(({ value }) => howHashed(nonce, value)).find(how => how !== undefined);
  return result('nonce', 'fail', hashed === undefined ? both : `${both} ${hashed}`);
};

function checkUnaskedNonce(nonce: unknown, params: unknown) {
  if (nonce === undefined) {
    return result(
      'nonce',
      'not-applicable',
      'The call sent no nonce and the token has none: nothing keeps an old token from being used again.',
    );
  }
  const path = typeof nonce === 'string' ? pathOf(nonce, params) : undefined;
  if (path !== undefined)
    return result('nonce', 'pass', `The token’s nonce is ${show(nonce)}; the call sent it as ${path}.`);
  return result('nonce', 'fail', `The token’s nonce is ${show(nonce)}; the call sent none.`);
}

function howHashed(inToken: string, sent: string): string | undefined {
  const ofSent = nonceForms(sent);
  if (inToken.toLowerCase() === ofSent.sha256Hex) {
    return 'The token has the SHA-256 of it, in hex: the identity provider hashes nonces, so compare the hash.';
  }
  if (inToken === ofSent.sha256Base64url) {
    return 'The token has the SHA-256 of it, in base64url: the identity provider hashes nonces, so compare the hash.';
  }
  const ofToken = nonceForms(inToken);
  if (sent.toLowerCase() === ofToken.sha256Hex || sent === ofToken.sha256Base64url) {
    return 'The call sent the SHA-256 of what the token has: one side hashes, the other does not.';
  }
  return undefined;
}

/** Where among the params, at any name and up to a few levels down, the value was sent. */
function pathOf(value: string, params: unknown, path = 'params', depth = 0): string | undefined {
  if (params === value) return path;
  if (depth > 4 || !isObject(params)) return undefined;
  for (const [name, inner] of Object.entries(params)) {
    const found = pathOf(value, inner, pathTo(path, name), depth + 1);
    if (found !== undefined) return found;
  }
  return undefined;
}
