import { childPath, isBranch } from './nodes.ts';

/** Looks no further than this many values: a tree may hold a body of a megabyte. */
const MOST_VALUES = 50_000;
const MOST_HITS = 1000;

export interface Hit {
  path: string;
  /** Paths of the branches around it, outermost first. */
  around: string[];
}

/** Values whose key or text contains the words, top to bottom, upper and lower case alike. */
export function findInTree(root: unknown, words: string): Hit[] {
  const wanted = words.toLowerCase();
  const hits: Hit[] = [];
  if (wanted === '') return hits;
  let looked = 0;
  const walk = (value: unknown, path: string, around: string[]) => {
    if (!isBranch(value)) return;
    for (const [key, inner] of Object.entries(value)) {
      if (++looked > MOST_VALUES || hits.length >= MOST_HITS) return;
      const innerPath = childPath(path, key, Array.isArray(value));
      const text = isBranch(inner) ? '' : String(inner);
      if (key.toLowerCase().includes(wanted) || text.toLowerCase().includes(wanted))
        hits.push({ path: innerPath, around });
      walk(inner, innerPath, [...around, innerPath]);
    }
  };
  walk(root, '', []);
  return hits;
}
