import type { DecodedJwe } from './decoded.ts';
import { checkJweHeader, joseHeader, readHeader } from './header-types.ts';
import { type JsonObject, textMember } from './json-object.ts';
import { readPart } from './part.ts';
import { ProblemLog } from './problem.ts';
import { type Piece, splitParts } from './split.ts';

const PARTS = ['header', 'encrypted key', 'initialization vector', 'ciphertext', 'authentication tag'] as const;

/** Decodes a JWE in compact serialization as far as can be done without its key: the header. */
export function decodeJwe(source: string, start = 0): DecodedJwe {
  const log = new ProblemLog();
  const [header, key, vector, content, tag] = splitParts(source, start, PARTS, log);
  return readJwe(source, { header, key, vector, content, tag }, log);
}

/** The parts of a JWE. Only JSON serialization has headers outside the protected one. */
export interface JwePieces {
  header: Piece;
  key: Piece;
  vector: Piece;
  content: Piece;
  tag: Piece;
  unprotected?: JsonObject;
}

/** Reads the parts of a JWE, whose compact serialization is `source`. */
export function readJwe(source: string, pieces: JwePieces, log: ProblemLog): DecodedJwe {
  const { key, vector, content, tag, unprotected } = pieces;
  const header = readHeader(pieces, log);
  checkJweHeader({ header, unprotected }, log);
  return {
    kind: 'jwe',
    source,
    header,
    ...(unprotected && { unprotected }),
    encryptedKey: readPart('encrypted key', key.text, key.start, log),
    initializationVector: readPart('initialization vector', vector.text, vector.start, log),
    ciphertext: readPart('ciphertext', content.text, content.start, log),
    authenticationTag: readPart('authentication tag', tag.text, tag.start, log),
    unreadable: whyUnreadable(joseHeader({ header, unprotected })),
    problems: log.list(),
  };
}

function whyUnreadable(header: unknown): string {
  const alg = textMember(header, 'alg') ?? 'an unnamed algorithm';
  const enc = textMember(header, 'enc') ?? 'an unnamed cipher';
  const kid = textMember(header, 'kid');
  const key = kid === undefined ? 'the key it was made for' : `the key “${kid}”`;
  return `Encrypted (${alg}, ${enc}). Only the holder of ${key}, as a rule the relying party's server, can read more than the header.`;
}
