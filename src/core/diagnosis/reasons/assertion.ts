import { LINKS, type Reason } from '../reason.ts';

const idp = {
  owner: 'idp',
  certainty: 'certain',
  source: 'response',
  links: [LINKS.provider, LINKS.providerGuide],
} as const;

/** The identity assertion endpoint: the token. */
export const ASSERTION = {
  IdTokenHttpNotFound: {
    ...idp,
    title: 'The identity assertion endpoint was not found',
    explanation:
      'The URL that the config names as `id_assertion_endpoint` answered 404. With 404 Chrome reads no error object.',
    steps: [
      'Serve the identity assertion endpoint of {idp} there, or correct `id_assertion_endpoint` in {configURL}.',
      'To refuse a sign-in, answer 403 with an `error` object, not 404.',
    ],
    decidedBy: 'status 404 of the assertion exchange',
    cues: ['id token endpoint cannot be found'],
  },
  IdTokenNoResponse: {
    ...idp,
    certainty: 'likely',
    title: 'The identity assertion endpoint gave no answer',
    explanation: 'The connection failed, or the endpoint redirected, which Chrome does not follow here.',
    steps: ['Answer the POST at the identity assertion endpoint of {idp} directly, without a redirect.'],
    decidedBy: 'a net error other than `net::ERR_FAILED`; that one may be a CORS failure too',
    cues: ["provider's token fetch resulted in an error response code"],
  },
  IdTokenBlockedByConnectionAllowlist: {
    ...idp,
    owner: 'rp-server',
    title: "The page's Connection-Allowlist refused the identity assertion endpoint",
    explanation: 'The `Connection-Allowlist` header of {rp} does not cover the identity assertion endpoint of {idp}.',
    steps: ['Add the identity assertion endpoint of {idp} to the `Connection-Allowlist` header of {rp}.'],
    links: [LINKS.spec],
    decidedBy: '`net::ERR_NETWORK_ACCESS_REVOKED` at the assertion exchange',
    cues: ["provider's token fetch was blocked by connection allowlist"],
  },
  IdTokenInvalidResponse: {
    ...idp,
    title: 'The token answer is not valid',
    explanation: 'It must be a JSON object with `token`, with a same-origin `continue_on`, or with an `error` object.',
    steps: ['Answer `{"token": "…"}` from the identity assertion endpoint of {idp}.'],
    decidedBy: 'status and body of the assertion exchange',
    cues: ["provider's token is invalid"],
  },
  IdTokenIdpErrorResponse: {
    ...idp,
    title: 'The identity provider refused the sign-in',
    explanation:
      'The identity assertion endpoint answered with an `error` object; the page finds its code in `error` of the rejection.',
    steps: ['Look up the code in the documentation of {idp}.'],
    decidedBy: '`$.error` of the assertion exchange, or `error` of the rejection',
    cues: ['provided details on the error that occurred.'],
  },
  IdTokenCrossSiteIdpErrorResponse: {
    ...idp,
    title: 'The identity provider refused the sign-in, with an error page on another site',
    explanation: '`error.url` must be same-site with the config URL, so Chrome dropped it.',
    steps: ['Host the error page on the site of {idp}.'],
    decidedBy: '`$.error.url` of the assertion exchange',
    cues: ['the error URL must be same-site with the config URL'],
  },
  IdTokenInvalidRequest: {
    ...idp,
    certainty: 'one-of',
    title: 'Chrome reported an invalid token request',
    explanation: 'An old name that no code of current Chrome gives.',
    steps: ['Look at the assertion exchange.'],
    decidedBy: 'nothing: no code of current Chrome reports it',
  },
  IdTokenInvalidContentType: {
    ...idp,
    title: 'The token answer is not JSON',
    explanation: 'Chrome reads it only with a JSON content type, on error answers too.',
    steps: [
      'Serve the identity assertion endpoint of {idp} with `Content-Type: application/json`, on error answers too.',
    ],
    decidedBy: '`Content-Type` of the assertion exchange',
    cues: ['token endpoint content type must be a JSON content type'],
  },
  CorsError: {
    ...idp,
    certainty: 'one-of',
    links: [LINKS.cors, LINKS.provider],
    title: 'Chrome blocked the page from reading the token answer',
    explanation: "{idp}'s answer does not allow {rp} by CORS.",
    steps: [
      'Send `Access-Control-Allow-Origin: {rp}`: exact, no `*`, no trailing slash.',
      'Send `Access-Control-Allow-Credentials: true`.',
      'Send both on error answers too.',
    ],
    decidedBy: "the answer's CORS headers, which Chrome hides; status 0 with `net::ERR_FAILED` may be a redirect too",
    cues: ['did not send the correct CORS headers'],
  },
  ErrorIdToken: {
    owner: 'rp-page',
    certainty: 'likely',
    source: 'inference',
    consequence: true,
    links: [LINKS.spec],
    title: 'The sign-in ended without a token',
    explanation:
      'The call names the same config twice, or the pop-up of {idp} was closed by its own script before it gave a token.',
    steps: [
      'Name each config URL once in `providers`.',
      'In the pop-up, call `IdentityProvider.resolve(token)` or sign the user in before `IdentityProvider.close()`.',
    ],
    decidedBy: '`configURL` given twice; `IdentityProvider.close()` in the pop-up',
    cues: ['Error retrieving a token.'],
  },
  PopupBlockedByConnectionAllowlist: {
    ...idp,
    owner: 'rp-server',
    certainty: 'likely',
    links: [LINKS.spec],
    title: "The page's Connection-Allowlist refused the continuation pop-up",
    explanation: 'The `Connection-Allowlist` header of {rp} does not cover the URL in `continue_on`.',
    steps: ['Add the `continue_on` URL of {idp} to the `Connection-Allowlist` header of {rp}.'],
    decidedBy: '`$.continue_on` of the assertion exchange and the header of the page',
    cues: ['popup URL was blocked by connection allowlist'],
  },
} satisfies Record<string, Reason>;
