import { textMember } from './json-object.ts';
import type { Part } from './part.ts';
import type { ProblemLog } from './problem.ts';

/** Bytes of a signature, where the algorithm fixes them (RFC 7518 section 3, RFC 8037 section 3.1). */
const SIGNATURE_BYTES: ReadonlyMap<string, number> = new Map([
  ['HS256', 32],
  ['HS384', 48],
  ['HS512', 64],
  ['ES256', 64],
  ['ES384', 96],
  ['ES512', 132],
  ['Ed25519', 64],
]);

/** Reports signatures that cannot be right whatever the key. */
export function checkSignatureForm(header: unknown, signature: Part, log: ProblemLog): void {
  const alg = textMember(header, 'alg');
  const at = { part: 'signature', layer: 'source', offset: signature.start } as const;
  const length = signature.bytes.length;
  if (alg === 'none') {
    if (length > 0) log.add('signature-form', 'alg is “none”, yet there is a signature.', at);
    return;
  }
  if (length === 0) {
    log.add('signature-form', 'The signature is empty.', at);
    return;
  }
  if (alg === 'EdDSA' && length !== 64 && length !== 114) {
    log.add('signature-form', `EdDSA signatures have 64 bytes, with Ed448 114; this one has ${length}.`, at);
  }
  const expected = alg === undefined ? undefined : SIGNATURE_BYTES.get(alg);
  if (expected === undefined || expected === length) return;
  const der =
    alg?.startsWith('ES') && signature.bytes[0] === 0x30
      ? ' It looks like ASN.1 DER; JWS wants r and s side by side.'
      : '';
  log.add('signature-form', `${alg} signatures have ${expected} bytes, this one has ${length}.${der}`, at);
}
