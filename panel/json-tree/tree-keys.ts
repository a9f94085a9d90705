import type { TreeNode } from './nodes.ts';
import type { TreeState } from './tree-state.ts';

/**
 * What a key does in a tree (WAI-ARIA Authoring Practices, tree view): moves, opens, closes. Returns the path to go to,
 * or true where the key was used and the place stays.
 */
export function pressKey(key: string, node: TreeNode, nodes: readonly TreeNode[], state: TreeState): string | boolean {
  const index = nodes.indexOf(node);
  const pathAt = (at: number) => nodes[Math.max(0, Math.min(at, nodes.length - 1))]?.path ?? true;
  switch (key) {
    case 'ArrowDown':
      return pathAt(index + 1);
    case 'ArrowUp':
      return pathAt(index - 1);
    case 'Home':
      return pathAt(0);
    case 'End':
      return pathAt(nodes.length - 1);
    case 'ArrowRight':
      if (node.kind === 'branch' && node.expanded) return pathAt(index + 1);
      return unfold(node, true, state);
    case 'ArrowLeft':
      if (node.kind === 'branch' && node.expanded) return unfold(node, false, state);
      return node.parent ?? true;
    case 'Enter':
    case ' ':
      return unfold(node, !node.expanded, state);
    case '*':
      state.openAll(nodes.filter(each => each.parent === node.parent));
      return true;
    default:
      return false;
  }
}

/** Opens or closes a branch, or brings more of one. */
export function unfold(node: TreeNode, open: boolean, state: TreeState): true {
  if (node.kind === 'branch') state.setOpen(node.path, open);
  if (node.kind === 'more' && open) state.showMore(node);
  return true;
}
