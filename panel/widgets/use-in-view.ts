import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

/** For an element that something led to: brings it into view and gives it the focus, once it is wanted. */
export function useInView<Element extends HTMLElement>(wanted: boolean): RefObject<Element | null> {
  const element = useRef<Element | null>(null);
  useLayoutEffect(() => {
    if (!wanted || !element.current) return;
    element.current.tabIndex = -1;
    element.current.focus({ preventScroll: true });
    element.current.scrollIntoView({ block: 'nearest' });
  }, [wanted]);
  return element;
}
