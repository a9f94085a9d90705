import type { Evidence, Finding } from '../model.ts';
import { fill, type Values } from './reason.ts';
import { type FailureCode, reasonFor } from './reasons.ts';

/**
 * A broken rule, with what shows it. What it leaves out is taken from the table of reasons; texts may hold the table's
 * places (`{idp}`).
 */
export interface Fault {
  code: FailureCode;
  title?: string;
  explanation?: string;
  steps?: readonly string[];
  evidence: Evidence[];
  owner?: Finding['owner'];
  certainty?: Finding['certainty'];
  source?: Finding['source'];
  causes?: Finding['causes'];
}

/** The finding that a fault amounts to. */
export function findingOf(
  fault: Fault,
  values: Partial<Values>,
  severity: Finding['severity'] = 'error',
  api = 'credentials.get',
): Finding {
  const reason = reasonFor(fault.code, api);
  const text = (template: string) => fill(template, values);
  return {
    code: fault.code,
    severity,
    owner: fault.owner ?? reason.owner,
    certainty: fault.certainty ?? reason.certainty,
    source: fault.source ?? reason.source,
    ...(fault.causes && { causes: fault.causes.map(cause => ({ ...cause, because: text(cause.because) })) }),
    title: text(fault.title ?? reason.title),
    explanation: text(fault.explanation ?? reason.explanation),
    evidence: fault.evidence,
    steps: (fault.steps ?? reason.steps).map(text),
    links: [...reason.links],
  };
}

/** The finding, no surer than `certainty`. */
export function atMost(finding: Finding, certainty: Finding['certainty']): Finding {
  const order = ['one-of', 'likely', 'certain'];
  return order.indexOf(finding.certainty) > order.indexOf(certainty) ? { ...finding, certainty } : finding;
}
