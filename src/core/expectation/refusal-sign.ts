import { isObject } from '../diagnosis/json-value.ts';
import { parseURL } from '../diagnosis/site.ts';
import type { Delivery, Evidence } from '../model.ts';

/** By what a server's answer to a token tells that it refuses it. */
export type RefusalSign =
  | { by: 'status'; status: number }
  /** `error=invalid_token`, in the address to which it sends the page on; or the sign-in page itself. */
  | { by: 'redirect'; found: string }
  /** `"ok": false`, at the top of a JSON body. */
  | { by: 'body'; found: string };

type Answer = NonNullable<Delivery['response']>;

/** How the answer refuses; undefined where it does not, or says nothing about it. */
export function refusalSign({ status, location, body }: Answer): RefusalSign | undefined {
  if (status >= 400) return { by: 'status', status };
  if (status >= 300) return ofRedirect(location);
  return ofBody(body);
}

const ERROR_PARAMETER = /^(?:\w+_)?err(?:or|ors)?(?:_?(?:code|description|message|reason))?$/i;
const SIGN_IN_PAGE = /\/(?:log|sign)[-_]?(?:in|on)\/?$/i;
const LONGEST = 80;

function ofRedirect(location: string | undefined): RefusalSign | undefined {
  const to = parseURL(location);
  if (to === undefined) return undefined;
  const parameters = [...to.searchParams, ...new URLSearchParams(to.hash.slice(1))];
  const error = parameters.find(([name]) => ERROR_PARAMETER.test(name));
  if (error !== undefined) return { by: 'redirect', found: cut(error.filter(Boolean).join('=')) };
  return SIGN_IN_PAGE.test(to.pathname) ? { by: 'redirect', found: cut(to.pathname) } : undefined;
}

const MUST_BE_TRUE = ['ok', 'success', 'valid', 'verified', 'authenticated', 'authorized'];
const MUST_BE_EMPTY = ['error', 'errors', 'error_code', 'errorCode', 'error_description'];
const BAD_STATUS = /^(?:error|fail(?:ed|ure)?|invalid|denied|unauthori[sz]ed|forbidden)$/i;

function ofBody(body: string | undefined): RefusalSign | undefined {
  const answer = parsed(body ?? '');
  if (!isObject(answer)) return undefined;
  const found = Object.entries(answer).find(
    ([name, value]) =>
      (MUST_BE_TRUE.includes(name) && value === false) ||
      (MUST_BE_EMPTY.includes(name) && isFilled(value)) ||
      (name === 'status' && typeof value === 'string' && BAD_STATUS.test(value)),
  );
  return found && { by: 'body', found: cut(`${JSON.stringify(found[0])}: ${JSON.stringify(found[1])}`) };
}

/** `null`, `""`, `0`, `false` and empty lists and objects say that there was no error. */
function isFilled(value: unknown): boolean {
  return typeof value === 'object' && value !== null ? Object.keys(value).length > 0 : Boolean(value);
}

function parsed(body: string): unknown {
  try {
    return JSON.parse(body);
  } catch {
    return undefined;
  }
}

const cut = (text: string): string => (text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text);

/** A sentence about a refusal that its status does not tell; nothing where it does. */
export function signSentence(sign: RefusalSign, status: number): string {
  switch (sign.by) {
    case 'status':
      return '';
    case 'redirect':
      return ` It answered ${status}, and leads on to \`${sign.found}\`.`;
    case 'body':
      return ` It answered ${status}, and its body says \`${sign.found}\`.`;
  }
}

export function signEvidence(sign: RefusalSign): Evidence {
  switch (sign.by) {
    case 'status':
      return { path: 'deliveries.response.status', found: String(sign.status), expected: 'below 400' };
    case 'redirect':
      return { path: 'deliveries.response.location', found: sign.found };
    case 'body':
      return { path: 'deliveries.response.body', found: sign.found };
  }
}

/** Why the server never came to judge the token; undefined where it may have. */
export function neverJudged({ status, body = '' }: Answer): { title: string; steps: string[] } | undefined {
  if (status < 400) return undefined;
  if (/csrf|xsrf|request forgery|authenticity.?token/i.test(body))
    return {
      title: `The server refused the request, not the token: its answer ${status} speaks of forged requests (CSRF)`,
      steps: ['Send the CSRF token, header or cookie that the server asks for, or except this address from the check.'],
    };
  switch (status) {
    case 404:
    case 410:
      return NO_ROUTE.test(body) || parsed(body) === undefined
        ? {
            title: `The server has nothing at the address that got the token: it answered ${status}`,
            steps: ['Compare the address and the method of the request with what the server offers.'],
          }
        : undefined;
    case 405:
      return {
        title: 'The server does not take this method at the address that got the token: it answered 405',
        steps: ['Compare the method of the request with what the server offers there.'],
      };
    case 413:
    case 414:
    case 431:
      return {
        title: `The token is too long for the server, in the place where it was sent: it answered ${status}`,
        steps: ['Send the token in the body of a POST request, and raise the server’s limit if it is reached there.'],
      };
    case 415:
      return {
        title: 'The server does not read bodies of this kind: it answered 415 to the token',
        steps: ['Send the `Content-Type` that the server reads, and the body in that form.'],
      };
    case 429:
      return {
        title: 'The server takes no more requests for now: it answered 429 to the token',
        steps: ['Look for a loop that calls, and whose limit was reached.'],
      };
    default:
      return undefined;
  }
}

/** Frameworks say so in JSON, too; `user not found` is another matter. */
const NO_ROUTE = /"(?:not ?found|cannot (?:post|get|put)\b[^"]*|no route[^"]*|route not found[^"]*)"/i;
