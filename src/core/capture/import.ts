import type { Flow } from '../model.ts';
import { CaptureError } from './capture-error.ts';
import { decodeFile } from './decode-file.ts';
import { batchPrefix, imported } from './flow-ids.ts';
import { flowsOfHar } from './import-har.ts';
import { type Opened, parseSlice, type Slice, sliceJson } from './json-slices.ts';
import { isRecord } from './rules.ts';
import { type Steps, stage } from './steps.ts';
import { type CaptureFrame, validFlow, validFrame } from './validate.ts';

export interface Imported {
  source: 'capture' | 'har';
  /** Marked as imported, each id under the prefix of this import. Findings, checks and phases as they were stored. */
  flows: Flow[];
  /** What the file said beside its flows, to be given back when they are exported again. HAR files of others have none. */
  frame?: CaptureFrame;
}

/** What is looked into; every other value is parsed in one piece. */
const OPENED: Opened = { flows: {}, log: { pages: {}, entries: {} } };

/**
 * Reads a capture file of any version, or a HAR file with FedCM exchanges, a flow a step. A file is taken whole or not at
 * all. Members that this version does not know are kept.
 *
 * @param number counts the imports of one log, so that ids of two files never meet.
 * @throws CaptureError for every fault of the file.
 */
export function* importInSteps(bytes: Uint8Array, number: number): Steps<Imported> {
  const text = yield* stage(decodeFile(bytes), 0, 0.1);
  const slices = yield* stage(slicesOf(text), 0.1, 0.3);
  const { flows, ...rest } = yield* stage(readFlows(text, slices), 0.3, 1);
  const prefix = batchPrefix(number);
  return { ...rest, flows: flows.map(flow => imported(flow, prefix)) };
}

function* slicesOf(text: string): Steps<Slice[]> {
  const slices: Slice[] = [];
  for (const slice of sliceJson(text, OPENED)) {
    slices.push(slice);
    yield { done: slice.end, total: text.length };
  }
  return slices;
}

function* readFlows(text: string, slices: readonly Slice[]): Steps<Imported> {
  const [only] = slices;
  if (only?.path === '') parseSlice(text, only.start, only.end, only.path);
  if (slices.some(slice => slice.path === 'format')) return yield* readCapture(text, slices);
  if (slices.some(slice => slice.parent === 'log')) return yield* readHar(text, slices);
  throw new CaptureError('wrong-format', '', 'This is neither a FedCM capture nor a HAR file.');
}

function* readCapture(text: string, slices: readonly Slice[]): Steps<Imported> {
  const members = slices.filter(slice => slice.parent === '').map(slice => memberOf(text, slice));
  const raw = Object.fromEntries(members);
  if (raw['format'] !== 'fedcm-capture') {
    throw new CaptureError('wrong-format', 'format', 'This is no FedCM capture.');
  }
  const frame = validFrame(raw);
  try {
    const isList = Array.isArray(raw['flows']) || slices.some(({ parent, key }) => parent === 'flows' && key === 0);
    if (!isList) throw new CaptureError('wrong-shape', 'flows', 'Expected a list.');
    return { source: 'capture', frame, flows: yield* readFlowList(text, slices) };
  } catch (error) {
    throw frame.version > 1 && error instanceof CaptureError && error.code === 'wrong-shape'
      ? newer(frame, error)
      : error;
  }
}

const newer = (frame: CaptureFrame, cause: CaptureError): CaptureError =>
  new CaptureError(
    'newer-version',
    cause.place,
    `The capture is of version ${frame.version}, newer than this extension.`,
  );

function* readFlowList(text: string, slices: readonly Slice[]): Steps<Flow[]> {
  const flows: Flow[] = [];
  const seen = new Set<string>();
  for (const slice of slices) {
    if (slice.parent !== 'flows') continue;
    const flow = validFlow(parseSlice(text, slice.start, slice.end, slice.path), slice.path);
    assertUnique(seen, flow.id, `${slice.path}.id`);
    assertUniqueExchanges(flow, slice.path);
    flows.push(flow);
    yield { done: slice.end, total: text.length };
  }
  return flows;
}

function assertUnique(seen: Set<string>, id: string, place: string): void {
  if (seen.has(id)) throw new CaptureError('duplicate-id', place, 'Another one has this id.');
  seen.add(id);
}

function assertUniqueExchanges({ exchanges }: Flow, place: string): void {
  const seen = new Set<string>();
  for (const [at, { id }] of exchanges.entries()) assertUnique(seen, id, `${place}.exchanges[${at}].id`);
}

const memberOf = (text: string, slice: Slice): [string, unknown] => [
  String(slice.key),
  parseSlice(text, slice.start, slice.end, slice.path),
];

/** Chrome marks entries as FedCM's, as we do; in a proxy's file the request's own header does. */
const MARKS = /fedcm|webidentity|web-identity/i;

/** Whether an entry can be a request of FedCM's. */
function speaksOfFedCM(text: string, { start, end }: Slice): boolean {
  return MARKS.test(text.slice(start, end));
}

function* readHar(text: string, slices: readonly Slice[]): Steps<Imported> {
  const head: [string, unknown][] = [];
  const pages: unknown[] = [];
  const entries: unknown[] = [];
  for (const slice of slices) {
    yield { done: slice.end, total: text.length };
    // A page's other requests may be many and large.
    if (slice.parent === 'log.entries' && !speaksOfFedCM(text, slice)) continue;
    const value = parseSlice(text, slice.start, slice.end, slice.path);
    if (slice.parent === 'log') head.push([String(slice.key), value]);
    else if (slice.parent === 'log.pages') pages.push(value);
    else if (slice.parent === 'log.entries') entries.push(value);
  }
  const own = Object.fromEntries(head)['_fedcm'];
  const flows = flowsOfHar(pages, entries);
  const seen = new Set<string>();
  for (const flow of flows) {
    assertUnique(seen, flow.id, `log.pages, ${flow.id}`);
    assertUniqueExchanges(flow, `log.pages, ${flow.id}`);
  }
  return { source: 'har', flows, ...(isRecord(own) ? { frame: validFrame(own) } : {}) };
}
