import type { Header } from '../model.ts';
import { redactString } from './redact-string.ts';
import { redactText } from './redact-text.ts';
import { redactUrl } from './redact-url.ts';
import type { Redactor } from './redactor.ts';
import { isDuration, isKnownName, isPersonal, isPlainHeader } from './vocabulary.ts';

const URL_HEADER = /^(?:location|referer|origin|access-control-allow-origin|content-location)$/i;
const LASTING = /^(?:age|retry-after|access-control-max-age)$/i;
/** Times that mean *already*. */
const AT_ONCE = /^(?:0|-1)$/;
const SIZE = /^\d{1,7}$/;

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
  if (LASTING.test(name) && isDuration(value, 4)) return value;
  if (/^content-length$/i.test(name) && SIZE.test(value)) return value;
  if (/^expires$/i.test(name) && AT_ONCE.test(value)) return value;
  return redactText(value, redactor);
}
