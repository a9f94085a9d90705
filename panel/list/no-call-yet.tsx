import { useSignal } from '@preact/signals';
import { useEffect } from 'preact/hooks';
import { type NoCall, noCall } from '../../src/core/expectation/no-call.ts';
import type { PageLook } from '../../src/core/expectation/page-look.ts';
import { useNow } from '../clock.ts';
import { useStore } from '../store.ts';
import { Prose } from '../widgets/prose.tsx';
import { Empty, HowItFills } from './empty.tsx';
import { ReloadPage } from './reload-page.tsx';

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

/** The page can call and has not: why that may be, the surest reason first. */
export function NoCallYet() {
  const { log, seen } = useStore();
  const { navigations, losses } = seen.value;
  const page = navigations.at(-1);
  const reasons = noCall({
    page,
    leftovers: log.leftovers,
    losses,
    headers: log.headersOf?.(page?.url ?? ''),
    frames: log.frames ?? [],
    look: useLook(),
    now: useNow(),
  });
  const answer = reasons.find(({ isNote }) => !isNote);
  const others = reasons.filter(reason => reason !== answer);
  return (
    <Empty title={answer?.title ?? 'No FedCM call yet'}>
      {answer !== undefined && <Reason reason={answer} />}
      <HowItFills>
        {others.map(other => (
          <section key={other.code}>
            <h3>
              <Prose text={other.title} />
            </h3>
            <Reason reason={other} />
          </section>
        ))}
      </HowItFills>
    </Empty>
  );
}

function Reason({ reason: { text, steps, reload } }: { reason: NoCall }) {
  return (
    <>
      <p>
        <Prose text={text} />
      </p>
      {steps?.map(step => (
        <p key={step} class="step">
          <Prose text={step} />
        </p>
      ))}
      {reload && (
        <p>
          <ReloadPage />
        </p>
      )}
    </>
  );
}
