import type { TargetedKeyboardEvent, TargetedMouseEvent } from 'preact';
import { useLayoutEffect, useMemo, useRef } from 'preact/hooks';
import { visibleText } from '../flow/visible-text.ts';
import { useInView } from '../widgets/use-in-view.ts';
import { locate } from './locate.ts';
import { visibleNodes } from './nodes.ts';
import { pressKey, unfold } from './tree-keys.ts';
import { TreeLine } from './tree-line.tsx';
import { createTreeState } from './tree-state.ts';
import { TreeTools } from './tree-tools.tsx';

interface Props {
  /** Accessible name of the tree. */
  name: string;
  value: unknown;
  /** Paths that are open at first. */
  open?: readonly string[];
  /** A path to show at once, chosen and in view: `accounts[0].id`. */
  wanted?: string | undefined;
  /** Values that were shortened: path, and size before the cut in bytes. */
  cuts?: ReadonlyMap<string, number>;
}

const NOTHING_OPEN: readonly string[] = [];

/** Any JSON value as a tree: opened by keyboard or click, searched, copied. Nothing below a closed branch is drawn. */
export function JsonTree({ name, value, open = NOTHING_OPEN, wanted, cuts }: Props) {
  const state = useMemo(() => createTreeState(value, open), [value, open]);
  const tree = useRef<HTMLDivElement>(null);
  const takeFocus = useRef(false);
  const place = useMemo(() => (wanted === undefined ? undefined : locate(value, wanted)), [value, wanted]);
  useLayoutEffect(() => {
    if (place === undefined) return;
    takeFocus.current = place.missing === undefined;
    state.reveal(place);
  }, [state, place]);
  const nodes = visibleNodes(value, state.unfolded.value);
  const active = nodes.find(node => node.path === state.active.value) ?? nodes[0];

  useLayoutEffect(() => {
    if (state.active.value === undefined) return;
    const line = tree.current?.querySelector<HTMLElement>('[aria-selected="true"]');
    // A value that was only just revealed has no line yet; the next drawing brings it.
    if (!line) return;
    line.scrollIntoView({ block: 'nearest' });
    if (takeFocus.current) line.focus({ preventScroll: true });
    takeFocus.current = false;
  }, [state, state.active.value]);

  const onKeyDown = (event: TargetedKeyboardEvent<HTMLDivElement>) => {
    if (event.ctrlKey || event.metaKey || event.altKey || active === undefined) return;
    const result = pressKey(event.key, active, nodes, state);
    if (result === false) return;
    event.preventDefault();
    if (typeof result !== 'string' || result === active.path) return;
    takeFocus.current = true;
    state.active.value = result;
  };

  const onFocusIn = () => {
    state.active.value ??= active?.path;
  };

  const onClick = ({ target }: TargetedMouseEvent<HTMLDivElement>) => {
    const line = target instanceof Element ? target.closest<HTMLElement>('[data-path]') : null;
    const node = nodes.find(each => each.path === line?.dataset['path']);
    if (node === undefined) return;
    state.active.value = node.path;
    unfold(node, !node.expanded, state);
  };

  return (
    <div class="json-tree">
      <TreeTools name={name} state={state} active={active} />
      {place?.missing !== undefined && <Missing path={place.missing} />}
      <div role="tree" aria-label={name} ref={tree} onKeyDown={onKeyDown} onClick={onClick} onFocusIn={onFocusIn}>
        {nodes.map(node => (
          <TreeLine
            key={node.path}
            node={node}
            tabStop={node === active}
            chosen={node.path === state.active.value}
            wanted={node.path === place?.path}
            words={state.words.value.trim()}
            cutFrom={cuts?.get(node.path)}
          />
        ))}
      </div>
    </div>
  );
}

function Missing({ path }: { path: string }) {
  return (
    <p class="missing wanted" ref={useInView<HTMLParagraphElement>(true)}>
      <span class="mark">missing</span> <code>{visibleText(path)}</code>
    </p>
  );
}
