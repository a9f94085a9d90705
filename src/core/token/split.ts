import type { PartName, ProblemLog } from './problem.ts';

export interface Piece {
  text: string;
  start: number;
}

type Pieces<Names extends readonly PartName[]> = { [Index in keyof Names]: Piece };

/**
 * Cuts a compact serialization at its dots. Parts that are missing come out empty and what is left over is reported
 * once, so the answer always has as many pieces as names.
 */
export function splitParts<const Names extends readonly PartName[]>(
  source: string,
  start: number,
  names: Names,
  log: ProblemLog,
): Pieces<Names> {
  let from = 0;
  const pieces = names.map(name => {
    if (from > source.length) {
      log.add('missing-part', `The ${name} is missing.`, {
        part: name,
        layer: 'source',
        offset: start + source.length,
      });
      return { text: '', start: start + source.length };
    }
    const dot = source.indexOf('.', from);
    const end = dot < 0 ? source.length : dot;
    const piece = { text: source.slice(from, end), start: start + from };
    from = end + 1;
    return piece;
  });
  if (from <= source.length) {
    const extra = source.length - from + 1;
    const message = `${extra} ${extra === 1 ? 'character' : 'characters'} too many: this kind of token has ${names.length} parts.`;
    log.add('trailing-garbage', message, { part: 'token', layer: 'source', offset: start + from - 1 });
  }
  return pieces as Pieces<Names>;
}

/** How many dots there are, counted up to `limit`. */
export function countDots(source: string, limit: number): number {
  let dots = 0;
  for (let at = source.indexOf('.'); at >= 0 && dots < limit; at = source.indexOf('.', at + 1)) dots += 1;
  return dots;
}
