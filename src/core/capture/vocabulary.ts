import { PROSE_WORDS } from './prose-words.ts';
import { PROTOCOL_WORDS } from './protocol-words.ts';

/** What is known to say nothing about a person and to open nothing: the allow list that redaction works from. */

const KNOWN = new Set(`${PROTOCOL_WORDS} ${PROSE_WORDS}`.split(/\s+/));

export const isKnownWord = (word: string): boolean => KNOWN.has(word.toLowerCase());

/**
 * Words that are names of people as well. In prose they are words; alone in a path, or as a member's name, they may be
 * either.
 */
const PERSONAL = new Set(
  `al april art ash august bill bo chase dawn dean drew ed faith ford frank gene grace grant guy hope ivy jack jan jean jo
  jose joy june kay lance lee mark martin max may mi miles pat ray rich rob robin rose sam sky sue ty van victor ward
  will`.split(/\s+/),
);

/** Whether a known name may be a person's. */
export const isPersonal = (name: string): boolean => PERSONAL.has(name.toLowerCase());

const HUMP = /(?<=[a-z])(?=[A-Z])|(?<=[A-Z])(?=[A-Z][a-z])/;

/**
 * Words joined as names are: `client_id`, `AccountsNoResponse`, `X-Request-Id`, `well-known`. Digits only in known
 * words.
 */
export function isKnownName(name: string): boolean {
  return name !== '' && name.split(/[_-]/).every(part => part === '' || isKnownPart(part));
}

/** Whether more letters could make it a known name. */
export function isBeginningOfName(text: string): boolean {
  const [, before = '', last = ''] = /^(.*?)([A-Z]?[a-z]*)$/s.exec(text) ?? [];
  if (last === '' || !(before === '' || isKnownName(before))) return false;
  const beginning = last.toLowerCase();
  for (const word of KNOWN) if (word.startsWith(beginning)) return true;
  return false;
}

const isKnownPart = (part: string): boolean => isKnownWord(part) || part.split(HUMP).every(isKnownWord);

/** Values with a meaning of their own in FedCM, OAuth and OpenID Connect, harmless under any key but a personal one. */
const CONSTANTS = new Set(
  `active passive button widget optional silent required conditional immediate signin signup use continue true false null any identity
  logged-in logged-out Bearer bearer JWT jwt at+jwt vc+sd-jwt dc+sd-jwt kb+jwt JOSE none RS256 RS384 RS512 PS256 PS384 PS512
  ES256 ES384 ES512 EdDSA HS256 HS384 HS512 RSA-OAEP RSA-OAEP-256 ECDH-ES A128GCM A256GCM sha-256 S256 plain EC RSA OKP P-256
  Ed25519 sig public code token id_token code_id_token openid profile email name picture username tel given_name
  family_name phone_number address offline_access invalid_request unauthorized_client access_denied
  unsupported_response_type invalid_scope server_error temporarily_unavailable invalid_client invalid_grant
  login_required consent_required interaction_required function symbol undefined bigint number getter cut lost object URL Date
  AbortSignal Proxy Map Set ArrayBuffer`.split(/\s+/),
);

export const isConstant = (value: string): boolean => CONSTANTS.has(value);

/**
 * Members whose values are words that a developer chose, mostly from a list, and that findings quote: there a known
 * name says no more than in a path. A sentence under `error` is kept, too, if each of its words is known.
 */
const WORDED = new Set(
  '$type mode context mediation error error_code error_description account_label label_hints'.split(' '),
);
const DOMAIN_HINT = /^domain_?hints?$/i;

/** Whether a value under this name is a word that findings may quote, and no more than that. */
export const isWording = (key: string, value: string): boolean =>
  (WORDED.has(key) && value.split(' ').every(word => isKnownName(word) && !isPersonal(word))) ||
  (value === 'any' && DOMAIN_HINT.test(key));

/** Members whose numbers are times or durations: up to milliseconds since 1970. */
const TIMED = new Set('exp iat nbf auth_time updated_at expires_in max_age ttl timeout duration'.split(' '));
const TIME = /^-?\d{1,13}(?:\.\d{1,6})?$/;

/** Members whose numbers are sizes, versions or states. */
const COUNTED = new Set('status status_code size width height version bytes length count code_length'.split(' '));
const COUNT = /^-?\d{1,6}(?:\.\d{1,3})?$/;

/** Whether a number under this name is a measure, and of a size that such measures have. */
export const isMeasure = (key: string, number: string): boolean =>
  (TIMED.has(key) && TIME.test(number)) || (COUNTED.has(key) && COUNT.test(number));

/** Whether a number may be so many seconds and no code: a short one, or whole minutes. */
export const isDuration = (number: string, digits: number): boolean =>
  /^\d{1,9}$/.test(number) && (number.length <= digits || Number(number) % 60 === 0);

/** Headers whose values are words of the protocol. They still go through the filter for words. */
const PLAIN_HEADERS = new Set(
  `accept accept-encoding access-control-allow-credentials access-control-allow-headers access-control-allow-methods
  access-control-allow-origin access-control-expose-headers access-control-max-age age allow cache-control connection
  connection-allowlist content-encoding content-language content-length content-type cross-origin-embedder-policy
  cross-origin-opener-policy cross-origin-resource-policy date expires keep-alive last-modified origin permissions-policy
  pragma referrer-policy retry-after sec-fetch-dest sec-fetch-mode sec-fetch-site sec-fetch-storage-access set-login
  strict-transport-security transfer-encoding vary x-content-type-options x-frame-options`.split(/\s+/),
);

export const isPlainHeader = (name: string): boolean => PLAIN_HEADERS.has(name.toLowerCase());

/** Hosts of the documents that findings link to. */
const DOCUMENT_HOSTS = new Set([
  'chromestatus.com',
  'datatracker.ietf.org',
  'developer.chrome.com',
  'developer.mozilla.org',
  'developers.google.com',
  'fetch.spec.whatwg.org',
  'github.com',
  'openid.net',
  'privacysandbox.google.com',
  'w3c-fedid.github.io',
  'web.dev',
  'www.rfc-editor.org',
  'www.w3.org',
]);

export const isDocumentHost = (host: string): boolean => DOCUMENT_HOSTS.has(host);
