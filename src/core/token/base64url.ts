import { type ProblemCode, showCharacter } from './problem.ts';

export interface Base64Fault {
  code: ProblemCode;
  message: string;
  /** Characters into the text. */
  offset: number;
}

const ALPHABET = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const NO_DIGIT = 255;
const DIGITS = new Uint8Array(128).fill(NO_DIGIT);
for (let digit = 0; digit < ALPHABET.length; digit += 1) DIGITS[ALPHABET.charCodeAt(digit)] = digit;
// The standard alphabet is read too, and reported.
DIGITS['+'.charCodeAt(0)] = 62;
DIGITS['/'.charCodeAt(0)] = 63;

/**
 * Decodes base64url without padding (RFC 7515 section 2) in linear time. Goes on past what is wrong: foreign characters
 * are skipped, a run of them is one fault.
 */
export function decodeBase64url(text: string): { bytes: Uint8Array; faults: Base64Fault[] } {
  const faults: Base64Fault[] = [];
  const unpadded = text.replace(/={1,2}$/, '');
  if (unpadded.length < text.length) {
    faults.push({
      code: 'base64-padding',
      message: 'Padding (“=”); base64url in tokens has none.',
      offset: unpadded.length,
    });
  }
  const bytes = new Uint8Array(Math.floor((unpadded.length * 3) / 4));
  let filled = 0;
  let digits = 0;
  let bits = 0;
  let badUntil = -1;
  let standard = 0;
  for (let i = 0; i < unpadded.length; i += 1) {
    const digit = DIGITS[unpadded.charCodeAt(i)] ?? NO_DIGIT;
    if (digit === NO_DIGIT) {
      if (i > badUntil) faults.push(badCharacter(unpadded, i));
      badUntil = i + 1;
      continue;
    }
    if (digit >= 62 && (unpadded[i] === '+' || unpadded[i] === '/') && standard++ === 0) {
      faults.push({
        code: 'base64-alphabet',
        message: `${showCharacter(unpadded, i)} is of base64's standard alphabet; base64url writes “-” and “_”.`,
        offset: i,
      });
    }
    digits += 1;
    bits = ((bits << 6) | digit) & 0xffffff;
    const spare = (digits * 6) % 8;
    if (spare < 6) bytes[filled++] = (bits >> spare) & 0xff;
  }
  const spare = (digits * 6) % 8;
  if (digits % 4 === 1) {
    const message = 'One character too many or three too few: no bytes encode to this length.';
    faults.push({ code: 'base64-length', message, offset: unpadded.length });
  } else if ((bits & ((1 << spare) - 1)) !== 0) {
    const message = 'The last character carries bits that belong to no byte; strict decoders refuse it.';
    faults.push({ code: 'base64-trailing-bits', message, offset: unpadded.length - 1 });
  }
  return { bytes: bytes.subarray(0, filled), faults };
}

function badCharacter(text: string, offset: number): Base64Fault {
  return { code: 'bad-base64url', message: `${showCharacter(text, offset)} is no base64url character.`, offset };
}

/** Encodes bytes as base64url without padding. */
export function encodeBase64url(bytes: Uint8Array): string {
  let text = '';
  for (let i = 0; i < bytes.length; i += 3) {
    const left = bytes.length - i;
    const group = ((bytes[i] ?? 0) << 16) | ((bytes[i + 1] ?? 0) << 8) | (bytes[i + 2] ?? 0);
    text += ALPHABET.charAt(group >> 18) + ALPHABET.charAt((group >> 12) & 63);
    if (left > 1) text += ALPHABET.charAt((group >> 6) & 63);
    if (left > 2) text += ALPHABET.charAt(group & 63);
  }
  return text;
}
