import browser from 'webextension-polyfill';
import type { Creator } from '../export-capture.ts';

/** This extension, as its manifest names it. */
export function creator(): Creator {
  const { name, version } = browser.runtime.getManifest();
  return { name, version };
}
