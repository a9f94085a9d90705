/** `123456789012-0123456789abcdefghijklmnopqrstuv.apps.googleusercontent.com` */
const GOOGLE = /^\d{6,16}-[a-z0-9]{32}\.apps\.googleusercontent\.com$/;
const UUID = /^[\da-f]{8}(?:-[\da-f]{4}){3}-[\da-f]{12}$/i;
/** `shop-client`, `acme_web_2`: at least two short words, none of which mixes letters and digits, and not numbers alone. */
const WORDS = /^(?=.*[a-z])(?:[a-z]{1,12}|\d{1,4})(?:[-_](?:[a-z]{1,12}|\d{1,4})){1,5}$/i;

/**
 * Whether a value that the call names as `clientId` may be shown. OAuth 2.0 calls client ids public (RFC 6749, section 2.2),
 * but a page can put anything there: only what is spelled as such ids are, and could hardly be a secret, is let through.
 */
export const isPublicClientId = (value: unknown): value is string =>
  typeof value === 'string' && (GOOGLE.test(value) || UUID.test(value) || WORDS.test(value));
