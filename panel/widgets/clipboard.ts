import { signal } from '@preact/signals';

/** What the live region says: the last thing copied, or that it could not be. */
export const announcement = signal('');

let again = false;

/** Says it even when it says the same as before: a trailing no-break space makes the text a new one. */
export function announce(text: string): void {
  again = !again;
  announcement.value = again ? text : `${text}\u00a0`;
}

function copyBySelection(text: string): boolean {
  const field = document.createElement('textarea');
  field.value = text;
  field.className = 'sr-only';
  const focused = document.activeElement;
  (document.querySelector('dialog[open]') ?? document.body).append(field);
  field.select();
  const copied = document.execCommand('copy');
  field.remove();
  if (focused instanceof HTMLElement) focused.focus();
  return copied;
}

/**
 * Copies on a click. DevTools may refuse the asynchronous clipboard to a panel; the older way then still works. False
 * where neither does.
 */
export async function copyText(text: string, what: string): Promise<boolean> {
  const copied = await navigator.clipboard.writeText(text).then(
    () => true,
    () => copyBySelection(text),
  );
  announce(copied ? `Copied ${what}` : `Could not copy ${what}`);
  return copied;
}
