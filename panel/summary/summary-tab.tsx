import type { Flow } from '../../src/core/model.ts';
import { leadingFinding } from '../flow/outcome.ts';
import { Causes } from './causes.tsx';
import { FactList } from './fact-list.tsx';
import { FurtherFindings } from './further-findings.tsx';
import { Stack } from './stack.tsx';
import { Verdict } from './verdict.tsx';

/** More advice than this is noise. */
const MOST_ADVICE = 3;

export function SummaryTab({ flow }: { flow: Flow }) {
  const leading = leadingFinding(flow);
  const further = flow.findings.filter(finding => finding !== leading);
  const advice = further.filter(finding => finding.severity === 'advice').slice(0, MOST_ADVICE);
  const defects = further.filter(finding => finding.severity !== 'advice');
  return (
    <>
      <Verdict flow={flow} />
      {leading?.causes !== undefined && leading.causes.length > 0 && <Causes causes={leading.causes} />}
      <FurtherFindings title="Also found" findings={defects} flow={flow} open={true} />
      <FurtherFindings title="Advice" findings={advice} flow={flow} open={false} />
      <FactList flow={flow} />
      <Stack title="Called from" lines={flow.context.stack} />
      <Stack title="Aborted from" lines={flow.context.abortStack} />
    </>
  );
}
