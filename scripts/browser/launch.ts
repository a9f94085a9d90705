/** Starts a browser with the extension loaded. */
import { type Browser, type LaunchOptions, launch } from 'puppeteer-core';
import { findBrowser } from './find.ts';

/** Keeps the browser to itself: no first-run pages, no traffic of its own. */
const QUIET = [
  '--no-first-run',
  '--no-default-browser-check',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  '--disable-quic',
];

/** Without it, hidden tabs and DevTools would have their timers slowed down. */
const AWAKE = [
  '--disable-background-timer-throttling',
  '--disable-backgrounding-occluded-windows',
  '--disable-renderer-backgrounding',
];

export interface LaunchSettings {
  headless: boolean;
  /** Folders of unpacked extensions. */
  extensions: string[];
  /** The user's profile; a fresh one that is removed afterwards, where none is named. */
  profile?: string;
  args?: string[];
}

/** @throws NoBrowser */
export async function launchBrowser({ headless, extensions, profile, args = [] }: LaunchSettings): Promise<Browser> {
  const sandbox = process.platform === 'linux' && process.getuid?.() === 0 ? ['--no-sandbox'] : [];
  const options: LaunchOptions = {
    executablePath: await findBrowser(),
    headless,
    pipe: true,
    // Several may start at once on a slow machine.
    timeout: 120_000,
    enableExtensions: extensions,
    handleDevToolsAsPage: true,
    defaultViewport: null,
    args: [...QUIET, ...AWAKE, ...sandbox, ...(headless ? ['--disable-gpu', '--window-size=1280,900'] : []), ...args],
    ...(profile ? { userDataDir: profile } : {}),
  };
  return launch(options);
}
