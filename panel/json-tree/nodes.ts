/** One visible line of a JSON tree. */
export interface TreeNode {
  /** As JavaScript writes it: `exchanges[0].response.headers`. Empty for the root. */
  path: string;
  key: string;
  level: number;
  /** Place among its siblings, from 1, and how many there are. */
  position: number;
  siblings: number;
  kind: 'branch' | 'leaf' | 'more';
  /** Of a `more` line: how many siblings it stands for. */
  value: unknown;
  expanded: boolean;
  parent: string | undefined;
}

/** What of a tree is unfolded. */
export interface Unfolded {
  /** Paths of open branches. */
  open: ReadonlySet<string>;
  /** Children shown of branches that have more than {@link FIRST_CHILDREN}. */
  shown: ReadonlyMap<string, number>;
}

/** A branch shows this many children, and the same number more each time it is asked. */
export const FIRST_CHILDREN = 200;

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

export function childPath(parent: string, key: string, inArray: boolean): string {
  if (inArray) return `${parent}[${key}]`;
  if (!PLAIN_NAME.test(key)) return `${parent}[${JSON.stringify(key)}]`;
  return parent === '' ? key : `${parent}.${key}`;
}

export const isBranch = (value: unknown): value is object =>
  typeof value === 'object' && value !== null && Object.keys(value).length > 0;

/** The visible lines, top to bottom. Children of closed branches are never looked at. */
export function visibleNodes(root: unknown, { open, shown }: Unfolded): TreeNode[] {
  const nodes: TreeNode[] = [];
  const walk = (value: unknown, parent: string | undefined, path: string, level: number) => {
    if (!isBranch(value)) return;
    const keys = Object.keys(value);
    const limit = Math.min(keys.length, shown.get(path) ?? FIRST_CHILDREN);
    const hidden = keys.length - limit;
    const siblings = limit + (hidden > 0 ? 1 : 0);
    for (const [index, key] of keys.slice(0, limit).entries()) {
      const inner: unknown = (value as Record<string, unknown>)[key];
      const innerPath = childPath(path, key, Array.isArray(value));
      const branch = isBranch(inner);
      const expanded = branch && open.has(innerPath);
      const kind = branch ? 'branch' : 'leaf';
      nodes.push({ path: innerPath, key, level, position: index + 1, siblings, kind, value: inner, expanded, parent });
      if (expanded) walk(inner, innerPath, innerPath, level + 1);
    }
    if (hidden > 0) {
      const more = { key: '…', level, position: siblings, siblings, kind: 'more', expanded: false } as const;
      nodes.push({ ...more, path: `${path} …`, value: hidden, parent });
    }
  };
  walk(root, undefined, '', 1);
  return nodes;
}

/** The path of the branch that a `more` line belongs to. */
export const branchOfMore = (node: TreeNode): string => node.parent ?? '';
