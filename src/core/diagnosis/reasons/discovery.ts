import { LINKS, type Reason } from '../reason.ts';

const idp = {
  owner: 'idp',
  certainty: 'certain',
  source: 'response',
  links: [LINKS.provider, LINKS.providerGuide],
} as const;

/** The well-known and the config: what Chrome fetches first, side by side. */
export const DISCOVERY = {
  WellKnownHttpNotFound: {
    ...idp,
    title: 'The well-known was not found',
    explanation:
      'Chrome looks for it on the registrable domain of the config URL, not on a subdomain: {wellKnown}. Without it the config is not trusted.',
    steps: [
      'Serve {wellKnown} with `Content-Type: application/json`.',
      'Answer `{"provider_urls": ["{configURL}"]}` there.',
    ],
    decidedBy: 'status 404 of the well-known exchange, or a config URL without a registrable domain',
    cues: ["provider's FedCM well-known file cannot be found"],
  },
  WellKnownNoResponse: {
    ...idp,
    title: 'The well-known gave no usable answer',
    explanation: 'Chrome needs a 2xx answer of at most 1 MiB from {wellKnown}.',
    steps: ['Open {wellKnown} in a tab and mend what it answers.', 'Serve it without a sign-in and without cookies.'],
    decidedBy: 'status other than 2xx and 404, a net error, or more than 1 MiB',
    cues: [
      'well-known file fetch resulted in an error response code',
      'well-known file returned an error response code',
    ],
  },
  WellKnownBlockedByConnectionAllowlist: {
    ...idp,
    owner: 'rp-server',
    title: "The page's Connection-Allowlist refused the well-known",
    explanation: 'The `Connection-Allowlist` header of {rp} does not cover {wellKnown}, so Chrome did not fetch it.',
    steps: ['Add {wellKnown} to the `Connection-Allowlist` header of {rp}.'],
    links: [LINKS.spec],
    decidedBy: '`net::ERR_NETWORK_ACCESS_REVOKED` at the well-known exchange',
    cues: ['well-known file fetch was blocked by connection allowlist'],
  },
  WellKnownInvalidResponse: {
    ...idp,
    title: 'The well-known is not valid',
    explanation: 'It must be a JSON object with `provider_urls`, or with `accounts_endpoint` and `login_url`.',
    steps: ['Answer `{"provider_urls": ["{configURL}"]}` from {wellKnown}.'],
    decidedBy: 'the body of the well-known exchange',
    cues: ["provider's FedCM well-known file is invalid", 'well-known filed returned some invalid response'],
  },
  WellKnownListEmpty: {
    ...idp,
    title: 'The well-known lists no config',
    explanation: '`provider_urls` is there but empty.',
    steps: ['Put the config URL in it: `{"provider_urls": ["{configURL}"]}`.'],
    decidedBy: '`$.provider_urls` of the well-known exchange',
    cues: ['well-known file has no config URLs', 'well-known file returned an empty list'],
  },
  WellKnownInvalidContentType: {
    ...idp,
    title: 'The well-known is not served as JSON',
    explanation: 'Chrome reads it only with a JSON content type.',
    steps: ['Serve {wellKnown} with `Content-Type: application/json`.'],
    decidedBy: '`Content-Type` of the well-known exchange',
    cues: ['well-known content type must be a JSON content type'],
  },
  ConfigNotInWellKnown: {
    ...idp,
    title: 'The well-known lists another config',
    explanation:
      '`provider_urls` must hold exactly the config URL of the call; scheme, port, path, query and fragment count.',
    steps: ['Put `{configURL}` in `provider_urls` of {wellKnown}, or call with the URL that is listed there.'],
    decidedBy: '`$.provider_urls[0]` resolved, against the config URL of the call',
    cues: ['config file not listed in its well-known file', 'config file is not in the well-known file'],
  },
  WellKnownTooBig: {
    ...idp,
    title: 'The well-known lists more than one config',
    explanation:
      'Chrome takes one entry in `provider_urls`. Several configs need the endpoints in the well-known instead.',
    steps: [
      'Keep one URL in `provider_urls`.',
      'For several configs, put `accounts_endpoint` and `login_url` in the well-known; both must equal those of each config.',
    ],
    decidedBy: 'the length of `$.provider_urls`',
    cues: ['well-known file contains too many config URLs'],
  },
  ConfigHttpNotFound: {
    ...idp,
    title: 'The config was not found',
    explanation: '{configURL} answered 404.',
    steps: ['Serve the config at {configURL}, or correct `configURL` in the call.'],
    decidedBy: 'status 404 of the config exchange',
    cues: ["provider's FedCM config file cannot be found"],
  },
  ConfigNoResponse: {
    ...idp,
    title: 'The config gave no usable answer',
    explanation: 'Chrome needs a 2xx answer from {configURL}, without a redirect and without cookies.',
    steps: ['Answer {configURL} directly with status 200, without a redirect and without a sign-in.'],
    decidedBy: 'status other than 2xx and 404, a redirect, or a net error',
    cues: ['config file fetch resulted in an error response code'],
  },
  ConfigBlockedByConnectionAllowlist: {
    ...idp,
    owner: 'rp-server',
    title: "The page's Connection-Allowlist refused the config",
    explanation: 'The `Connection-Allowlist` header of {rp} does not cover {configURL}, so Chrome did not fetch it.',
    steps: ['Add {configURL} to the `Connection-Allowlist` header of {rp}.'],
    links: [LINKS.spec],
    decidedBy: '`net::ERR_NETWORK_ACCESS_REVOKED` at the config exchange',
    cues: ['config file fetch was blocked by connection allowlist'],
  },
  ConfigInvalidResponse: {
    ...idp,
    title: 'The config is not valid',
    explanation:
      'It must be a JSON object with `accounts_endpoint`, `id_assertion_endpoint` and `login_url`, all on the origin of the config, and agree with the well-known.',
    steps: ['Mend the config at {configURL}.'],
    decidedBy: 'the body of the config exchange, and the endpoints in the well-known',
    cues: [
      "provider's FedCM config file is invalid",
      'config file is missing or has an invalid URL',
      "accounts endpoint or login_url that doesn't match",
    ],
  },
  ConfigInvalidContentType: {
    ...idp,
    title: 'The config is not served as JSON',
    explanation: 'Chrome reads it only with a JSON content type.',
    steps: ['Serve {configURL} with `Content-Type: application/json`.'],
    decidedBy: '`Content-Type` of the config exchange',
    cues: ['config file content type must be a JSON content type'],
  },
  IdpNotPotentiallyTrustworthy: {
    owner: 'rp-page',
    certainty: 'likely',
    source: 'call',
    links: [LINKS.relyingParty],
    title: 'The config URL is not secure',
    explanation: 'Chrome fetches a config over https only; plain http is allowed on loopback hosts alone.',
    steps: ['Call with an `https:` config URL instead of `{configURL}`.'],
    decidedBy: '`configURL` of the call',
    cues: ['IdP is not potentially trustworthy'],
  },
} satisfies Record<string, Reason>;
