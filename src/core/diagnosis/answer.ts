import type { Evidence, Exchange } from '../model.ts';
import { isCutOff } from './cut-off.ts';
import type { Fault } from './fault.ts';
import { beyondJson, isObject, type JsonObject, shown } from './json-value.ts';
import { meaningOf } from './net-error.ts';

/** How Chrome names the failures of one kind of exchange: the first word of its reasons. */
export type Stage = 'WellKnown' | 'Config' | 'Accounts' | 'IdToken' | 'Disconnect';

/**
 * - `fault`: Chrome refuses the answer before looking into it.
 * - `body`: a JSON object.
 * - `unread`: the answer came, but its body was not recorded in full, so nothing more can be said.
 * - `cut-off`: no answer, because the call ended first.
 */
export type Answer =
  | { kind: 'fault'; fault: Fault }
  | { kind: 'body'; body: JsonObject }
  | { kind: 'unread' }
  | { kind: 'cut-off' };

/** The subject of a title about each kind of answer. */
export const SUBJECT: Readonly<Record<Stage, string>> = {
  WellKnown: 'The well-known',
  Config: 'The config',
  Accounts: 'The accounts endpoint',
  IdToken: 'The identity assertion endpoint',
  Disconnect: 'The disconnect endpoint',
};

/** Chrome reads no answer of FedCM beyond this, in bytes. */
const BODY_CAP = 1024 * 1024;

/**
 * Checks an answer as Chrome does, in its order: connection, status, size, content type, strict JSON, object at the top.
 * Only the assertion endpoint's error answers are read: pass `errorAnswers` for it.
 */
export function readAnswer(exchange: Exchange, stage: Stage, errorAnswers = false): Answer {
  const { response } = exchange;
  const subject = SUBJECT[stage];
  const failed = (code: Fault['code'], title: string, evidence: Evidence, rest: Partial<Fault> = {}): Answer => ({
    kind: 'fault',
    fault: { code, title: `${subject} ${title}`, evidence: [{ exchange: exchange.id, ...evidence }], ...rest },
  });

  if (response.error === 'net::ERR_NETWORK_ACCESS_REVOKED') {
    return {
      kind: 'fault',
      fault: {
        code: `${stage}BlockedByConnectionAllowlist`,
        evidence: [{ exchange: exchange.id, path: 'error', found: response.error, expected: 'an allowed connection' }],
      },
    };
  }
  if (isCutOff(exchange)) return { kind: 'cut-off' };
  if (response.status === 0 && response.error !== undefined) {
    const { words, step } = meaningOf(response.error, exchange.request.url);
    const evidence = { path: 'error', found: response.error, expected: 'an answer' };
    return failed(`${stage}NoResponse`, words, evidence, { steps: [step] });
  }
  const status = { path: 'status', found: String(response.status), expected: '200' };
  if (response.status === 404) return failed(`${stage}HttpNotFound`, 'answered 404', status);
  if (!errorAnswers && !isSuccess(exchange)) return failed(`${stage}NoResponse`, answered(exchange), status);
  if (response.error === 'net::ERR_ABORTED') return { kind: 'cut-off' };
  const tooLarge = response.error === 'net::ERR_INSUFFICIENT_RESOURCES';
  if (response.error !== undefined && response.error !== BAD_STATUS && !tooLarge) {
    return failed(`${stage}NoResponse`, `broke off its answer (${response.error})`, {
      path: 'error',
      found: response.error,
    });
  }
  const bytes = response.bodyBytes ?? response.body?.length ?? (Number(headerOf(exchange, 'content-length')) || 0);
  if (tooLarge || bytes > BODY_CAP) {
    const found = bytes > BODY_CAP ? `${bytes} bytes` : 'more than that';
    const evidence = { path: '$', found, expected: `at most ${BODY_CAP} bytes` };
    return failed(`${stage}NoResponse`, 'answered with more than 1 MiB', evidence, {
      steps: [`Make the answer of ${exchange.request.url} smaller: Chrome reads no more than 1 MiB.`],
    });
  }
  const type = contentType(exchange);
  if (type !== undefined && !isJsonType(type)) {
    return failed(
      `${stage}InvalidContentType`,
      type === ''
        ? 'answered without a content type'
        : `answered ${essence(type) || 'no content type'} instead of JSON`,
      {
        path: 'header:content-type',
        found: type || 'missing',
        expected: 'application/json',
      },
    );
  }
  const text = response.body ?? (BODILESS.has(response.status) ? '' : undefined);
  if (text === undefined || response.bodyCut === true) return { kind: 'unread' };
  const lost = bytesLost(exchange);
  if (lost !== undefined) {
    return failed(`${stage}InvalidResponse`, 'answered with bytes that are not UTF-8', lost, {
      certainty: 'likely',
      explanation:
        'Chrome reads the body as UTF-8 whatever `charset` says, and refuses any other. DevTools leaves such bytes out.',
      steps: [`Write ${exchange.request.url} as UTF-8: look for names with letters beyond ASCII.`],
    });
  }
  return readBody(text, failed, `${stage}InvalidResponse`);
}

