/** `123456789012-0123456789abcdefghijklmnopqrstuv.apps.googleusercontent.com` */
const GOOGLE = /^\d{6,16}-[a-z0-9]{32}\.apps\.googleusercontent\.com$/;

/**
 * Whether a value that the call names as `clientId` may be shown. OAuth 2.0 calls client ids public (RFC 6749, section
 * 2.2), but a page can put anything there: only what its own form shows to be a client id, and can be nothing else, is
 * let through. A UUID or words with dashes may be somebody's session or pass phrase.
 */
export const isPublicClientId = (value: unknown): value is string => typeof value === 'string' && GOOGLE.test(value);
