/** `npm run screenshots`: takes the README's pictures of the real panel anew, headless, with real sign-ins on the demo. */
import path from 'node:path';
import type { Frame, Page } from 'puppeteer-core';
import { watchFedCm } from '../demo/browse.ts';
import { findFault } from '../demo/gallery/index.ts';
import { runFault } from '../demo/run-fault.ts';
import { startDemo } from '../demo/server.ts';
import { type DevTools, openDevTools, undock } from './browser/devtools.ts';
import { launchBrowser } from './browser/launch.ts';
import { buildExtension, dist } from './build.ts';

const IMAGES = path.join(path.dirname(dist), 'docs', 'images');
/** What the list shows below two sign-ins that succeed. The first is the one that is looked at. */
const FAULTS = ['accounts-401', 'cors-none', 'well-known-other-url', 'assertion-error'];

await buildExtension();
const browser = await launchBrowser({ headless: true, extensions: [dist] });
const demo = await startDemo();
try {
  const page = await browser.newPage();
  await page.goto(`${demo.idp}/login?user=ann`);
  await page.goto(demo.rp);
  const devtools = await openDevTools(page);
  const panel = await devtools.showPanel();
  await fillList(page, devtools);
  await undock(devtools.window);
  await picture(devtools.window, panel, 'light', 1100, 560);
  await picture(devtools.window, panel, 'dark', 1100, 560);
  await setTheme(devtools.window, panel, 'default');
  await picture(devtools.window, panel, 'narrow', 320, 600);
} finally {
  await browser.close();
  await demo.close();
}

async function fillList(page: Page, devtools: DevTools): Promise<void> {
  // With Chrome's floor of three seconds, so that the bars show what a user sees.
  const watch = await watchFedCm(page, { rejectionDelay: true });
  await page.evaluate(() => window.demo.signIn());
  await page.evaluate(() => window.demo.signIn());
  await watch.stop();
  for (const name of FAULTS) {
    const fault = findFault(name);
    if (!fault) throw new Error(`The gallery has no ${name}.`);
    const run = await runFault(page, demo.port, fault);
    await run.watch.stop();
  }
  await devtools.owner.waitForFunction(
    `fedcmLog.flows.filter(({ api }) => api === 'credentials.get').length === ${FAULTS.length + 2}
      && fedcmLog.flows.every(({ outcome }) => outcome.status !== 'pending')`,
    { polling: 50 },
  );
}

async function setTheme(window: Page, panel: Frame, theme: 'default' | 'dark'): Promise<void> {
  await window.evaluate(
    `import('./core/common/common.js').then(({ Settings }) => Settings.Settings.instance().moduleSetting('ui-theme').set('${theme}'))`,
  );
  await panel.waitForFunction(`document.documentElement.classList.contains('dark') === ${theme === 'dark'}`);
}

async function picture(window: Page, panel: Frame, name: string, width: number, height: number): Promise<void> {
  await window.setViewport({ width, height });
  await setTheme(window, panel, name === 'dark' ? 'dark' : 'default');
  await panel.evaluate(() => {
    const rows = document.querySelectorAll<HTMLElement>('[aria-label*="AccountsNoResponse"]');
    if (!document.querySelector('.verdict')) rows[0]?.click();
  });
  await panel.waitForSelector('.verdict .title');
  await panel.waitForFunction(`innerWidth <= ${width}`);
  const file = path.join(IMAGES, `panel-${name}.png`) as `${string}.png`;
  await window.screenshot({ path: file });
  console.log(path.relative('.', file));
}
