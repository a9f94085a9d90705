import browser from 'webextension-polyfill';
import type { Capture } from '../../src/core/model.ts';

/** This extension, as its manifest names it. */
export function creator(): Capture['creator'] {
  const { name, version } = browser.runtime.getManifest();
  return { name, version };
}
