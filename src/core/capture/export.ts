import type { Capture, Flow, Redaction } from '../model.ts';
import { harParts } from './export-har.ts';
import { captureParts } from './export-json.ts';
import { commonBatch, restoredIds } from './flow-ids.ts';
import type { Kind } from './pseudonyms.ts';
import { redactCapture } from './redact-capture.ts';
import { createRedactor } from './redactor.ts';
import { reportParts } from './report.ts';
import { finish, type Steps } from './steps.ts';
import type { CaptureFrame } from './validate.ts';

export interface ExportOptions {
  creator: Capture['creator'];
  /** ISO 8601. */
  exportedAt: string;
  userAgent: string;
  redaction: Redaction;
  /** Key of the pseudonyms: 32 random bytes, kept as long as the export dialog is open and never written anywhere. */
  key: Uint8Array;
  dropped?: Capture['dropped'];
  /** By batch prefix, what imported files said beside their flows ({@link Imported.frame}). */
  frames?: ReadonlyMap<string, CaptureFrame>;
}

export type ExportFormat = 'json' | 'har' | 'report';

export interface Exported {
  /** The file's text in pieces, to be joined without anything between them (`new Blob(parts)`). */
  parts: string[];
  /** The pseudonyms given out, none where nothing was to be redacted, by which {@link marksIn} finds the replaced parts of any piece of the text. */
  pseudonyms: ReadonlyMap<string, Kind>;
}

/** Writes flows in one of the formats, a flow a step. Nothing that redaction takes out is in any part. */
export function* exportInSteps(format: ExportFormat, flows: readonly Flow[], options: ExportOptions): Steps<Exported> {
  const redactor = createRedactor(options.key);
  const written = captureOf(flows, options);
  const capture = options.redaction === 'secrets' ? redactCapture(written, redactor) : written;
  const parts: string[] = [];
  let done = 0;
  for (const part of partsOf(format, capture)) {
    if (part !== undefined) {
      parts.push(part);
      done += 1;
    }
    yield { done: Math.min(done, flows.length), total: flows.length };
  }
  return { parts, pseudonyms: redactor.pseudonyms.issued };
}

/** A capture whose flows are made as they are asked for. `undefined` is a pause in one that takes long. */
export interface FlowingCapture extends Omit<Capture, 'flows'> {
  flows: Iterable<Flow | undefined>;
}

/** Flows that all come from one file go back with what that file said beside them. */
function captureOf(flows: readonly Flow[], options: ExportOptions): FlowingCapture {
  const prefix = commonBatch(flows);
  const frame = prefix === undefined ? undefined : options.frames?.get(prefix);
  const dropped = frame ? frame.dropped : options.dropped;
  return {
    ...frame,
    format: 'fedcm-capture',
    version: frame?.version ?? 1,
    creator: options.creator,
    exportedAt: options.exportedAt,
    userAgent: frame?.userAgent ?? options.userAgent,
    redaction: frame?.redaction === 'secrets' ? 'secrets' : options.redaction,
    ...(dropped ? { dropped } : {}),
    flows: restoredIds(flows),
  };
}

function partsOf(format: ExportFormat, capture: FlowingCapture): Iterable<string | undefined> {
  switch (format) {
    case 'json':
      return captureParts(capture);
    case 'har':
      return harParts(capture);
    case 'report':
      return reportParts(capture);
  }
}

/** The capture file as text (`Save JSON`), at once. For more than a few hundred flows use {@link exportInSteps}. */
export function exportCapture(flows: readonly Flow[], options: ExportOptions): string {
  return finish(exportInSteps('json', flows, options)).parts.join('');
}
