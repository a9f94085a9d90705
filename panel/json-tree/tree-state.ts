import { type Signal, signal } from '@preact/signals';
import { findInTree, type Hit } from './find.ts';
import type { Located } from './locate.ts';
import { branchOfMore, FIRST_CHILDREN, isBranch, type TreeNode, type Unfolded } from './nodes.ts';

/** What is open, chosen and looked for in one tree, and how it changes. */
export interface TreeState {
  unfolded: Signal<Unfolded>;
  active: Signal<string | undefined>;
  words: Signal<string>;
  hits: Signal<readonly Hit[]>;
  setOpen(path: string, open: boolean): void;
  openAll(nodes: readonly TreeNode[]): void;
  showMore(node: TreeNode): void;
  search(words: string): void;
  /** Opens what is around a value, and chooses it. */
  reveal(place: Located): void;
  /** Goes to the next hit, or the one before. Returns its path. */
  goToHit(step: 1 | -1): string | undefined;
}

export function createTreeState(root: unknown, open: readonly string[]): TreeState {
  const unfolded = signal<Unfolded>({ open: new Set(open), shown: new Map() });
  const active = signal<string | undefined>(undefined);
  const words = signal('');
  const hits = signal<readonly Hit[]>([]);

  const withOpen = (paths: Iterable<string>) => {
    const known = unfolded.peek();
    unfolded.value = { ...known, open: new Set([...known.open, ...paths]) };
  };
  const reach = (hit: Hit) => {
    withOpen(hit.around);
    active.value = hit.path;
  };

  return {
    unfolded,
    active,
    words,
    hits,
    setOpen(path, isOpen) {
      if (isOpen) return withOpen([path]);
      const left = new Set(unfolded.peek().open);
      left.delete(path);
      unfolded.value = { ...unfolded.peek(), open: left };
    },
    openAll: nodes => withOpen(nodes.filter(node => isBranch(node.value)).map(node => node.path)),
    showMore(node) {
      const known = unfolded.peek();
      const path = branchOfMore(node);
      const now = known.shown.get(path) ?? FIRST_CHILDREN;
      unfolded.value = { ...known, shown: new Map(known.shown).set(path, now + FIRST_CHILDREN) };
    },
    reveal({ path, around }) {
      const known = unfolded.peek();
      const shown = new Map(known.shown);
      for (const branch of around) {
        if (branch.shown > (shown.get(branch.path) ?? FIRST_CHILDREN)) shown.set(branch.path, branch.shown);
      }
      unfolded.value = { open: new Set([...known.open, ...around.map(branch => branch.path)]), shown };
      active.value = path;
    },
    search(next) {
      words.value = next;
      hits.value = findInTree(root, next.trim());
      const [first] = hits.value;
      if (first !== undefined) reach(first);
    },
    goToHit(step) {
      const list = hits.peek();
      const at = list.findIndex(hit => hit.path === active.peek());
      const next = list[(at + step + list.length) % list.length];
      if (next !== undefined) reach(next);
      return next?.path;
    },
  };
}
