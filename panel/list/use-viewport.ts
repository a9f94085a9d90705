import { useSignal } from '@preact/signals';
import type { RefObject } from 'preact';
import { useLayoutEffect, useRef } from 'preact/hooks';

interface Viewport {
  top: number;
  height: number;
}

/**
 * Watches what a scrolling element shows, and keeps it at its end while more rows arrive, until it is scrolled away.
 * `rowCount` is what makes it look again.
 */
export function useViewport(scroller: RefObject<HTMLElement | null>, rowCount: number): Viewport {
  const viewport = useSignal<Viewport>({ top: 0, height: 0 });
  const following = useRef(true);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element === null) return;
    const look = () => {
      const { scrollTop, clientHeight } = element;
      const known = viewport.peek();
      if (known.top !== scrollTop || known.height !== clientHeight)
        viewport.value = { top: scrollTop, height: clientHeight };
    };
    const onScroll = () => {
      following.current = element.scrollTop + element.clientHeight >= element.scrollHeight - 2;
      look();
    };
    const onResize = () => {
      if (following.current) element.scrollTop = element.scrollHeight;
      look();
    };
    element.addEventListener('scroll', onScroll, { passive: true });
    const observer = new ResizeObserver(onResize);
    observer.observe(element);
    look();
    return () => {
      element.removeEventListener('scroll', onScroll);
      observer.disconnect();
    };
  }, [scroller, viewport]);

  useLayoutEffect(() => {
    const element = scroller.current;
    if (element !== null && following.current) element.scrollTop = element.scrollHeight;
  }, [scroller, rowCount]);

  return viewport.value;
}
