import { Empty, type EmptyProps, HowItFills } from './empty.tsx';
import { OtherReasons, Reason } from './no-call-reasons.tsx';
import { useNoCall } from './use-no-call.ts';

/** The page can call and has not: why that may be, the surest reason first. */
export function NoCallYet({ title, children }: EmptyProps) {
  const { answer, others } = useNoCall();
  return (
    <Empty title={answer?.title ?? title}>
      {answer !== undefined && <Reason reason={answer} />}
      {children}
      <HowItFills>
        <OtherReasons reasons={others} />
      </HowItFills>
    </Empty>
  );
}
