import browser from 'webextension-polyfill';
import { FlowLog } from '../core/flow/log.ts';
import { feedPages } from './page-feed.ts';

const { tabId } = browser.devtools.inspectedWindow;
const log = new FlowLog(tabId, flush => queueMicrotask(flush));

/** The panel looks for the log among its parent's frames: it may be loaded, and loaded again, at any time. */
Object.assign(globalThis, { fedcmLog: log });

feedPages(log, tabId, browser.runtime.getURL(''));
void browser.devtools.panels.create('FedCM', '', 'panel/panel.html');
