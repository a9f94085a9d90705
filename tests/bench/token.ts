/** Decoding large tokens: linear in their size. */
import { decodeToken } from '../../src/core/token/decode.ts';
import { type Figure, figure, median, ratios } from './figures.ts';

const KIB = 1024;
const SIZES = [256 * KIB, 512 * KIB, 1024 * KIB];
const ROUNDS = 40;

const base64url = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A JWT of about so many characters, with many claims. */
function jwt(size: number): string {
  const groups = Array.from({ length: Math.floor((size * 3) / 4 / 50) }, (_, i) => ({
    id: i,
    name: 'a group of some name',
  }));
  return `${base64url({ alg: 'RS256', typ: 'JWT' })}.${base64url({ iss: 'https://idp.example', sub: '1', groups })}.c2ln`;
}

export async function benchToken(): Promise<Figure[]> {
  const tokens = SIZES.map(jwt);
  const taken: number[][] = SIZES.map(() => []);
  for (let round = -3; round < ROUNDS; round++) {
    for (const [i, token] of tokens.entries()) {
      const from = performance.now();
      decodeToken(token);
      if (round >= 0) taken[i]?.push(performance.now() - from);
    }
  }
  const [quarter = [], half = [], whole = []] = taken;
  return [
    figure('token', 'a JWT of 1 MiB, decoded', 'ms', whole),
    figure('token', '512 KiB against 256 KiB', '×', ratios(half, quarter), 'linear is 2'),
    figure('token', '1 MiB against 512 KiB', '×', ratios(whole, half), 'linear is 2'),
    {
      part: 'token',
      what: '1 MiB against 256 KiB, of medians',
      value: median(whole) / median(quarter),
      unit: '×',
      count: ROUNDS,
      note: 'linear is 4',
    },
  ];
}
