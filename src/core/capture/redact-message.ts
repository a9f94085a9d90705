import { redactText } from './redact-text.ts';
import type { Redactor } from './redactor.ts';

/** Messages that Chrome gives a page, whole. Measured on Chromium 156. */
const FIXED = new Set([
  'Error retrieving a token.',
  'Error retrieving user info.',
  'Error disconnecting account.',
  'FedCM is not supported.',
  'Only one navigator.credentials.get request may be outstanding at one time.',
  'signal is aborted without reason',
  'signal timed out',
  'The operation was aborted.',
  'The user aborted a request.',
  'The request has been aborted.',
]);

/** Beginnings of messages in which Chrome names a member or an address of the call. */
const BEGINNINGS = /^(?:Failed to (?:execute|read|construct)|Refused to connect|The '[\w-]+' feature|Connecting to ')/;

/** The message of an error: anything that is not Chrome's may be the page's own words. */
export function redactMessage(message: string, redactor: Redactor): string {
  if (message === '' || FIXED.has(message)) return message;
  return BEGINNINGS.test(message) ? redactText(message, redactor) : redactor.replace(message, 'text');
}
