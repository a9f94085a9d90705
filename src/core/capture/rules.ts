import { redactValue } from './redact-json.ts';
import { redactKey } from './redact-key.ts';
import type { Redactor } from './redactor.ts';

/** How one value of a known place is redacted. A value of another type than the place's own is unknown data. */
export type Rule = (value: unknown, redactor: Redactor) => unknown;

export const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export const unknownData: Rule = (value, redactor) => redactValue(value, '', redactor);

/** Data that stand under a name of their own, such as a token: the name tells what kind of value they are. */
export const data =
  (key: string): Rule =>
  (value, redactor) =>
    redactValue(value, key, redactor, 'given');

export const text =
  (redact: (text: string, redactor: Redactor) => string): Rule =>
  (value, redactor) =>
    typeof value === 'string' ? redact(value, redactor) : unknownData(value, redactor);

/** Times, durations, sizes, counts, states. */
export const measure: Rule = (value, redactor) => {
  if (typeof value === 'boolean') return value;
  if (typeof value !== 'number') return unknownData(value, redactor);
  redactor.numbers.add(String(value));
  return value;
};

export const list =
  (rule: Rule): Rule =>
  (value, redactor) =>
    Array.isArray(value) ? value.map(item => rule(item, redactor)) : unknownData(value, redactor);

/** Every known field by its own rule; fields of other versions as unknown data. */
export const fields =
  <Shape>(rules: { [Name in keyof Shape]-?: Rule }): Rule =>
  (value, redactor) => {
    if (!isRecord(value)) return unknownData(value, redactor);
    const known = new Map<string, Rule>(Object.entries(rules));
    const redacted = Object.entries(value).map(([name, item]): [string, unknown] => {
      const rule = known.get(name);
      return rule ? [name, rule(item, redactor)] : [redactKey(name, redactor), redactValue(item, name, redactor)];
    });
    return Object.fromEntries(redacted);
  };
