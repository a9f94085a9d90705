import browser from 'webextension-polyfill';
import { Router } from './router.ts';

/** Listeners stand from the first turn on: Chrome starts the worker for the very event that they wait for. */
const router = new Router();
browser.runtime.onConnect.addListener(port => router.connect(port));

// The last DevTools may have closed while the worker was stopped.
void router.settle();
