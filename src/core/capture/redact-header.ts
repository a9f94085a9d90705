import type { Header } from '../model.ts';
import { redactString } from './redact-string.ts';
import { redactText } from './redact-text.ts';
import { redactUrl } from './redact-url.ts';
import type { Redactor } from './redactor.ts';
import { isKnownName, isPersonal, isPlainHeader } from './vocabulary.ts';

const URL_HEADER = /^(?:location|referer|origin|access-control-allow-origin|content-location)$/i;
const COUNTING = /^(?:age|content-length|retry-after|access-control-max-age|expires)$/i;
const DIGITS = /^-?\d{1,10}$/;

/** Keeps known names, and the values of headers that speak only the protocol; secrets travel in the others. */
export function redactHeader({ name, value }: Header, redactor: Redactor): Header {
  return {
    name: isPlainHeader(name) || (isKnownName(name) && !isPersonal(name)) ? name : redactor.replace(name, 'key'),
    value: redactHeaderValue(name, value, redactor),
  };
}

function redactHeaderValue(name: string, value: string, redactor: Redactor): string {
  if (URL_HEADER.test(name) && /^(?:https?:\/\/|\/)/.test(value)) return redactUrl(value, redactor);
  if (!isPlainHeader(name)) return redactString(value, name, redactor);
  if (COUNTING.test(name) && DIGITS.test(value)) return value;
  const maxAge = /\bmax-age=(\d{1,10})\b/.exec(value)?.[1];
  if (maxAge !== undefined) redactor.numbers.add(maxAge);
  return redactText(value, redactor);
}
