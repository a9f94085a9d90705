import { kindOfKey } from './kinds.ts';
import { redactJson } from './redact-json.ts';
import type { Naming } from './redact-key.ts';
import { isToken, redactToken } from './redact-token.ts';
import { isWebUrl, redactForm, redactUrl } from './redact-url.ts';
import type { Redactor } from './redactor.ts';
import { isConstant, isKnownName, isMeasure, isWording } from './vocabulary.ts';

/** Members that may hold a URL relative to the file they stand in. */
const URL_MEMBER = /(?:url|urls|uri|endpoint)$/i;
const MOMENT = /^\d{4}-\d\d-\d\dT\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:\d\d)$/;
const TWO_YEARS = 2 * 365 * 24 * 3600 * 1000;
const EMAIL = /^[^\s@]+@[^\s@]+$/;

/** A string found anywhere in data, under the nearest name above it. What no rule knows to be harmless is replaced. */
export function redactString(text: string, key: string, redactor: Redactor, naming: Naming = 'known'): string {
  if (text === '') return text;
  if (isWording(key, text)) return text;
  const kind = kindOfKey(key);
  if (kind === 'client' && redactor.clients.has(text)) return text;
  if (isToken(text)) return redactToken(text, redactor);
  if (isWebUrl(text)) return redactUrl(text, redactor);
  if (/^\s*[{[]/.test(text)) return redactJson(text, key, redactor, naming);
  if (EMAIL.test(text)) return redactor.replace(text, 'email');
  if (/^\d+$/.test(text)) return isMeasure(key, text) ? text : redactor.replace(text, 'number');
  if (key === 'code' && isConstant(text)) return text;
  if (kind === undefined) {
    if (isConstant(text) || isRecentMoment(text, redactor)) return text;
    if (URL_MEMBER.test(key) && /^[/.?]/.test(text)) return redactUrl(text, redactor);
    if (text.split(/[ ,]/).every(isConstant)) return text;
    if (isForm(text)) return redactForm(text, redactor);
  }
  return redactor.replace(text, kind ?? 'text');
}

/** Whatever happened to the account or the server, of late or in time to come: what lies longer ago may be a day of birth. */
function isRecentMoment(text: string, { at }: Redactor): boolean {
  if (!MOMENT.test(text)) return false;
  const moment = Date.parse(text);
  return moment === 0 || moment > at - TWO_YEARS;
}

function isForm(text: string): boolean {
  return (
    /^[^=&\s]+=[^&\s]*(?:&[^=&\s]+=[^&\s]*)*$/.test(text) &&
    text.split('&').every(pair => isKnownName(pair.slice(0, pair.indexOf('='))))
  );
}

/** A number in data, as text: kept where its member's name says that it is a time, a size or a state. */
export function redactNumber(text: string, key: string, redactor: Redactor): string {
  if (isMeasure(key, text) || ((text === '0' || text === '1') && kindOfKey(key) === undefined)) {
    redactor.numbers.add(text);
    return text;
  }
  return redactor.replace(text, 'number');
}
