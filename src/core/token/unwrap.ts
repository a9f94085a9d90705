import { decodeBase64url } from './base64url.ts';
import { readJson } from './json-text.ts';
import { looksCompact } from './looks.ts';
import { decodeUtf8 } from './utf8.ts';

/** A text that is a token only after something was taken off it. */
export interface Wrapped {
  /** What was around it, in a sentence. */
  message: string;
  inner: string;
  /** Characters before the token; `undefined` where the text was decoded, so that places in it are no longer the token's. */
  before?: number;
}

/** Looks for what people wrap tokens in by mistake: a scheme, a name, quotation marks, percent-encoding, a form, a cookie, base64. */
export function unwrap(text: string): Wrapped | undefined {
  return (
    withoutScheme(text) ??
    withoutName(text) ??
    withoutQuotes(text) ??
    fromPercent(text) ??
    fromForm(text) ??
    fromBase64(text)
  );
}

function withoutScheme(text: string): Wrapped | undefined {
  const [before, scheme = ''] = /^(?:authorization:\s*)?(bearer|dpop|jwt)[ \t:]+(?=\S)/i.exec(text) ?? [];
  if (before === undefined) return undefined;
  const message = `“${scheme}” stands before the token; that belongs in an Authorization header.`;
  return { message, inner: text.slice(before.length), before: before.length };
}

/** `id_token: eyJ…`, as it stands in a log or a configuration. */
function withoutName(text: string): Wrapped | undefined {
  const [before, name = ''] = /^([\w-]{1,40})(?:\s*:\s*|\s+)(?=\S)/.exec(text) ?? [];
  if (before === undefined || looksCompact(`${name}.`)) return undefined;
  const inner = text.slice(before.length);
  if (!isPlain(withoutQuotes(inner)?.inner ?? inner)) return undefined;
  return { message: `The name “${name}” stands before the token.`, inner, before: before.length };
}

function withoutQuotes(text: string): Wrapped | undefined {
  const inner = /^(?:'(.*)'|`(.*)`|“(.*)”)$/s.exec(text)?.slice(1).find(Boolean);
  if (inner === undefined || !isPlain(inner)) return undefined;
  return { message: 'Quotation marks stand around the token.', inner, before: 1 };
}

function fromPercent(text: string): Wrapped | undefined {
  if (!/%[0-9a-f]{2}/i.test(text)) return undefined;
  try {
    const inner = decodeURIComponent(text);
    if (!isPlain(withoutScheme(inner)?.inner ?? inner)) return undefined;
    return { message: 'The token is percent-encoded once too often. Places are those in it, decoded.', inner };
  } catch {
    return undefined;
  }
}

function fromForm(text: string): Wrapped | undefined {
  const [before, name = ''] = /^(?:https?:[^\s?#]*|(?:set-)?cookie:\s*)?[?#]?(?=([\w-]{1,40})=)/i.exec(text) ?? [];
  if (before === undefined || looksCompact(name) || looksCompact(`${name}.`)) return undefined;
  const rest = text.slice(before.length);
  const cookies = /;\s|^[^&]*;/.test(rest);
  const fields = Object.fromEntries(new URLSearchParams(cookies ? rest.replace(/;\s*/g, '&') : rest));
  if (!Object.values(fields).some(isPlain)) return undefined;
  const what = cookies ? 'a cookie' : 'a form, or the end of a URL';
  return { message: `The token is ${what}. Its fields are shown.`, inner: JSON.stringify(fields) };
}

function fromBase64(text: string): Wrapped | undefined {
  if (!/^[\w+/-]{16,}={0,2}$/.test(text) || looksCompact(text)) return undefined;
  const { text: inner, faults } = decodeUtf8(decodeBase64url(text).bytes);
  if (faults.length > 0 || !isPlain(inner)) return undefined;
  return { message: 'The token is base64 of a token or of JSON. Places are those in it, decoded.', inner };
}

/** Whether a text is a token or JSON without anything around it. */
function isPlain(text: string): boolean {
  if (/^\s*[{["]/.test(text)) {
    const { value, faults } = readJson(text);
    if (faults.some(({ code }) => code === 'json-syntax')) return false;
    return typeof value !== 'string' || (!value.startsWith('"') && isPlain(value));
  }
  return /^[\w-]+=*\.[\w-]*=*\./.test(text) && looksCompact(text);
}
