import type { DecodedToken } from '../../src/core/model.ts';
import { decodeToken } from '../../src/core/token/decode.ts';
import type { Decoded } from '../../src/core/token/decoded.ts';
import { summarise } from '../../src/core/token/summarise.ts';

/** A token taken apart, and the same in short. */
export interface TokenView {
  decoded: Decoded;
  summary: DecodedToken;
}

export function decode(token: unknown): TokenView {
  const decoded = decodeToken(token);
  return { decoded, summary: summarise(decoded) };
}
