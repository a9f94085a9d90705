import type { DecodedJwe } from './decoded.ts';
import { checkJweHeader } from './header-types.ts';
import { textMember } from './json-object.ts';
import { type JsonPart, readJsonPart, readPart } from './part.ts';
import { ProblemLog } from './problem.ts';
import { splitParts } from './split.ts';

const PARTS = ['header', 'encrypted key', 'initialization vector', 'ciphertext', 'authentication tag'] as const;

/** Decodes a JWE in compact serialization as far as can be done without its key: the header. */
export function decodeJwe(source: string, start = 0): DecodedJwe {
  const log = new ProblemLog();
  const [head, key, vector, content, tag] = splitParts(source, start, PARTS, log);
  const header = readJsonPart('header', head.text, head.start, log);
  checkJweHeader(header, log);
  return {
    kind: 'jwe',
    source,
    header,
    encryptedKey: readPart('encrypted key', key.text, key.start, log),
    initializationVector: readPart('initialization vector', vector.text, vector.start, log),
    ciphertext: readPart('ciphertext', content.text, content.start, log),
    authenticationTag: readPart('authentication tag', tag.text, tag.start, log),
    unreadable: whyUnreadable(header),
    problems: log.list(),
  };
}

function whyUnreadable(header: JsonPart): string {
  const alg = textMember(header.value, 'alg') ?? 'an unnamed algorithm';
  const enc = textMember(header.value, 'enc') ?? 'an unnamed cipher';
  const kid = textMember(header.value, 'kid');
  const key = kid === undefined ? 'the key it was made for' : `the key “${kid}”`;
  return `Encrypted (${alg}, ${enc}). Only the holder of ${key}, as a rule the relying party's server, can read more than the header.`;
}
