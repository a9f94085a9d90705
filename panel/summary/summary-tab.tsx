import type { Flow } from '../../src/core/model.ts';
import { AskChrome } from '../ask-chrome/ask-chrome.tsx';
import { ChecklistGate } from '../auto-sign-in/checklist-gate.tsx';
import { CheckProvider } from '../check-provider/check-provider.tsx';
import { leadingFinding } from '../flow/outcome.ts';
import { CheckCookiesGate, CookiesGate } from '../idp-cookies/cookies-gate.tsx';
import { WaitingGate } from '../waiting/waiting-gate.tsx';
import { Causes } from './causes.tsx';
import { CopyAsText } from './copy-as-text.tsx';
import { DeliveriesGate } from './deliveries-gate.tsx';
import { FactList } from './fact-list.tsx';
import { FurtherFindings } from './further-findings.tsx';
import { Stack } from './stack.tsx';
import { ExchangeStrip } from './strip.tsx';
import { Verdict } from './verdict.tsx';

/** More advice than this is noise. */
const MOST_ADVICE = 3;

export function SummaryTab({ flow }: { flow: Flow }) {
  const leading = leadingFinding(flow);
  const further = flow.findings.filter(finding => finding !== leading);
  const advice = further.filter(finding => finding.severity === 'advice');
  const defects = further.filter(finding => finding.severity !== 'advice');
  return (
    <>
      <Verdict flow={flow} />
      <WaitingGate flow={flow} />
      <ExchangeStrip flow={flow} />
      {leading?.causes !== undefined && leading.causes.length > 0 && <Causes causes={leading.causes} />}
      <FurtherFindings title="Also found" findings={defects} flow={flow} open={true} />
      <CookiesGate flow={flow} />
      <DeliveriesGate flow={flow} />
      <ChecklistGate flow={flow} />
      <FurtherFindings title="Advice" findings={advice} flow={flow} open={false} most={MOST_ADVICE} />
      <AskChrome flow={flow}>
        <CheckCookiesGate flow={flow} />
        <CopyAsText flow={flow} />
        <CheckProvider flow={flow} />
      </AskChrome>
      <FactList flow={flow} />
      <Stack title="Called from" lines={flow.context.stack} />
      <Stack title="Aborted from" lines={flow.context.abortStack} />
    </>
  );
}
