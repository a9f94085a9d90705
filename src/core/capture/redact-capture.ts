import type { Flow } from '../model.ts';
import type { FlowingCapture } from './export.ts';
import { redactFlow } from './redact-flow.ts';
import { redactText } from './redact-text.ts';
import type { Redactor } from './redactor.ts';
import { isRecord, unknownData } from './rules.ts';

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
    userAgent: redactor.within('userAgent', () => redactText(userAgent, redactor)),
    ...(dropped ? { dropped: dropped.map(each => ({ ...each, reason: redactText(each.reason, redactor) })) } : {}),
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
