import type { Capture, Flow } from '../model.ts';
import type { FlowingCapture } from './export.ts';
import { redactFlowInSteps } from './redact-flow.ts';
import { redactText } from './redact-text.ts';
import { redactUserAgent } from './redact-user-agent.ts';
import type { Redactor } from './redactor.ts';
import { fields, isRecord, list, measure, text, unknownData } from './rules.ts';

const droppedRule = list(fields<{ flows: number; reason: string }>({ flows: measure, reason: text(redactText) }));

/** The capture with its flows redacted one by one, as they are asked for, with pauses in those that are long. */
export function redactCapture(capture: FlowingCapture, redactor: Redactor): FlowingCapture {
  const { format, version, redaction, exportedAt, creator, userAgent, dropped, flows, ...unknown } = capture;
  const others = unknownData(unknown, redactor);
  return {
    ...(isRecord(others) ? others : {}),
    format,
    version,
    redaction,
    exportedAt,
    creator: { name: redactText(creator.name, redactor), version: redactText(creator.version, redactor) },
    userAgent: redactUserAgent(userAgent, redactor),
    ...(dropped ? { dropped: droppedRule(dropped, redactor) as NonNullable<Capture['dropped']> } : {}),
    flows: redactEach(flows, redactor),
  };
}

function* redactEach(flows: FlowingCapture['flows'], redactor: Redactor): Generator<Flow | undefined, void> {
  for (const flow of flows) yield flow && (yield* redactFlowInSteps(flow, redactor));
}
