import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type NoCall, noCall } from '../../src/core/expectation/no-call.ts';
import type { PageLook } from '../../src/core/expectation/page-look.ts';
import { useNow } from '../clock.ts';
import { useStore } from '../store.ts';

/** Pages load scripts and set cookies at any time: the page is looked at again after so many ms. */
const LOOK_AGAIN = 2000;

/** Another panel of DevTools may stand in front: this one's frame then has no size. */
const isSeen = (): boolean => !document.hidden && innerWidth > 0;

/** What the page holds, looked at for as long as somebody sees this. */
function useLook(): PageLook | undefined {
  const { log, seen } = useStore();
  const look = useSignal<PageLook | undefined>(undefined);
  const page = seen.value.navigations.at(-1)?.documentId;
  useEffect(() => {
    look.value = undefined;
    let isOver = false;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const again = async () => {
      const found = isSeen() ? await log.lookAtPage?.() : look.peek();
      if (isOver) return;
      if (JSON.stringify(found) !== JSON.stringify(look.peek())) look.value = found;
      timer = setTimeout(() => void again(), LOOK_AGAIN);
    };
    void again();
    return () => {
      isOver = true;
      clearTimeout(timer);
    };
  }, [log, page]);
  return look.value;
}

/** Why the page shown now has not called: what answers that, and what else may be said. */
export function useNoCall(): { answer: NoCall | undefined; others: NoCall[] } {
  const { log, seen, flows } = useStore();
  const { navigations, losses } = seen.value;
  const page = navigations.at(-1);
  const reasons = noCall({
    page,
    leftovers: log.leftovers.filter(({ startedAt }) => page === undefined || startedAt >= page.at),
    // Of several pages nobody knows whose they were; the footer counts them.
    losses: flows.value.length === 0 ? losses : { events: 0 },
    headers: log.headersOf?.(page?.url ?? ''),
    frames: log.frames ?? [],
    look: useLook(),
    now: useNow(),
  });
  const answer = reasons.find(({ isNote }) => !isNote);
  return { answer, others: reasons.filter(reason => reason !== answer) };
}
