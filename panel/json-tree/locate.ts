import { childPath, isBranch } from './nodes.ts';

/** A value in a tree, or the nearest that is there. */
export interface Located {
  /** As the tree writes it; empty for the root. */
  path: string;
  /** The branches around it, outermost first, and how many children each must show for it to be seen. */
  around: { path: string; shown: number }[];
  /** What of the path is not there. */
  missing: string | undefined;
}

const STEP = /([^.[\]]+)|\[(\d+|\*|"(?:[^"\\]|\\.)*")\]/g;

/** Follows a path such as `accounts[0].id` as far as it goes; `[*]` stands for the first element. */
export function locate(root: unknown, path: string): Located {
  const around: Located['around'] = [];
  let value = root;
  let at = '';
  for (const step of path.matchAll(STEP)) {
    const key = step[1] ?? (step[2] === '*' ? '0' : (step[2] ?? '').replace(/^"|"$/g, ''));
    if (!isBranch(value) || !Object.hasOwn(value, key))
      return {
        path: at,
        around: at === '' ? around : around.slice(0, -1),
        missing: path.slice(step.index).replace(/^\./, ''),
      };
    at = childPath(at, key, Array.isArray(value));
    const parent = around.at(-1);
    const place = Object.keys(value).indexOf(key) + 1;
    if (parent) parent.shown = place;
    around.push({ path: at, shown: 0 });
    value = (value as Record<string, unknown>)[key];
  }
  return { path: at, around: around.slice(0, -1), missing: undefined };
}
