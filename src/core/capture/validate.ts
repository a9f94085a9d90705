import * as v from 'valibot';
import type { Capture, Flow } from '../model.ts';
import { CaptureError } from './capture-error.ts';
import { flowSchema, frameSchema } from './capture-schema.ts';

/** Everything of a capture but its flows, with members that this version does not know. */
export type CaptureFrame = Omit<Capture, 'flows'>;

/** @throws CaptureError `wrong-shape`, naming the member under `place`. */
export function validFlow(value: unknown, place: string): Flow {
  check(flowSchema, value, place);
  return value as Flow;
}

/** @throws CaptureError `wrong-version`, `wrong-shape`. */
export function validFrame(value: Readonly<Record<string, unknown>>): CaptureFrame {
  const version = value['version'];
  if (!Number.isSafeInteger(version) || Number(version) < 1) {
    throw new CaptureError('wrong-version', 'version', 'A capture has version 1 or later.');
  }
  check(frameSchema, value, '');
  return value as unknown as CaptureFrame;
}

/**
 * The value itself is used afterwards, never valibot's copy: a copy sets `__proto__` where a file has such a member.
 */
function check(schema: v.GenericSchema, value: unknown, place: string): void {
  const [issue] = v.safeParse(schema, value, { abortEarly: true }).issues ?? [];
  if (issue === undefined) return;
  const where = `${place}${issue.path?.map(step => pathStep(step.key)).join('') ?? ''}`.replace(/^\./, '');
  throw new CaptureError(
    'wrong-shape',
    where,
    `Expected ${issue.expected ?? 'another value'}, found ${shown(issue.received)}.`,
  );
}

const pathStep = (key: unknown): string => (typeof key === 'number' ? `[${key}]` : `.${String(key)}`);

const shown = (received: string): string =>
  received === 'undefined' ? 'nothing' : received.length > 60 ? `${received.slice(0, 60)}…` : received;
