/**
 * `npm run demo`: a relying party and an identity provider on loopback, and a browser with the extension and DevTools on
 * the FedCM panel. Without a display, or with `--headless`, signs in once and fails three times by itself.
 */
import { mkdir, writeFile } from 'node:fs/promises';
import path from 'node:path';
import type { Browser, Page } from 'puppeteer-core';
import { watchFedCm } from '../demo/browse.ts';
import { findFault } from '../demo/gallery/index.ts';
import { faultOrigin } from '../demo/hosts.ts';
import { runFault } from '../demo/run-fault.ts';
import { type Demo, startDemo } from '../demo/server.ts';
import { exportCapture } from '../src/core/capture/export.ts';
import { exchangeStrip } from '../src/core/flow/exchange-strip.ts';
import type { Flow } from '../src/core/model.ts';
import { type DevTools, openDevTools, undock } from './browser/devtools.ts';
import { NoBrowser } from './browser/find.ts';
import { launchBrowser } from './browser/launch.ts';
import { buildExtension, dist } from './build.ts';

/** What goes wrong when nobody is there to choose: one fault before the dialog, one in it, one after it. */
const FAULTS = ['config-404', 'accounts-401', 'cors-none'];

const output = path.join(path.dirname(dist), 'demo-output');
const hasDisplay = process.platform !== 'linux' || Boolean(process.env['DISPLAY'] || process.env['WAYLAND_DISPLAY']);
const headless = process.argv.includes('--headless') || !hasDisplay;

try {
  await main();
} catch (error) {
  if (!(error instanceof NoBrowser)) throw error;
  console.error(`\n${error.message}`);
  process.exitCode = 1;
}

async function main(): Promise<void> {
  console.log('Building the extension …');
  await buildExtension();
  const browser = await launchBrowser({ headless, extensions: [dist] });
  const demo = await startDemo();
  console.log(`Relying party:     ${demo.rp}\nIdentity provider: ${demo.idp}`);
  try {
    await (headless ? tour(browser, demo) : showPanel(browser, demo));
  } finally {
    await browser.close();
    await demo.close();
  }
}

/** Opens DevTools on the relying party's page, and stays until the browser is closed. */
async function showPanel(browser: Browser, demo: Demo): Promise<void> {
  const [first] = await browser.pages();
  const page = first ?? (await browser.newPage());
  await page.goto(demo.rp);
  const devtools = await openDevTools(page);
  await devtools.showPanel();
  console.log('Sign in on the page; the FedCM panel shows what happens. Close the browser to end.');
  await new Promise<void>(resolve => browser.once('disconnected', () => resolve()));
}

/** Signs in with success and without, and prints what the panel makes of it. */
async function tour(browser: Browser, demo: Demo): Promise<void> {
  const page = await browser.newPage();
  await page.goto(`${demo.idp}/login?user=ann`);
  await page.goto(demo.rp);
  const devtools = await openDevTools(page);
  const panel = await devtools.showPanel();
  console.log('\nNo display: signing in once, and failing three times, headless …\n');

  const watch = await watchFedCm(page);
  await page.evaluate(() => window.demo.signIn());
  await settled(devtools, 1);
  await watch.stop();
  for (const [i, name] of FAULTS.entries()) {
    const fault = findFault(name);
    if (!fault) throw new Error(`The gallery has no ${name}.`);
    const run = await runFault(page, demo.port, fault);
    await settled(devtools, i + 2, faultOrigin(demo.port, name));
    await run.watch.stop();
  }

  const flows = await signIns(devtools);
  for (const flow of flows) console.log(`${describe(flow)}\n`);
  await (await panel.waitForSelector('[aria-label*="AccountsNoResponse"]'))?.click();
  await undock(devtools.window);
  await devtools.window.setViewport({ width: 1100, height: 640 });
  await panel.waitForSelector('[role=tabpanel] .verdict .title');
  await writeOutput(devtools.window, flows, await browser.userAgent());
}

/** Waits for that many sign-ins to have ended, and for all that the browser asked for them to be in the log. */
async function settled(devtools: DevTools, count: number, origin = ''): Promise<void> {
  const done = `(() => {
    const gets = fedcmLog.flows.filter(({ api }) => api === 'credentials.get');
    const last = gets.at(-1);
    return gets.length === ${count} && last.outcome.status !== 'pending' && JSON.stringify(last.request).includes(${JSON.stringify(origin)})
      && last.exchanges.length > 0 && last.exchanges.every(({ response }) => response.body !== undefined || response.bodyMissing !== undefined);
  })()`;
  await devtools.owner.waitForFunction(done, { polling: 50, timeout: 30_000 });
}

async function signIns(devtools: DevTools): Promise<Flow[]> {
  const flows = (await devtools.owner.evaluate('fedcmLog.flows')) as Flow[];
  return flows.filter(({ api }) => api === 'credentials.get');
}

function describe(flow: Flow): string {
  const { outcome, startedAt, settledAt = startedAt, findings } = flow;
  const mark = outcome.status === 'fulfilled' ? '✓' : '✗';
  const said = outcome.status === 'fulfilled' ? 'signed in' : `${outcome.error?.name}: ${outcome.error?.message}`;
  const steps = exchangeStrip(flow).flatMap(strip => strip.steps);
  const strip = steps.map(({ label, status }) => `${label} ${status}`).join(' ▸ ');
  const lines = [`${mark} ${said} (${Math.round(settledAt - startedAt)} ms)`, `  ${strip}`];
  const [finding] = findings.filter(({ severity }) => severity !== 'advice');
  if (finding)
    lines.push(`  ${finding.code}: ${finding.title}`, ...finding.steps.map((step, i) => `    ${i + 1}. ${step}`));
  return lines.join('\n');
}

async function writeOutput(window: Page, flows: readonly Flow[], userAgent: string): Promise<void> {
  await mkdir(output, { recursive: true });
  const screenshot = path.join(output, 'panel.png');
  const capture = path.join(output, 'capture.json');
  await window.screenshot({ path: screenshot });
  const text = exportCapture(flows, {
    creator: { name: 'FedCM Inspector demo', version: process.env['npm_package_version'] ?? '' },
    exportedAt: new Date().toISOString(),
    userAgent,
    redaction: 'secrets',
    key: crypto.getRandomValues(new Uint8Array(32)),
  });
  await writeFile(capture, text);
  console.log(`Screenshot: ${path.relative('.', screenshot)}\nCapture:    ${path.relative('.', capture)}`);
}
