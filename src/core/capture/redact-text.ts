import { redactString } from './redact-string.ts';
import { isPartyHost, isWebUrl, redactUrl } from './redact-url.ts';
import type { Redactor } from './redactor.ts';
import { isBeginningOfName, isConstant, isDuration, isKnownName, isKnownWord } from './vocabulary.ts';

const MOMENT = String.raw`(?:\d{4}|[+-]\d{6})-\d\d-\d\d[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d| UTC)?(?![\w-])`;
/** As HTTP writes times (RFC 9110, section 5.6.7). */
const HTTP_DATE = String.raw`(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun), \d\d (?:Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) \d{4} \d\d:\d\d:\d\d GMT(?!\w)`;
const ADDRESS = String.raw`https?:\/\/[^\s"'\x60<>()[\]{}|\\“”‘’«»]+`;
/** Several groups of digits, as telephone and card numbers are written. */
const DIGIT_GROUPS = String.raw`\+?\d+(?:[ ()./-]{1,3}\d+){2,}(?![\w])`;
/** Two groups or more, as codes are written that are read out: `482 913`, `482:913:557`. */
const CODE_GROUPS = String.raw`\d{2,4}(?:(?:[\s()]{1,3}|\s?[:/|·–—-]\s?)\d{2,4})+(?![\w])`;
/** The same with a comma, which may also be an amount, or the end of a larger one. */
const COMMA_GROUPS = String.raw`(?<!\d,)\d{3},\d{3}(?![\w,])`;
/** Everything but white space and the punctuation of prose: what no rule knows is taken for part of a word. */
const RUN = String.raw`[^\s!"'()*,;<>?[\]^\x60{|}&…–—“”‘’«»·×→↔•]+`;
const PIECE = new RegExp(
  `(?<![\\w-])${MOMENT}|(?<![\\w-])${HTTP_DATE}|(?<![\\w.:/-])(?:${DIGIT_GROUPS}|${CODE_GROUPS}|${COMMA_GROUPS})|${ADDRESS}|${RUN}`,
  'giu',
);
const TIME_ALONE = new RegExp(`^(?:${MOMENT}|${HTTP_DATE})$`, 'u');
const DIGIT_GROUPS_ALONE = new RegExp(`^${DIGIT_GROUPS}$`);
/** So many digits and more are a number to call or to pay with; fewer a version. */
const FEWEST_DIGITS = 7;
const CODE_GROUPS_ALONE = new RegExp(`^${CODE_GROUPS}$`);
const COMMA_GROUPS_ALONE = /^\d{3},\d{3}$/;
const FEWEST_OF_CODE = 6;
const TIME_OF_DAY = /^(?:[01]?\d|2[0-3])(?::[0-5]\d){1,2}$/;
/** How long an answer may be kept, s. */
const MAX_AGE = /^(?:s-)?max-?age=(\d+)$/i;

/** What stands in quotation marks is one value, even where it is spelled like a word. */
const QUOTATION = /“([^“”]+)”|"([^"]+)"|`([^`]+)`|‘([^‘’]+)’/gu;

const SMALL = /^(?:[+-]?\d{1,3}(?:\.\d{1,3})?(?:ms|s|min|h|d|b|kb|mb|kib|mib|%|px)?|[1-5]xx)$/i;
/**
 * Of single letters those of plain English, of units, of `q=0.9` and of a dialog's X: others, in a row, could spell a
 * value.
 */
const LETTER = /^[adhiqstx]$/i;
const TINY = /^\d\d?$/;
const LARGER = /^\d{4,9}(?:\.\d{1,3})?$/;
/** Amounts and places, by what they are of. Anything else of four digits may be a code that opens something. */
const AMOUNT_BEFORE = /(?:\bRFC|\bcharacters?|\bbytes?|\bposition|\boffset|\bline|\bcolumn) $/i;
const AMOUNT_AFTER =
  /^ (?:ms|s|min|h|d|seconds?|minutes?|hours?|days?|bytes?|characters?|KB|MB|KiB|MiB|flows?|items?|levels?)\b/;

/** Flows and exchanges as files number them. */
const OWN_NUMBER = /^(?:flow|exchange)-\d{1,5}$/;
/** A document's id and the call's number in it. */
const FLOW_ID = /^[\dA-F]{32}:\d{1,6}$/;

/** Where a stack stands in a file: `:10:5`. */
const POSITION = /(?::\d{1,6}){1,2}$/;

/**
 * Redacts prose that we or the browser wrote, and that may quote the page: known words, small numbers and times stay,
 * and addresses keep what addresses keep. Every other run of characters is replaced, in whole where the flow holds it
 * as a value.
 */
