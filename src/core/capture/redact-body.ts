import { redactJsonInSteps } from './redact-json.ts';
import { redactString } from './redact-string.ts';
import { redactForm } from './redact-url.ts';
import type { Redactor } from './redactor.ts';
import type { Pausing } from './steps.ts';

const FORM = /^[^=&\s<{["]+=[^&\s]*(?:&[^=&\s]+=[^&\s]*)*$/;
const JSON_TEXT = /^\s*[{[]/;

/** A body of a request or an answer: JSON and forms from inside, anything else in whole. */
export function redactBody(body: string, redactor: Redactor): string {
  const prepared = redactor.prepared.get(body);
  if (prepared !== undefined) return prepared;
  return FORM.test(body) ? redactForm(body, redactor) : redactString(body, '', redactor);
}

/** Redacts a long body of JSON with pauses, for {@link redactBody} to find. */
export function* prepareBody(body: string, redactor: Redactor): Pausing<void> {
  if (!JSON_TEXT.test(body) || redactor.prepared.has(body)) return;
  redactor.prepared.set(body, yield* redactJsonInSteps(body, '', redactor));
}
