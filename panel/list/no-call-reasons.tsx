import type { NoCall } from '../../src/core/expectation/no-call.ts';
import { Prose } from '../widgets/prose.tsx';
import { ReloadPage } from './reload-page.tsx';

export function Reason({ reason: { text, steps, reload } }: { reason: NoCall }) {
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

/** What else may be said, each under its title. */
export function OtherReasons({ reasons }: { reasons: readonly NoCall[] }) {
  return (
    <>
      {reasons.map(reason => (
        <section key={reason.title}>
          <h3>
            <Prose text={reason.title} />
          </h3>
          <Reason reason={reason} />
        </section>
      ))}
    </>
  );
}
