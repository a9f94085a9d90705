import { visibleText } from '../flow/visible-text.ts';
import { Icon } from '../widgets/icon.tsx';
import { Highlight } from './highlight.tsx';
import type { TreeNode } from './nodes.ts';

interface Props {
  node: TreeNode;
  tabStop: boolean;
  chosen: boolean;
  /** Something led here. */
  wanted: boolean;
  words: string;
  /** Size of the value before it was cut, bytes. */
  cutFrom: number | undefined;
}

/** A string shows this much; copying gives the whole of it. */
const MOST_TEXT = 300;

function branchWords(value: unknown): string {
  if (Array.isArray(value)) return `[${value.length}]`;
  const keys = Object.keys(value as object);
  return `{${keys.slice(0, 4).join(', ')}${keys.length > 4 ? ', …' : ''}}`;
}

function LeafValue({ value, words }: { value: unknown; words: string }) {
  if (typeof value !== 'string') {
    const text = typeof value === 'object' && value !== null ? (Array.isArray(value) ? '[]' : '{}') : String(value);
    return (
      <span class={`json-${value === null ? 'null' : typeof value}`}>
        <Highlight text={text} words={words} />
      </span>
    );
  }
  const rest = value.length - MOST_TEXT;
  return (
    <span class="json-string">
      "<Highlight text={visibleText(rest > 0 ? value.slice(0, MOST_TEXT) : value)} words={words} />
      {rest > 0 && <span class="dim">… {rest.toLocaleString('en')} more characters</span>}"
    </span>
  );
}

export function TreeLine({ node, tabStop, chosen, wanted, words, cutFrom }: Props) {
  const branch = node.kind === 'branch';
  return (
    <div
      role="treeitem"
      class={`line ${node.kind} ${wanted ? 'wanted' : ''}`}
      style={{ '--level': String(node.level) }}
      data-path={node.path}
      aria-level={node.level}
      aria-posinset={node.position}
      aria-setsize={node.siblings}
      aria-expanded={branch ? node.expanded : undefined}
      aria-selected={chosen}
      tabIndex={tabStop ? 0 : -1}
    >
      <span class={`twisty ${node.expanded ? 'open' : ''}`} aria-hidden="true">
        {branch && <Icon name="twisty" />}
      </span>
      {node.kind === 'more' ? (
        <span class="more-words">{`${Number(node.value).toLocaleString('en')} more`}</span>
      ) : (
        <>
          <span class="key">
            <Highlight text={visibleText(node.key)} words={words} />
          </span>
          <span class="colon">: </span>
          {branch ? <span class="dim">{branchWords(node.value)}</span> : <LeafValue value={node.value} words={words} />}
          {cutFrom !== undefined && <span class="mark">{`cut, was ${cutFrom.toLocaleString('en')} bytes`}</span>}
        </>
      )}
    </div>
  );
}
