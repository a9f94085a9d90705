/** A real browser with the extension, the demo's servers, and the real DevTools. */
import { type Browser, type Frame, type Page, type Target, TargetType, type WebWorker } from 'puppeteer-core';
import { type FedCmWatch, watchFedCm } from '../../demo/browse.ts';
import { type Demo, startDemo } from '../../demo/server.ts';
import { type DevTools, openDevTools } from '../../scripts/browser/devtools.ts';
import { launchBrowser } from '../../scripts/browser/launch.ts';
import { dist } from '../../scripts/build.ts';
import type { LogView } from '../../src/core/flow/log-view.ts';
import type { Flow } from '../../src/core/model.ts';

/** The extension under test. */
export const extensionFolder = process.env['EXTENSION_FOLDER'] ?? dist;

export interface Rig {
  browser: Browser;
  demo: Demo;
  /** Warnings and errors that came from the extension, in any console. */
  problems: string[];
  /** A tab on the relying party's page, its user signed in at the identity provider, its dialogs answered. */
  openRp(path?: string): Promise<Page>;
  /** A tab that shows nothing yet. */
  newTab(type?: 'tab' | 'window'): Promise<Page>;
  inspect(page: Page): Promise<Inspected>;
  worker(): Promise<WebWorker>;
  close(): Promise<void>;
}

/** One tab's DevTools, with ways to wait for what its log holds. */
export interface Inspected extends DevTools {
  flows(): Promise<Flow[]>;
  log(): Promise<Pick<LogView, 'flows' | 'navigations' | 'pageState' | 'losses'>>;
  /** Empties the log, and waits until it is. */
  clear(): Promise<void>;
  /** Waits until the predicate holds; it runs in the devtools page and sees only its arguments. */
  until(predicate: (log: LogView) => boolean): Promise<Flow[]>;
}

export async function startRig(settings: { extensions?: string[]; args?: string[] } = {}): Promise<Rig> {
  const demo = await startDemo();
  const browser = await launchBrowser({ headless: true, extensions: [extensionFolder], ...settings });
  const problems: string[] = [];
  const watched = new WeakSet<Target>();
  const watch = (target: Target) => {
    if (watched.has(target) || !target.url().startsWith('chrome-extension://')) return;
    watched.add(target);
    if (isOurWorker(target)) void target.worker().then(worker => watchWorker(worker, problems));
    else void watchExtension(target, problems);
  };
  browser.on('targetcreated', watch);
  browser.on('targetchanged', watch);
  const newTab = async (type: 'tab' | 'window' = 'tab') => {
    const page = await browser.newPage({ type });
    page.setDefaultTimeout(60_000);
    watchPage(page, problems);
    return page;
  };
  return {
    browser,
    demo,
    problems,
    newTab,
    async openRp(path = '/') {
      const page = await newTab();
      await page.goto(signInUrl(demo.idp, new URL(path, demo.rp).href));
      return page;
    },
    async inspect(page) {
      const devtools = await openDevTools(page);
      devtools.window.setDefaultTimeout(60_000);
      // DevTools works off what its extensions ask for in turn: once this is answered, requests are reported as they
      // end.
      await devtools.owner.evaluate('new Promise(resolve => chrome.devtools.network.getHAR(() => resolve(true)))');
      return inspected(devtools);
    },
    worker: () => liveWorker(browser),
    async close() {
      await browser.close();
      await demo.close();
    },
  };
}

/**
 * Signs the user in at the identity provider and leads on, without a page in between: that would call `close()`, which
 * may be told late.
 */
export const signInUrl = (origin: string, next: string): string =>
  `${origin}/login?${new URLSearchParams({ user: 'ann', return_to: next })}`;

/** Answers the page's FedCM dialogs from now on; `user` can be changed while it goes on. */
export const answerDialogs: (page: Page, options?: Parameters<typeof watchFedCm>[1]) => Promise<FedCmWatch> =
  watchFedCm;

const isOurWorker = (target: { type(): string; url(): string }): boolean =>
  target.type() === TargetType.SERVICE_WORKER && target.url().endsWith('/worker.js');

