import type { Capture, Flow } from '../model.ts';
import type { FlowingCapture } from './export.ts';
import { redactFlow } from './redact-flow.ts';
import { redactText } from './redact-text.ts';
import { redactUserAgent } from './redact-user-agent.ts';
import type { Redactor } from './redactor.ts';
import { fields, isRecord, list, measure, text, unknownData } from './rules.ts';

const droppedRule = list(fields<{ flows: number; reason: string }>({ flows: measure, reason: text(redactText) }));

/** The capture with its flows redacted one by one, as they are asked for. */
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
    userAgent: redactor.within('userAgent', () => redactUserAgent(userAgent, redactor)),
    ...(dropped ? { dropped: droppedRule(dropped, redactor) as NonNullable<Capture['dropped']> } : {}),
    flows: redactEach(flows, redactor),
  };
}

function* redactEach(flows: Iterable<Flow>, redactor: Redactor): Generator<Flow, void> {
  let index = 0;
  for (const flow of flows) {
    yield redactFlow(flow, index, redactor);
    index += 1;
  }
}
