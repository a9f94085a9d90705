import { parse } from 'tldts';
import { redactKey } from './redact-key.ts';
import { redactString } from './redact-string.ts';
import type { Redactor } from './redactor.ts';
import { isDocumentHost, isKnownName, isKnownWord, isPersonal } from './vocabulary.ts';

const EMAIL = /^[^\s@]+@[^\s@]+$/;
const URL_PARTS = /^(?:(https?:)\/\/([^/?#]*))?([^?#]*)(?:\?([^#]*))?(?:#([\s\S]*))?$/i;

export const isWebUrl = (text: string): boolean => /^https?:\/\//i.test(text);

/**
 * Keeps the scheme, the hosts of the flow's parties, known words in the path and known names in the query; replaces user
 * names, other hosts, other segments, every value of the query, and the fragment. Works on the text, not on a parsed URL:
 * a trailing slash or a default port may be the fault that is looked for.
 */
export function redactUrl(url: string, redactor: Redactor): string {
  const [, scheme, authority, path = '', query, fragment] = URL_PARTS.exec(url) ?? [];
  return [
    scheme === undefined ? '' : `${scheme}//${redactAuthority(authority ?? '', redactor)}`,
    redactPath(path, redactor),
    query === undefined ? '' : `?${redactForm(query, redactor)}`,
    fragment === undefined ? '' : `#${redactFragment(fragment, redactor)}`,
  ].join('');
}

function redactAuthority(authority: string, redactor: Redactor): string {
  const at = authority.lastIndexOf('@');
  const user = at < 0 ? '' : `${redactor.replace(authority.slice(0, at), 'secret')}@`;
  const [, host = '', port = ''] = /^(.*?)(:\d{0,5})?$/s.exec(authority.slice(at + 1)) ?? [];
  return `${user}${redactHost(host, redactor)}${port}`;
}

const redactHost = (host: string, redactor: Redactor): string =>
  host === '' || isPartyHost(host, redactor) || isDocumentHost(host) ? host : redactor.replace(host, 'host');

/** A party's host, or one beside it that says no more: `www.shop.example`, `accounts.shop.example`. */
export function isPartyHost(host: string, { hosts }: Redactor): boolean {
  const lower = host.toLowerCase();
  if (hosts.has(lower)) return true;
  const site = parse(lower).domain;
  if (!site || !hosts.has(site) || !lower.endsWith(`.${site}`)) return false;
  const labels = lower.slice(0, -site.length - 1).split('.');
  return labels.every(label => isKnownName(label) && !isPersonal(label));
}

/** Names that resolve nowhere but here, which the public suffix list does not hold. */
const LOCAL = /(?:^|\.)(?:localhost|test|example|internal|local|lan|home\.arpa)$/;

/** A label made by a machine, such as a tenant's or a deployment's number. */
const MACHINE_LABEL = /^(?=.*\d)[a-z\d-]{12,}$|\d{5}/;

/** The host of a party's URL, where it is one that the public could know. */
export function partyHost(url: unknown): string | undefined {
  if (typeof url !== 'string' || !URL.canParse(url)) return undefined;
  const { protocol, hostname } = new URL(url);
  if (protocol !== 'https:' && protocol !== 'http:') return undefined;
  if (hostname.split('.').some(label => MACHINE_LABEL.test(label))) return undefined;
  const { isIcann, isIp } = parse(hostname);
  return isIcann || isIp || LOCAL.test(hostname) ? hostname : undefined;
}

function redactPath(path: string, redactor: Redactor): string {
  return path
    .split('/')
    .map(segment => redactSegment(segment, redactor))
    .join('/');
}

const VERSION = /^(?:v\d{1,2}|v?\d{1,2}\.\d{1,2})$/;

/** `fedcm.json`, `.well-known`, `v1`, `client_metadata`. A number alone may be somebody's. */
function redactSegment(segment: string, redactor: Redactor): string {
  if (VERSION.test(segment)) return segment;
  const isKnown = (part: string) => isKnownName(part) && !isPersonal(part);
  return segment.split('.').every(part => part === '' || isKnown(part)) ? segment : replaceSegment(segment, redactor);
}

/** By what it says, whatever is escaped in it: the same value may stand elsewhere without escapes. */
function replaceSegment(segment: string, redactor: Redactor): string {
  const name = decodePath(segment);
  const replaced = EMAIL.test(name) ? redactor.replace(name, 'email') : replaceName(name, redactor);
  return name === segment ? replaced : encodeURIComponent(replaced);
}

function replaceName(name: string, redactor: Redactor): string {
  const [, stem = name, ending = ''] = /^(.+?)((?:\.[a-z]{2,5})+)$/s.exec(name) ?? [];
  const known = ending.slice(1).split('.').every(isKnownWord);
  return known ? `${redactor.replace(stem, 'path')}${ending}` : redactor.replace(name, 'path');
}

function redactFragment(fragment: string, redactor: Redactor): string {
  if (fragment.includes('=')) return redactForm(fragment, redactor);
  return fragment === '' || (isKnownName(fragment) && !isPersonal(fragment))
    ? fragment
    : redactor.replace(fragment, 'path');
}

/** `a=1&b=2`, as a query string or a posted form. */
export function redactForm(form: string, redactor: Redactor): string {
  return form
    .split('&')
    .map(pair => {
      const equals = pair.indexOf('=');
      if (equals < 0) return encode(redactKey(decode(pair), redactor), pair);
      const key = decode(pair.slice(0, equals));
      const value = pair.slice(equals + 1);
      return `${encode(redactKey(key, redactor), pair.slice(0, equals))}=${encode(
        redactString(decode(value), key, redactor),
        value,
      )}`;
    })
    .join('&');
}

const decode = (text: string): string => decodePath(text.replaceAll('+', ' '), text);

/** A `+` in a path is one. */
function decodePath(text: string, otherwise = text): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return otherwise;
  }
}

/** What was not replaced stays as it was written. */
const encode = (text: string, before: string): string =>
  text === decode(before) ? before : encodeURIComponent(text).replaceAll('%20', '+');