export function redactText(text: string, redactor: Redactor): string {
  return withoutQuotations(text, redactor).replace(PIECE, (piece, at: number, whole: string) =>
    isBeginning(piece, whole[at + piece.length], redactor)
      ? piece
      : redactPiece(piece, isAmount(whole, at, piece.length), redactor),
  );
}

const isAmount = (text: string, at: number, length: number): boolean =>
  AMOUNT_BEFORE.test(text.slice(Math.max(0, at - 12), at)) ||
  AMOUNT_AFTER.test(text.slice(at + length, at + length + 12));

/** A text that was shortened may end within a word: `CredentialRequestOption…`. */
const isBeginning = (piece: string, next: string | undefined, redactor: Redactor): boolean =>
  next === '…' && !redactor.quoted.has(piece) && isBeginningOfName(piece);

/** Values of several words, which are quoted in one piece or not recognised at all; and words that are values here. */
function withoutQuotations(text: string, redactor: Redactor): string {
  let left = text;
  for (const value of redactor.phrases) {
    if (value.length <= text.length && left.includes(value))
      left = left.replaceAll(value, redactor.replace(value, 'text'));
  }
  return left.replace(QUOTATION, quotation => {
    const value = quotation.slice(1, -1);
    return redactor.quoted.has(value)
      ? `${quotation[0]}${redactor.replace(value, 'text')}${quotation.at(-1)}`
      : quotation;
  });
}

/** Evidence quotes one value: there even a value that is spelled like a common word is one. */
export function redactQuote(text: string, redactor: Redactor): string {
  const bare = text.replace(/^"(.*)"$/s, '$1');
  const pseudonym = redactor.quoted.get(bare);
  return pseudonym === undefined
    ? redactText(text, redactor)
    : text.replace(bare, () => redactor.replace(bare, 'text'));
}

function redactPiece(piece: string, amount: boolean, redactor: Redactor): string {
  if (COMMA_GROUPS_ALONE.test(piece) && amount) return piece;
  if (isGroups(piece)) return redactor.replace(piece, 'number');
  const [, body = '', stop = ''] = /^(.*?)([.:,;!?]*)$/s.exec(piece) ?? [];
  if (body === '') return piece;
  if (TIME_ALONE.test(body) || redactor.isPseudonym(body) || isParty(body, redactor)) return piece;
  if (redactor.clients.has(body) || redactor.numbers.has(body) || TINY.test(body)) return piece;
  if (isWebUrl(body)) return `${redactAddress(body, redactor)}${stop}`;
  if (redactor.quoted.has(body) && !isKnownName(body)) return `${redactor.replace(body, 'text')}${stop}`;
  if (OWN_NUMBER.test(body) || isDuration(MAX_AGE.exec(body)?.[1] ?? '', 5)) return piece;
  if (FLOW_ID.test(body)) return `${redactor.replace(body, 'id')}${stop}`;
  // An address of a person or a token is one value; otherwise each part of `a/b`, `a:b`, `a=b`, `a.b` speaks for
  // itself.
  if (/^[^@]+@[^@]+$/.test(body) || /^[\w-]{16,}\.[\w-]{8,}\./.test(body)) {
    return `${redactString(body, '', redactor)}${stop}`;
  }
  if (LARGER.test(body)) return `${amount ? body : redactPart(body, redactor)}${stop}`;
  const redacted = body.replace(/[^/:=.#$@+\\~]+/g, part => redactPart(part, redactor));
  return `${redacted}${stop}`;
}

function isGroups(piece: string): boolean {
  const digits = piece.replace(/\D/g, '').length;
  if (DIGIT_GROUPS_ALONE.test(piece) && digits >= FEWEST_DIGITS) return true;
  if (COMMA_GROUPS_ALONE.test(piece)) return true;
  return CODE_GROUPS_ALONE.test(piece) && digits >= FEWEST_OF_CODE && !TIME_OF_DAY.test(piece);
}

function redactAddress(address: string, redactor: Redactor): string {
  const authority = /^https?:\/\/[^/?#]*/i.exec(address)?.[0] ?? '';
  const position = address.length > authority.length ? (POSITION.exec(address)?.[0] ?? '') : '';
  return `${redactUrl(address.slice(0, address.length - position.length), redactor)}${position}`;
}

const isParty = (text: string, redactor: Redactor): boolean => {
  const host = text.replace(/:\d{1,5}$/, '');
  return host.includes('.') ? isPartyHost(host, redactor) : redactor.hosts.has(host.toLowerCase());
};

function redactPart(part: string, redactor: Redactor): string {
  const isWord = part.length === 1 ? LETTER.test(part) : isKnownName(part) || isKnownWord(part);
  if (isWord || SMALL.test(part) || isConstant(part)) return part;
  if (redactor.numbers.has(part)) return part;
  return redactor.replace(part, 'text');
}
