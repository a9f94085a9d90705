/** Small words to say how a faulty endpoint answers. */
import { type Answer, json, redirect } from '../exchange.ts';
import type { Override } from './fault.ts';

/** Any JSON value, with status 200 unless said otherwise. Headers of the good answer (CORS among them) stay. */
export const sends =
  (value: unknown, status = 200): Override =>
  good => ({ ...good, ...json(value, status, withoutType(good)) });

export const status =
  (code: number): Override =>
  good => ({
    ...good,
    status: code,
    headers: { ...withoutType(good), 'content-type': 'application/json' },
    body: '{}',
  });

export const text =
  (type: string, body: string, code = 200): Override =>
  good => ({ ...good, status: code, body, headers: { ...withoutType(good), 'content-type': type } });

/** JSON, one byte a character, with its length told. */
export const latin1 =
  (value: unknown): Override =>
  good => {
    const body = Buffer.from(JSON.stringify(value), 'latin1');
    const type = { 'content-type': 'application/json; charset=iso-8859-1', 'content-length': String(body.length) };
    return { ...good, status: 200, body, headers: { ...withoutType(good), ...type } };
  };

/** The good body, with these members laid over it; `undefined` takes one away. */
export const members =
  (changes: Record<string, unknown>): Override =>
  good => ({ ...good, body: JSON.stringify({ ...readObject(good), ...changes }) });

/** The good key set, each key changed. */
export const keys =
  (change: (key: Record<string, unknown>) => Record<string, unknown>): Override =>
  good => {
    const list: unknown = readObject(good)['keys'];
    return { ...good, body: JSON.stringify({ keys: Array.isArray(list) ? list.map(change) : [] }) };
  };

/** The good answer with these headers; an empty value takes one away. */
export const headers =
  (changes: Record<string, string>): Override =>
  good => ({ ...good, headers: { ...good.headers, ...changes } });

export const movedTo =
  (location: string): Override =>
  good =>
    redirect(location, withoutType(good));

export const reset: Override = () => ({ kind: 'reset' });

export const after =
  (delay: number): Override =>
  good => ({ ...good, delay });

/** The good answer, once the relying party's page has been left. */
export const oncePageLeft: Override = (good, at) => ({ ...good, until: at.pageLeft() });

/** The good answer until this origin has issued a token, then the faulty one. */
export const onceSignedIn =
  (faulty: Override): Override =>
  (good, at) =>
    at.tokensIssued > 0 ? faulty(good, at) : good;

/** Accounts as if somebody were signed in, whatever the session says. */
export const accounts = (...list: Record<string, unknown>[]): Override => sends({ accounts: list });

function withoutType(good: Answer): Record<string, string> {
  const { 'content-type': _, ...rest } = good.headers;
  return rest;
}

function readObject(good: Answer): Record<string, unknown> {
  const value: unknown = JSON.parse(String(good.body));
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
