import { redactString } from './redact-string.ts';
import { redactForm } from './redact-url.ts';
import type { Redactor } from './redactor.ts';

const FORM = /^[^=&\s<{["]+=[^&\s]*(?:&[^=&\s]+=[^&\s]*)*$/;

/** A body of a request or an answer: JSON and forms from inside, anything else in whole. */
export function redactBody(body: string, redactor: Redactor): string {
  return FORM.test(body) ? redactForm(body, redactor) : redactString(body, '', redactor);
}
