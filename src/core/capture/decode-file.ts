import { CaptureError } from './capture-error.ts';
import type { Steps } from './steps.ts';

const MiB = 1024 * 1024;

/** Larger files are refused: their text would come near the longest string that V8 holds (512 Mi characters). */
export const LARGEST_FILE = 384 * MiB;
const CHUNK = 4 * MiB;

/** @throws CaptureError `too-large`, by the size alone, so that it can be asked before a file is read. */
export function checkSize(bytes: number): void {
  if (bytes <= LARGEST_FILE) return;
  throw new CaptureError('too-large', '', `The file has ${bytes} bytes; the limit is ${LARGEST_FILE}.`);
}

/** @throws CaptureError `too-large`, `empty`, `not-utf8`. */
export function* decodeFile(bytes: Uint8Array): Steps<string> {
  checkSize(bytes.length);
  const decoder = new TextDecoder('utf-8', { fatal: true });
  const parts: string[] = [];
  for (let start = 0; start < bytes.length; start += CHUNK) {
    const chunk = bytes.subarray(start, start + CHUNK);
    try {
      parts.push(decoder.decode(chunk, { stream: start + CHUNK < bytes.length }));
    } catch {
      throw new CaptureError('not-utf8', `byte ${firstFault(bytes, start)}`, whyNoText(bytes));
    }
    yield { done: start, total: bytes.length };
  }
  const text = parts.join('');
  if (text.trim() === '') throw new CaptureError('empty', '', 'The file is empty.');
  return text;
}

/** What people attach to tickets and editors save, by how it begins. */
const BEGINNINGS: readonly [bytes: readonly number[], why: string][] = [
  [[0x1f, 0x8b], 'The file is compressed by gzip. Unpack it first.'],
  [[0x50, 0x4b, 3, 4], 'The file is a zip archive. Unpack it first.'],
  [[0xff, 0xfe], 'The file is UTF-16 text. Save it as UTF-8.'],
  [[0xfe, 0xff], 'The file is UTF-16 text. Save it as UTF-8.'],
];

const whyNoText = (bytes: Uint8Array): string =>
  BEGINNINGS.find(([start]) => start.every((byte, at) => bytes[at] === byte))?.[1] ?? 'The file is not UTF-8 text.';

/** The longest prefix that decodes ends before the fault; `stream` lets it end inside a character. */
function firstFault(bytes: Uint8Array, chunkStart: number): number {
  let from = chunkStart;
  // The chunk may begin inside a character: step back over continuation bytes to where it starts.
  while (from > 0 && from > chunkStart - 4 && ((bytes[from] ?? 0) & 0xc0) === 0x80) from -= 1;
  let good = from;
  let bad = Math.min(bytes.length, chunkStart + CHUNK);
  while (good + 1 < bad) {
    const middle = Math.floor((good + bad) / 2);
    if (decodes(bytes.subarray(from, middle))) good = middle;
    else bad = middle;
  }
  return good;
}

function decodes(bytes: Uint8Array): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: true });
    return true;
  } catch {
    return false;
  }
}
