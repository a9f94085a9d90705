import browser from 'webextension-polyfill';
import { announce } from '../widgets/clipboard.ts';

/** Opens a page of Chrome’s settings in a tab: a link to it from a page would be refused. */
export function openSettings(url: string): void {
  browser.tabs.create({ url }).catch(() => announce(`Chrome did not open ${url}`));
}
