import { LINKS, type Reason } from '../reason.ts';

const call = { owner: 'rp-page', source: 'call', certainty: 'certain' } as const;
const answer = { owner: 'idp', source: 'response', certainty: 'certain', links: [LINKS.disconnect] } as const;

/** Failures for which Chrome raises no issue; the names are ours. */
export const UNREPORTED = {
  InvalidOptions: {
    ...call,
    links: [LINKS.get],
    title: 'The options of the call are not valid',
    explanation: 'Chrome refused the call before any request.',
    steps: ['Correct the options of the call.'],
    decidedBy: 'the options and the error of the rejection',
  },
  PublicKeyBesideIdentity: {
    ...call,
    links: [LINKS.get],
    title: '`publicKey` beside `identity`: FedCM was not started',
    explanation: 'With both in one call Chrome runs the passkey request alone and ignores `identity`.',
    steps: ['Make two calls: one with `identity`, one with `publicKey`.'],
    decidedBy: '`publicKey` in the options',
  },
  FedCmUnavailable: {
    ...call,
    owner: 'browser',
    links: [LINKS.relyingParty],
    title: 'FedCM is not available in this browser',
    explanation: 'The feature is switched off, or the browser does not have it.',
    steps: [
      'Test with `"IdentityCredential" in window` before calling.',
      'For testing, reset FedCM in `chrome://flags`.',
    ],
    decidedBy: '`NotSupportedError` of the rejection',
  },
  PermissionsPolicyDisabled: {
    ...call,
    links: [LINKS.policy],
    title: 'Permissions Policy forbids FedCM in this frame',
    explanation: 'The frame was not given `identity-credentials-get`.',
    steps: ['Add `allow="identity-credentials-get"` to the iframe that embeds {rp}, and to each iframe above it.'],
    decidedBy: '`NotAllowedError` that names the policy, without an exchange',
  },
  ConfigUrlBlockedByCsp: {
    ...call,
    owner: 'rp-server',
    links: [LINKS.connectSrc],
    title: "The page's Content Security Policy refuses the config URL",
    explanation:
      'Chrome checks the config URL against `connect-src`, or `default-src` where that is missing. Only the config URL is checked.',
    steps: ['Add `{idp}` to `connect-src` in the `Content-Security-Policy` header of {rp}.'],
    decidedBy: '`NetworkError` whose message names the URL, without an exchange',
  },
  RejectedWithoutTrace: {
    ...call,
    owner: 'browser',
    certainty: 'one-of',
    source: 'inference',
    links: [LINKS.spec],
    title: 'What was recorded does not show why the call failed',
    explanation: 'Every recorded answer is in order.',
    steps: ['Ask Chrome: it remembers the reason.', 'Repeat the call with DevTools open from the start.'],
    decidedBy: 'nothing that was recorded',
  },
  ResolveOutsidePopup: {
    ...call,
    owner: 'idp',
    links: [LINKS.spec],
    title: '`IdentityProvider.resolve()` was called outside a continuation pop-up',
    explanation: 'It works only in the window that Chrome opened for `continue_on`.',
    steps: ['Call it in the page that `continue_on` names, not in a tab that was opened otherwise.'],
    decidedBy: '`NotAllowedError` of the rejection',
  },
  DisconnectNotConnected: {
    ...call,
    certainty: 'likely',
    links: [LINKS.disconnect],
    title: 'There was nothing to disconnect',
    explanation: 'Chrome knows of no FedCM sign-in on {rp} with {idp}, and failed before any request.',
    steps: [
      'Call `disconnect()` only after a FedCM sign-in here.',
      'Call it once at a time: a second parallel call fails.',
    ],
    decidedBy: 'no exchange',
  },
  DisconnectParallel: {
    ...call,
    certainty: 'likely',
    links: [LINKS.disconnect],
    title: 'Another disconnect was still pending',
    explanation: 'A second `disconnect()` fails while the first one runs.',
    steps: ['Wait for the first `disconnect()` to settle.'],
    decidedBy: 'an overlapping call without an exchange',
  },
  DisconnectNoEndpoint: {
    ...answer,
    title: 'The config has no disconnect endpoint',
    explanation: '`disconnect()` needs `disconnect_endpoint` in the config, on the origin of the config.',
    steps: ['Add `disconnect_endpoint` to {configURL}.'],
    decidedBy: '`$.disconnect_endpoint` of the config exchange',
  },
  DisconnectHttpNotFound: {
    ...answer,
    title: 'The disconnect endpoint was not found',
    explanation: 'It answered 404. Chrome forgot the accounts of {idp} on {rp} all the same.',
    steps: ['Serve the `disconnect_endpoint` that {configURL} names.'],
    decidedBy: 'status 404 of the disconnect exchange',
  },
  DisconnectNoResponse: {
    ...answer,
    title: 'The disconnect endpoint gave no usable answer',
    explanation:
      'Chrome needs a 2xx JSON answer that allows {rp} by CORS. It forgot the accounts of {idp} on {rp} all the same.',
    steps: [
      'Answer directly with status 200 and `{"account_id": "…"}`.',
      'Send `Access-Control-Allow-Origin: {rp}` and `Access-Control-Allow-Credentials: true`.',
    ],
    decidedBy: 'status or net error of the disconnect exchange',
  },
  DisconnectBlockedByConnectionAllowlist: {
    ...answer,
    owner: 'rp-server',
    title: "The page's Connection-Allowlist refused the disconnect endpoint",
    explanation: 'The `Connection-Allowlist` header of {rp} does not cover it.',
    steps: ['Add the disconnect endpoint of {idp} to the `Connection-Allowlist` header of {rp}.'],
    decidedBy: '`net::ERR_NETWORK_ACCESS_REVOKED` at the disconnect exchange',
  },
  DisconnectInvalidContentType: {
    ...answer,
    title: 'The disconnect answer is not JSON',
    explanation: 'Chrome reads it only with a JSON content type.',
    steps: ['Serve the disconnect endpoint of {idp} with `Content-Type: application/json`.'],
    decidedBy: '`Content-Type` of the disconnect exchange',
  },
  DisconnectInvalidResponse: {
    ...answer,
    title: 'The disconnect answer names no account',
    explanation:
      'It must be a JSON object with a non-empty string `account_id`. Chrome forgot every account of {idp} on {rp} instead of one.',
    steps: ['Answer `{"account_id": "…"}` from the disconnect endpoint of {idp}.'],
    decidedBy: '`$.account_id` of the disconnect exchange',
  },
} satisfies Record<string, Reason>;
