import type { TargetedKeyboardEvent, TargetedPointerEvent } from 'preact';
import { useStore } from './store.ts';

const LEAST_LIST = 180;
const LEAST_DETAILS = 300;
const STEP = 16;

/** The width the list may have in a panel this wide. */
function clampListWidth(width: number, panelWidth: number): number {
  return Math.round(Math.max(LEAST_LIST, Math.min(width, panelWidth - LEAST_DETAILS)));
}

export function Splitter() {
  const { listWidth } = useStore();
  const set = (width: number) => {
    listWidth.value = clampListWidth(width, innerWidth);
  };
  const onPointerMove = (event: TargetedPointerEvent<HTMLHRElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) set(event.clientX);
  };
  const onKeyDown = (event: TargetedKeyboardEvent<HTMLHRElement>) => {
    const width = clampListWidth(listWidth.value, innerWidth);
    const wanted = { ArrowLeft: width - STEP, ArrowRight: width + STEP, Home: 0, End: innerWidth }[event.key];
    if (wanted === undefined) return;
    event.preventDefault();
    set(wanted);
  };
  return (
    <hr
      class="splitter"
      aria-orientation="vertical"
      aria-label="Width of the list"
      aria-valuenow={clampListWidth(listWidth.value, innerWidth)}
      aria-valuemin={LEAST_LIST}
      aria-valuemax={Math.max(LEAST_LIST, innerWidth - LEAST_DETAILS)}
      tabIndex={0}
      onPointerDown={event => event.currentTarget.setPointerCapture(event.pointerId)}
      onPointerMove={onPointerMove}
      onKeyDown={onKeyDown}
    />
  );
}