/** The worker that answers: one that was stopped may stay listed, and one that starts says nothing yet. */
async function liveWorker(browser: Browser): Promise<WebWorker> {
  const deadline = Date.now() + 60_000;
  while (Date.now() < deadline) {
    const answers = browser.targets().filter(isOurWorker).map(answering);
    const worker = (await Promise.all(answers)).find(each => each !== undefined);
    if (worker) return worker;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
  const listed = browser.targets().filter(isOurWorker).length;
  throw new Error(`No worker of the extension answers, of ${listed} that are listed.`);
}

async function answering(target: Target): Promise<WebWorker | undefined> {
  const asked = target.worker().then(async worker => ((await worker?.evaluate('1')) === 1 ? worker : undefined));
  const late = new Promise<undefined>(resolve => setTimeout(resolve, 3000));
  return (await Promise.race([asked.catch(() => undefined), late])) ?? undefined;
}

function inspected(devtools: DevTools): Inspected {
  const { owner } = devtools;
  const log = () =>
    owner.evaluate(() => {
      const { flows, navigations, pageState, losses } = (globalThis as unknown as { fedcmLog: LogView }).fedcmLog;
      return { flows, navigations, pageState, losses };
    });
  const until: Inspected['until'] = async predicate => {
    await waitIn(owner, `(${predicate})(globalThis.fedcmLog)`, async () => JSON.stringify(await log(), null, 1));
    return [...(await log()).flows];
  };
  return {
    ...devtools,
    log,
    flows: async () => [...(await log()).flows],
    async clear() {
      await owner.evaluate('fedcmLog.clear()');
      await until(({ flows }) => flows.length === 0);
    },
    until,
  };
}

/** Waits until the expression is true in the frame; the error shows what there was instead. */
export async function waitIn(frame: Frame | Page, expression: string, last: () => Promise<string>): Promise<void> {
  try {
    await frame.waitForFunction(expression, { polling: 20, timeout: 60_000 });
  } catch (error) {
    throw new Error(`Waited in vain for ${expression}\nLast seen: ${await last()}`, { cause: error });
  }
}

/** Collects what the extension's scripts say in the page's console. */
function watchPage(page: Page, problems: string[]): void {
  page.on('console', message => {
    if (!['warn', 'error', 'assert'].includes(message.type())) return;
    const from = [message.location().url, ...message.stackTrace().map(({ url }) => url)].join(' ');
    if (`${from} ${message.text()}`.includes('chrome-extension://')) problems.push(`${message.text()} (${from})`);
  });
  page.on('pageerror', error => {
    if (error instanceof Error && error.stack?.includes('chrome-extension://')) problems.push(error.stack);
  });
}

/**
 * Our session outlives a stop of the worker. It has the worker wait for a debugger when it starts again, and a second
 * stop would find it waiting for ever: so it is told to go on.
 */
function watchWorker(worker: WebWorker | null, problems: string[]): void {
  worker?.client.on('Inspector.targetReloadedAfterCrash', () => {
    void worker.client.send('Runtime.runIfWaitingForDebugger').catch(() => {});
  });
  worker?.on('console', message => {
    if (['warn', 'error', 'assert'].includes(message.type())) problems.push(`worker: ${message.text()}`);
  });
  worker?.on('error', error => problems.push(`worker: ${String(error)}`));
}

/**
 * Collects all complaints of one of the extension's own contexts, from its first moment on: a new session hears the
 * past.
 */
async function watchExtension(target: Target, problems: string[]): Promise<void> {
  const name = new URL(target.url()).pathname;
  try {
    const session = await target.createCDPSession();
    session.on('Runtime.consoleAPICalled', ({ type, args }) => {
      if (!['warning', 'error', 'assert'].includes(type)) return;
      problems.push(`${name}: ${args.map(({ value, description }) => value ?? description).join(' ')}`);
    });
    session.on('Runtime.exceptionThrown', ({ exceptionDetails: { text, exception } }) => {
      problems.push(`${name}: ${text} ${exception?.description ?? ''}`);
    });
    session.on('Log.entryAdded', ({ entry }) => {
      if (['warning', 'error'].includes(entry.level)) problems.push(`${name}: ${entry.text}`);
    });
    await Promise.all([session.send('Runtime.enable'), session.send('Log.enable')]);
  } catch {
    // The context was gone before it could be asked.
  }
}