type Failed = (code: Fault['code'], title: string, evidence: Evidence, rest?: Partial<Fault>) => Answer;

function readBody(text: string, failed: Failed, code: Fault['code']): Answer {
  let body: unknown;
  try {
    // Chrome takes a byte order mark; JSON.parse does not.
    body = JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (error) {
    return failed(
      code,
      text.trim() === '' ? 'answered with an empty body' : 'answered with something that is not strict JSON',
      {
        path: '$',
        found: shown(text),
        expected: 'a JSON object, without comments or trailing commas',
        note: error instanceof Error ? error.message : 'not JSON',
      },
    );
  }
  const beyond = beyondJson(body);
  if (beyond !== undefined) {
    return failed(code, 'answered JSON that Chrome does not read', {
      path: '$',
      found: beyond,
      expected: 'at most 199 levels, numbers that a double can hold, and text that is well-formed',
    });
  }
  if (!isObject(body)) {
    return failed(code, 'answered JSON that is not an object', {
      path: '$',
      found: shown(body),
      expected: 'an object',
    });
  }
  return { kind: 'body', body };
}

/** Where Chrome gives up on a status, this stands beside it. */
const BAD_STATUS = 'net::ERR_HTTP_RESPONSE_CODE_FAILURE';

/** These have no body by definition, whether or not one was recorded. */
const BODILESS: ReadonlySet<number> = new Set([204, 205, 304]);

/** A 304 with a body is a recording's word for an answer out of the cache; Chrome itself takes 2xx alone (measured). */
export function isSuccess({ response: { status, body } }: Exchange): boolean {
  return (status >= 200 && status < 300) || (status === 304 && body !== undefined);
}

function answered(exchange: Exchange): string {
  const { status } = exchange.response;
  const isRedirect = status >= 300 && status < 400 && headerOf(exchange, 'location');
  return isRedirect ? `redirected (status ${status})` : `answered ${status}`;
}

/** DevTools drops bytes that are not UTF-8; where the answer told its length, they are missed (measured on Chromium 156). */
function bytesLost(exchange: Exchange): Evidence | undefined {
  const { body, bodyBytes } = exchange.response;
  const told = Number(headerOf(exchange, 'content-length') || Number.NaN);
  if (body === undefined || bodyBytes === undefined || headerOf(exchange, 'content-encoding')) return undefined;
  if (!(told > bodyBytes)) return undefined;
  return {
    path: 'header:content-length',
    found: `${told} bytes`,
    expected: `${bodyBytes} bytes, those that are UTF-8`,
  };
}

/**
 * Whether DevTools may have left bytes out that are not UTF-8, and for which Chrome refuses the answer: nothing tells how
 * long the body was.
 */
export function mayLackBytes(exchange: Exchange): boolean {
  const { body } = exchange.response;
  if (body === undefined || bytesLost(exchange)) return false;
  const measured = headerOf(exchange, 'content-length') !== '' && headerOf(exchange, 'content-encoding') === '';
  return body.includes('\uFFFD') || (exchange.response.headers.length > 0 && !measured);
}

/** The header's value; `''` where the answer has headers but not this one; `undefined` where nothing is known. */
export function headerOf(exchange: Exchange, name: string): string | undefined {
  const { headers } = exchange.response;
  const found = headers.filter(header => header.name.toLowerCase() === name).map(header => header.value);
  return found.length > 0 ? found.join(', ') : headers.length > 0 ? '' : undefined;
}

/** The header first: what a recording makes of it is not always what Chrome does. */
function contentType(exchange: Exchange): string | undefined {
  return headerOf(exchange, 'content-type') ?? exchange.response.mimeType;
}

/** A type ends at a blank, `;` or `(`; of several, the last that is one counts, and any type is none (measured on Chromium 156). */
function essence(type: string): string {
  const named = type
    .replace(/"[^"]*"/g, '')
    .split(',')
    .map(each => each.trim().split(/[ \t;(]/)[0] ?? '');
  return (named.findLast(each => each.includes('/') && each !== '*/*') ?? '').toLowerCase();
}

const isJsonType = (type: string): boolean => /^(?:application|text)\/json$|^[^/]+\/[^/]*\+json$/.test(essence(type));
