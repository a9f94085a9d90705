import type { Evidence, Exchange } from '../model.ts';
import type { Fault } from './fault.ts';
import { isObject, type JsonObject, shown } from './json-value.ts';

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
export const BODY_CAP = 1024 * 1024;

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
  if (response.status === 0) {
    if (response.error === undefined || response.error === 'net::ERR_ABORTED') return { kind: 'cut-off' };
    return failed(
      `${stage}NoResponse`,
      noAnswer(response.error),
      { path: 'error', found: response.error, expected: 'an answer' },
      {
        steps: [`Answer ${exchange.request.url} directly, without a redirect.`],
      },
    );
  }
  const status = { path: 'status', found: String(response.status), expected: '200' };
  if (response.status === 404) return failed(`${stage}HttpNotFound`, 'answered 404', status);
  if (response.status >= 300 && response.status < 400 && response.status !== 304) {
    return failed(`${stage}NoResponse`, `redirected (status ${response.status})`, status);
  }
  if (response.status >= 400 && !errorAnswers) {
    return failed(`${stage}NoResponse`, `answered ${response.status}`, status);
  }
  if (response.status < 400 && response.error === 'net::ERR_ABORTED') return { kind: 'cut-off' };
  if (response.status < 400 && response.error !== undefined) {
    return failed(`${stage}NoResponse`, `broke off its answer (${response.error})`, {
      path: 'error',
      found: response.error,
    });
  }
  if ((response.bodyBytes ?? response.body?.length ?? 0) > BODY_CAP) {
    return failed(`${stage}NoResponse`, 'answered with more than 1 MiB', {
      path: '$',
      found: `${response.bodyBytes ?? response.body?.length} bytes`,
      expected: `at most ${BODY_CAP} bytes`,
    });
  }
  const type = contentType(exchange);
  if (type !== undefined && !isJsonType(type)) {
    return failed(
      `${stage}InvalidContentType`,
      type === '' ? 'answered without a content type' : `answered ${essence(type)} instead of JSON`,
      {
        path: 'header:content-type',
        found: type || 'missing',
        expected: 'application/json',
      },
    );
  }
  // 204 has no body by definition, whether or not one was recorded.
  const text = response.body ?? (response.status === 204 ? '' : undefined);
  if (text === undefined || response.bodyCut === true) return { kind: 'unread' };
  return readBody(text, failed, `${stage}InvalidResponse`);
}

type Failed = (code: Fault['code'], title: string, evidence: Evidence) => Answer;

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
  if (!isObject(body)) {
    return failed(code, 'answered JSON that is not an object', {
      path: '$',
      found: shown(body),
      expected: 'an object',
    });
  }
  return { kind: 'body', body };
}

function noAnswer(error: string): string {
  switch (error) {
    case 'net::ERR_FAILED':
      return 'redirected or gave no answer';
    case 'net::ERR_CONNECTION_REFUSED':
      return 'could not be reached';
    case 'net::ERR_NAME_NOT_RESOLVED':
      return 'has a host name that does not resolve';
    default:
      return `gave no answer (${error})`;
  }
}

/** The header's value; `''` where the answer has headers but not this one; `undefined` where nothing is known. */
export function headerOf(exchange: Exchange, name: string): string | undefined {
  const { headers } = exchange.response;
  const found = headers.filter(header => header.name.toLowerCase() === name).map(header => header.value);
  return found.length > 0 ? found.join(', ') : headers.length > 0 ? '' : undefined;
}

function contentType(exchange: Exchange): string | undefined {
  return headerOf(exchange, 'content-type') ?? exchange.response.mimeType;
}

const essence = (type: string): string => type.split(';')[0]?.trim().toLowerCase() ?? '';

function isJsonType(type: string): boolean {
  return /^(?:application|text)\/json$|^[^/\s]+\/[^/\s]+\+json$/.test(essence(type));
}
