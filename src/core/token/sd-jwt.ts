import { claimFault } from './claim-types.ts';
import type { DecodedJws, DecodedSdJwt, Disclosure, KeyBinding } from './decoded.ts';
import { type Digest, digestNamed } from './digest.ts';
import { applyDisclosures, readDisclosure } from './disclosures.ts';
import { textMember } from './json-object.ts';
import { pathTo } from './json-path.ts';
import { decodeJws } from './jws.ts';
import { looksCompact } from './looks.ts';
import { ProblemLog } from './problem.ts';
import type { Piece } from './split.ts';

/** Disclosures a token may have before the rest goes unread; real ones have a few dozen. */
const MOST_DISCLOSURES = 10_000;

/** Decodes an SD-JWT or SD-JWT+KB in compact serialization (RFC 9901 section 4). */
export function decodeSdJwt(source: string, start = 0, depth = 0): DecodedSdJwt {
  const log = new ProblemLog();
  const pieces = cut(source, start, log);
  const issuerSigned = decodeJws(pieces.issuerSigned, start, depth);
  const digest = digestOf(issuerSigned, log);
  const disclosures = pieces.disclosures.map((piece, index) =>
    readDisclosure(piece.text, piece.start, index + 1, digest, log),
  );
  reportRepeated(disclosures, log);
  const applied = issuerSigned.claims && applyDisclosures(issuerSigned.claims, disclosures, digest, log);
  checkDisclosedClaims(disclosures, log);
  const keyBinding = pieces.keyBinding && readKeyBinding(source, pieces.keyBinding, digest, depth);
  return {
    kind: 'sd-jwt',
    source,
    issuerSigned,
    disclosures,
    undisclosed: applied?.undisclosed ?? [],
    ...(applied && { claims: applied.claims }),
    ...(keyBinding && { keyBinding }),
    problems: log.list(),
  };
}

function cut(source: string, start: number, log: ProblemLog) {
  const complain = (
    code: 'missing-tilde' | 'too-many-disclosures' | 'disclosure-form',
    message: string,
    offset: number,
  ) => log.add(code, message, { part: 'token', layer: 'source', offset: start + offset });
  const first = source.indexOf('~');
  if (first < 0) {
    complain('missing-tilde', 'An SD-JWT ends with “~” even where it discloses nothing.', source.length);
    return { issuerSigned: source, disclosures: [] };
  }
  const last = source.lastIndexOf('~');
  const disclosures: Piece[] = [];
  let unread = 0;
  const take = (from: number, to: number) => {
    if (from === to) complain('disclosure-form', 'Nothing between two “~”.', from);
    else if (disclosures.length < MOST_DISCLOSURES)
      disclosures.push({ text: source.slice(from, to), start: start + from });
    else unread += 1;
  };
  for (let from = first + 1; from <= last; ) {
    const to = source.indexOf('~', from);
    take(from, to);
    from = to + 1;
  }
  const tail = source.slice(last + 1);
  const bound = looksCompact(tail);
  if (tail !== '' && !bound) {
    complain('missing-tilde', 'The last disclosure is not closed by “~”.', source.length);
    take(last + 1, source.length);
  }
  if (unread > 0) {
    complain('too-many-disclosures', `${unread} disclosures past the first ${MOST_DISCLOSURES} were not read.`, first);
  }
  return {
    issuerSigned: source.slice(0, first),
    disclosures,
    ...(bound && { keyBinding: { text: tail, start: start + last + 1 } }),
  };
}

function digestOf(issuerSigned: DecodedJws, log: ProblemLog): Digest | undefined {
  const name = textMember(issuerSigned.claims, '_sd_alg') ?? 'sha-256';
  const digest = digestNamed(name);
  if (!digest) {
    const meant = digestNamed(name.toLowerCase()) ? `; “${name.toLowerCase()}” was meant` : '';
    const message = `The digest algorithm “${name}” is not known here, so no disclosure can be matched${meant}.`;
    log.add('digest-algorithm', message, { part: 'payload', layer: 'text', offset: 0, path: '$._sd_alg' });
  }
  return digest;
}

/** Claims that came beside the payload have types as those inside it. */
function checkDisclosedClaims(disclosures: readonly Disclosure[], log: ProblemLog): void {
  for (const { part, name, value, path } of disclosures) {
    if (name === undefined || path !== pathTo('$', name)) continue;
    const fault = claimFault(name, value);
    if (fault) log.add(fault.code, fault.message, { part: part.name, layer: 'text', offset: 0, path });
  }
}

function reportRepeated(disclosures: readonly Disclosure[], log: ProblemLog): void {
  const met = new Set<string>();
  for (const { part } of disclosures) {
    if (met.has(part.source)) {
      log.add('digest-repeated', 'This disclosure stands in the token twice.', {
        part: part.name,
        layer: 'source',
        offset: part.start,
      });
    }
    met.add(part.source);
  }
}

function readKeyBinding(source: string, piece: Piece, digest: Digest | undefined, depth: number): KeyBinding {
  const token = decodeJws(piece.text, piece.start, depth);
  const bound = source.slice(0, source.lastIndexOf('~') + 1);
  return { token, ...(digest && { expectedHash: digest(bound) }) };
}
