import { useSignal } from '@preact/signals';
import type { NoCall } from '../../src/core/expectation/no-call.ts';
import { visibleText } from '../flow/visible-text.ts';
import { Prose } from '../widgets/prose.tsx';
import { useDialog } from '../widgets/use-dialog.ts';
import { OtherReasons, Reason } from './no-call-reasons.tsx';
import { useNoCall } from './use-no-call.ts';

/** One line over a list of other pages' calls, where something tells why the page shown now has made none. */
export function NoCallNotice() {
  const { answer, others } = useNoCall();
  const isOpen = useSignal(false);
  if (answer === undefined) return null;
  return (
    <div class="notice calm">
      <output class="grow" title={visibleText(answer.title).replaceAll('`', '')}>
        <Prose text={answer.title} />
      </output>
      <button
        type="button"
        class="button"
        aria-haspopup="dialog"
        onClick={() => {
          isOpen.value = true;
        }}
      >
        Why no call?
      </button>
      {isOpen.value && (
        <NoCallDialog
          answer={answer}
          others={others}
          onClose={() => {
            isOpen.value = false;
          }}
        />
      )}
    </div>
  );
}

interface DialogProps {
  answer: NoCall;
  others: readonly NoCall[];
  onClose(): void;
}

function NoCallDialog({ answer, others, onClose }: DialogProps) {
  const dialog = useDialog(onClose);
  return (
    <dialog {...dialog.props} class="export no-call" aria-label="Why this page has not called">
      <h2>
        <Prose text={answer.title} />
      </h2>
      <Reason reason={answer} />
      <OtherReasons reasons={others} />
      <p class="actions">
        <button type="button" class="button primary" onClick={() => dialog.close()}>
          Close
        </button>
      </p>
    </dialog>
  );
}
