import browser from 'webextension-polyfill';
import { FlowLog } from '../core/flow/log.ts';
import { offerAsking } from './ask-chrome.ts';
import { keepBrowserMemory } from './browser-memory.ts';
import { feedFrames } from './frame-feed.ts';
import { offerCookies } from './idp-cookies.ts';
import { offerKeeping } from './keep-setting.ts';
import { feedNetwork } from './network-feed.ts';
import { feedPages } from './page-feed.ts';
import { offerLook } from './page-look.ts';
import { newShelf } from './shelf.ts';

const { tabId } = browser.devtools.inspectedWindow;
const log = new FlowLog(tabId, {
  now: () => Date.now(),
  // A flood of events is worked off a frame at a time.
  soon: flush => setTimeout(flush, 16),
  later: (ms, work) => setTimeout(work, ms),
});

/** The panel looks for the log among its parent's frames: it may be loaded, and loaded again, at any time. */
Object.assign(globalThis, { fedcmLog: log });

const link = feedPages(log, tabId, browser.runtime.getURL(''));
feedNetwork(log, offerLook(log, link));
log.shelf = newShelf();
feedFrames(log, link);
offerAsking(log);
offerCookies(log);
offerKeeping(log);
keepBrowserMemory(log);
void browser.devtools.panels.create('FedCM', '', 'panel/panel.html');
