import { decodeBase64url, encodeBase64url } from '../token/base64url.ts';

const DECODER = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });
const ENCODER = new TextEncoder();

/** The text in a base64url part; undefined where it is no base64url, or holds no UTF-8. */
export function decodeText(part: string): string | undefined {
  if (!/^[\w-]+=*$/.test(part)) return undefined;
  try {
    return DECODER.decode(decodeBase64url(part).bytes);
  } catch {
    return undefined;
  }
}

export const encodeText = (text: string): string => encodeBase64url(ENCODER.encode(text));
