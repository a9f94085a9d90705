import { redactString } from './redact-string.ts';
import { isWebUrl, redactUrl } from './redact-url.ts';
import type { Redactor } from './redactor.ts';
import { isKnownName, isKnownWord } from './vocabulary.ts';

const MOMENT = String.raw`\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)?(?![\w-])`;
const ADDRESS = String.raw`https?:\/\/[^\s"'\x60<>()[\]{}|\\]+`;
/** Everything but white space and the punctuation of prose: what no rule knows is taken for part of a word. */
const RUN = String.raw`[^\s!"'()*,;<>?[\]^\x60{|}&…–—“”‘’«»·×→↔•]+`;
const PIECE = new RegExp(`(?<![\\w-])${MOMENT}|${ADDRESS}|${RUN}`, 'giu');

const NUMBER = /^[+-]?\d{1,6}(?:\.\d{1,3})?(?:ms|s|min|h|d|b|kb|mb|kib|mib|%|px)?$/i;
const MOMENT_ALONE = new RegExp(`^${MOMENT}$`);

/**
 * Redacts prose that we or the browser wrote, and that may quote the page: known words, small numbers and times stay, and
 * addresses keep what addresses keep. Every other run of characters is replaced, in whole where the flow holds it as a value.
 */
export function redactText(text: string, redactor: Redactor): string {
  return withoutQuotes(text, redactor).replace(PIECE, piece => redactPiece(piece, redactor));
}

/** Values of several words, which are quoted in one piece or not recognised at all. */
function withoutQuotes(text: string, redactor: Redactor): string {
  let left = text;
  for (const [value, pseudonym] of redactor.quoted) {
    if (value.length > 3 && value.length <= text.length && /\W/.test(value)) left = left.replaceAll(value, pseudonym);
  }
  return left;
}

/** Evidence quotes one value: there even a value that is spelled like a common word is one. */
export function redactQuote(text: string, redactor: Redactor): string {
  const bare = text.replace(/^"(.*)"$/s, '$1');
  const pseudonym = redactor.quoted.get(bare);
  return pseudonym === undefined
    ? redactText(text, redactor)
    : text.replace(bare, () => redactor.replace(bare, 'text'));
}

function redactPiece(piece: string, redactor: Redactor): string {
  const [, body = '', stop = ''] = /^(.*?)([.:]*)$/s.exec(piece) ?? [];
  if (body === '') return piece;
  if (MOMENT_ALONE.test(body) || redactor.isPseudonym(body) || isParty(body, redactor)) return piece;
  if (redactor.clients.has(body)) return piece;
  if (isWebUrl(body)) return `${redactUrl(body, redactor)}${stop}`;
  if (redactor.quoted.has(body) && !isKnownName(body)) return `${redactor.replace(body, 'text')}${stop}`;
  // An address of a person or a token is one value; otherwise each part of `a/b`, `a:b`, `a=b`, `a.b` speaks for itself.
  if (/^[^@]+@[^@]+$/.test(body) || /^[\w-]{16,}\.[\w-]{8,}\./.test(body)) {
    return `${redactString(body, '', redactor)}${stop}`;
  }
  const redacted = body.replace(/[^/:=.#$@+\\~]+/g, part => redactPart(part, redactor));
  return `${redacted}${stop}`;
}

const isParty = (text: string, redactor: Redactor): boolean =>
  redactor.hosts.has(text.toLowerCase().replace(/:\d{1,5}$/, ''));

function redactPart(part: string, redactor: Redactor): string {
  if (isKnownName(part) || isKnownWord(part) || NUMBER.test(part)) return part;
  if (redactor.numbers.has(part)) return part;
  return redactor.replace(part, 'text');
}
