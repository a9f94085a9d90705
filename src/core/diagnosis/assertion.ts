import type { Exchange } from '../model.ts';
import { type Answer, isSuccess, readAnswer } from './answer.ts';
import { corsFault } from './cors.ts';
import type { Fault } from './fault.ts';
import { isObject, type JsonObject, shown, stringOf } from './json-value.ts';
import { noteFor } from './known-providers.ts';
import type { ProviderScene } from './scene.ts';
import { parseURL, sameSite } from './site.ts';

export type Assertion =
  | { kind: 'fault'; fault: Fault }
  | { kind: 'token'; token: unknown; exchange: Exchange }
  | { kind: 'continue'; url: URL; exchange: Exchange }
  | { kind: 'unread'; exchange: Exchange }
  | { kind: 'cut-off' };

/**
 * Checks the assertion answer in Chrome's order: CORS and connection, 404, content type, JSON, then
 * `error` before the status, the status before `token`, and `token` before `continue_on`.
 */
export function readAssertion(exchange: Exchange, provider: ProviderScene): Assertion {
  const cors = corsFault(exchange, provider, 'CorsError');
  if (cors) return { kind: 'fault', fault: cors };
  const answer: Answer = readAnswer(exchange, 'IdToken', true);
  if (answer.kind === 'fault') return { kind: 'fault', fault: connectionFault(answer.fault, exchange, provider) };
  if (answer.kind === 'cut-off') return answer;
  if (answer.kind === 'unread') return { kind: 'unread', exchange };
  const { body } = answer;
  if (isObject(body['error'])) return { kind: 'fault', fault: refusal(body['error'], exchange, provider) };
  if (!isSuccess(exchange)) return { kind: 'fault', fault: withoutErrorObject(body, exchange) };
  if (body['token'] !== undefined) return { kind: 'token', token: body['token'], exchange };
  return continuation(body, exchange, provider);
}

/** `net::ERR_FAILED` without more is a CORS failure or a blocked redirect: DevTools shows no difference. */
function connectionFault(fault: Fault, exchange: Exchange, { configURL, values }: ProviderScene): Fault {
  if (exchange.response.status !== 0 || fault.code === 'IdTokenBlockedByConnectionAllowlist') return fault;
  if (exchange.response.error !== 'net::ERR_FAILED') return { ...fault, certainty: 'certain' };
  const note = noteFor(configURL, 'CorsError');
  return {
    code: 'CorsError',
    certainty: note ? 'likely' : 'one-of',
    title: 'Chrome blocked the token answer: CORS, or a redirect',
    explanation:
      'Chrome hides status and headers of an answer that {rp} may not read, and of a redirect, which it does not follow here. The two look alike in DevTools.',
    steps: [
      'Send `Access-Control-Allow-Origin: {rp}` (exact, no `*`, no trailing slash) and `Access-Control-Allow-Credentials: true`, on error answers too.',
      `Answer ${exchange.request.url} without a redirect.`,
      'To find out which: ask Chrome, or look at the log of {idp}.',
    ],
    causes: [
      { code: 'CorsError', status: 'fits', because: 'An answer that does not allow {rp} by CORS ends like this.' },
      { code: 'IdTokenNoResponse', status: 'fits', because: 'A redirect ends like this.' },
      {
        code: 'IdTokenHttpNotFound',
        status: 'ruled-out',
        because: 'Chrome shows the status where it is allowed to read it.',
      },
    ],
    evidence: [
      {
        exchange: exchange.id,
        path: 'error',
        found: 'net::ERR_FAILED',
        expected: `an answer that ${values.rp} may read`,
      },
    ],
    ...note,
  };
}

function refusal(error: JsonObject, exchange: Exchange, { configURL }: ProviderScene): Fault {
  // An empty `error` gives way to `code` as a missing one does (measured on Chromium 156).
  const member = stringOf(error['error']) || error['code'] === undefined ? 'error' : 'code';
  const code = stringOf(error[member]) ?? '';
  const url =
    error['url'] === undefined || error['url'] === ''
      ? undefined
      : parseURL(error['url'], parseURL(exchange.request.url));
  const title = code
    ? `The identity provider refused the sign-in: ${code}`
    : 'The identity provider refused the sign-in';
  const found = { exchange: exchange.id, path: `$.error.${member}`, found: shown(error[member]) };
  if (url && configURL && !sameSite(url, configURL)) {
    return {
      code: 'IdTokenCrossSiteIdpErrorResponse',
      title: `${title}, with an error page on another site`,
      evidence: [
        {
          exchange: exchange.id,
          path: '$.error.url',
          found: url.href,
          expected: `a URL same-site with ${configURL.origin}`,
        },
        found,
      ],
    };
  }
  const evidence = url ? [found, { exchange: exchange.id, path: '$.error.url', found: url.href }] : [found];
  return { code: 'IdTokenIdpErrorResponse', title, evidence };
}

function withoutErrorObject(body: JsonObject, exchange: Exchange): Fault {
  const { status } = exchange.response;
  const named = stringOf(body['error']);
  return {
    code: 'IdTokenInvalidResponse',
    title: `The identity assertion endpoint answered ${status} ${named === undefined ? 'without an `error` object' : 'with `error` as a string'}`,
    explanation: "Chrome passes an error on only where `error` is an object. OAuth's form, a string, is not read.",
    steps: [`Answer \`{"error": {"error": ${JSON.stringify(named ?? 'access_denied')}}}\`.`],
    evidence: [
      { exchange: exchange.id, path: '$.error', found: shown(body['error']), expected: 'an object' },
      { exchange: exchange.id, path: 'status', found: String(status), expected: '200' },
    ],
  };
}

function continuation(body: JsonObject, exchange: Exchange, { configURL }: ProviderScene): Assertion {
  const found = body['continue_on'];
  const url = parseURL(found, parseURL(exchange.request.url));
  const at = (path: string, value: unknown, expected: string, title: string): Assertion => ({
    kind: 'fault',
    fault: {
      code: 'IdTokenInvalidResponse',
      title,
      evidence: [{ exchange: exchange.id, path, found: shown(value), expected }],
    },
  });
  if (url && (configURL === undefined || url.origin === configURL.origin)) return { kind: 'continue', url, exchange };
  if (found !== undefined) {
    const title = url ? '`continue_on` is not on the origin of the config' : '`continue_on` is not a URL';
    return at('$.continue_on', found, `a URL on ${configURL?.origin}`, title);
  }
  if (body['error'] !== undefined) {
    return at('$.error', body['error'], 'an object', 'The token answer has `error` as something other than an object');
  }
  return at('$.token', undefined, '`token` or `continue_on`', 'The token answer has neither `token` nor `continue_on`');
}
