/** A run of bytes that is no UTF-8. */
export interface Utf8Fault {
  offset: number;
  length: number;
}

/**
 * Decodes UTF-8 (RFC 3629). What is ill-formed reads as U+FFFD and is reported by its bytes. A byte-order mark is kept,
 * so that the reader of the text can report it.
 */
export function decodeUtf8(bytes: Uint8Array): { text: string; faults: Utf8Fault[] } {
  try {
    return { text: new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(bytes), faults: [] };
  } catch {
    return { text: new TextDecoder('utf-8', { ignoreBOM: true }).decode(bytes), faults: illFormedRuns(bytes) };
  }
}

function illFormedRuns(bytes: Uint8Array): Utf8Fault[] {
  const runs: Utf8Fault[] = [];
  let run: Utf8Fault | undefined;
  for (let at = 0; at < bytes.length; ) {
    const length = characterLength(bytes, at);
    if (length > 0) {
      run = undefined;
      at += length;
      continue;
    }
    if (run === undefined) {
      run = { offset: at, length: 0 };
      runs.push(run);
    }
    run.length += 1;
    at += 1;
  }
  return runs;
}

/** Bytes of the well-formed character at `at` (Unicode 15, table 3-7); 0 where there is none. */
function characterLength(bytes: Uint8Array, at: number): number {
  const first = bytes[at] ?? 0xff;
  if (first < 0x80) return 1;
  const length = first >= 0xc2 && first <= 0xdf ? 2 : first >> 4 === 0xe ? 3 : first >= 0xf0 && first <= 0xf4 ? 4 : 0;
  const second = bytes[at + 1] ?? 0;
  const lowest = first === 0xe0 ? 0xa0 : first === 0xf0 ? 0x90 : 0x80;
  const highest = first === 0xed ? 0x9f : first === 0xf4 ? 0x8f : 0xbf;
  if (length === 0 || second < lowest || second > highest) return 0;
  for (let i = 2; i < length; i += 1) {
    if ((bytes[at + i] ?? 0) >> 6 !== 0b10) return 0;
  }
  return length;
}
