import { CopyButton } from '../widgets/copy-button.tsx';
import type { TreeNode } from './nodes.ts';
import type { TreeState } from './tree-state.ts';

interface Props {
  /** Of the tree. */
  name: string;
  state: TreeState;
  active: TreeNode | undefined;
}

/** Search, and what can be done with the line that is chosen. */
export function TreeTools({ name, state, active }: Props) {
  const hits = state.hits.value.length;
  const words = state.words.value.trim();
  const value = active?.kind === 'more' ? undefined : active?.value;
  return (
    <div class="tree-tools">
      <input
        type="search"
        aria-label={`Search in: ${name}`}
        placeholder="Search"
        spellcheck={false}
        value={state.words}
        onInput={event => state.search(event.currentTarget.value)}
        onKeyDown={event => {
          if (event.key === 'Enter') state.goToHit(event.shiftKey ? -1 : 1);
        }}
      />
      <output class="dim hits">{words === '' ? '' : hits === 0 ? 'Not found' : `${hits} found`}</output>
      {active !== undefined && active.kind !== 'more' && state.active.value !== undefined && (
        <span class="chosen">
          <CopyButton what="the path" label="Copy path" text={() => active.path} />
          <CopyButton
            what="the value"
            label="Copy value"
            text={() => (typeof value === 'string' ? value : (JSON.stringify(value, null, 2) ?? 'undefined'))}
          />
        </span>
      )}
    </div>
  );
}
