import { exportInSteps } from '../../src/core/capture/export.ts';
import { finish } from '../../src/core/capture/steps.ts';
import type { Flow } from '../../src/core/model.ts';
import { creator } from '../export/creator.ts';

/** The flow as a Markdown report in which secret and personal values are replaced. */
export function reportText(flow: Flow): string {
  const steps = exportInSteps('report', [flow], {
    creator: creator(),
    exportedAt: new Date().toISOString(),
    userAgent: navigator.userAgent,
    redaction: 'secrets',
    key: crypto.getRandomValues(new Uint8Array(32)),
  });
  return finish(steps).parts.join('');
}
