import type { Frame, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { FlowLog } from '../../src/core/flow/log.ts';
import { blank, serve, type TestSite, UNANSWERED_IDP } from './pages.ts';
import { answerDialogs, type Rig, startRig, waitIn } from './rig.ts';

/** A call that Chromium refuses at once, without network or user. */
const REFUSED = 'navigator.credentials.get({ identity: { providers: [] } }).catch(() => {})';

declare const fedcmLog: FlowLog;

let rig: Rig;
let site: TestSite;
beforeAll(async () => {
  rig = await startRig();
  const idp = `${rig.demo.idp}`;
  site = await serve({
    ...UNANSWERED_IDP,
    '/': blank('top', `<script>${REFUSED}</script>`),
    '/second': blank('second'),
    '/srcdoc': blank('outer', `<iframe srcdoc="<script>${REFUSED}</script>"></iframe>`),
    '/sandbox': blank('outer', `<iframe sandbox="allow-scripts" srcdoc="<script>${REFUSED}</script>"></iframe>`),
    '/about-blank': blank('outer', '<iframe></iframe>'),
    '/strict': {
      html: '<!doctype html><title>strict</title><script src="/strict.js"></script>',
      headers: {
        'content-security-policy': `default-src 'none'; script-src 'self'; connect-src ${idp}; require-trusted-types-for 'script'; trusted-types 'none'`,
      },
    },
    '/strict.js': { html: '' },
  });
});
afterAll(async () => {
  await rig.close();
  await site.close();
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

/** DevTools itself asks the page's server for its workspace settings. */
const isDevToolsOwn = (text: string) => text.includes('com.chrome.devtools.json');

const frameOf = (page: Page, name: string): Frame => {
  const frame = page.frames().find(each => each.url().includes(name) && each !== page.mainFrame());
  if (!frame) throw new Error(`No frame at ${name}: ${page.frames().map(each => each.url())}`);
  return frame;
};

test('a login status counts where Chrome honours it: not from a frame in another site’s page', async () => {
  const page = await rig.newTab();
  await page.goto(site.url('rp', '/second'));
  const devtools = await rig.inspect(page);
  const embed = (url: string) =>
    new Promise(resolve => {
      const frame = document.createElement('iframe');
      frame.onload = resolve;
      frame.src = url;
      document.body.append(frame);
    });
  await page.evaluate(embed, `${rig.demo.idp}/logout`);
  await page.goto(`${rig.demo.idp}/login?user=ann`);
  await page.evaluate(async () => (await fetch('/logout')).text());
  const sent = () => devtools.owner.evaluate(() => fedcmLog.sentStatuses.map(({ value }) => value));
  await waitIn(devtools.owner, "fedcmLog.sentStatuses.at(-1)?.value === 'logged-out'", async () => `${await sent()}`);
  expect(await sent()).toEqual(['logged-in', 'logged-out']);
  await page.close();
});

describe('calls that DevTools was not there to see', () => {
  test('made before it was opened, from the first script on', async () => {
    const page = await rig.newTab();
    await page.goto(site.url('rp', '/'));
    await page.evaluate(REFUSED);
    const devtools = await rig.inspect(page);
    const flows = await devtools.until(
      log => log.flows.length === 2 && log.flows.every(({ outcome }) => outcome.status === 'rejected'),
    );
    expect(flows.map(({ outcome }) => outcome.error?.name)).toEqual(['TypeError', 'TypeError']);
    expect(flows[0]?.startedAt).toBeLessThanOrEqual(flows[1]?.startedAt ?? 0);
    await page.close();
  });

  test('made before the panel was shown, and with DevTools closed and opened again', async () => {
    const page = await rig.newTab();
    await page.goto(site.url('rp', '/second'));
    const first = await rig.inspect(page);
    await page.evaluate(REFUSED);
    await first.until(log => log.flows.length === 1);
    const panel = await first.showPanel();
    await panel.waitForSelector('[aria-label*="credentials.get"]');
    await first.close();
    await page.evaluate(REFUSED);
    const second = await rig.inspect(page);
    await second.until(log => log.flows.length === 2);
    await page.evaluate(REFUSED);
    await second.until(log => log.flows.length === 3);
    await page.close();
  });
});

describe('frames', () => {
  test('a cross-origin relying party is attributed to its frame', async () => {
    const page = await rig.openRp();
    await answerDialogs(page);
    const devtools = await rig.inspect(page);
    await page.evaluate(() => window.demo.openFrame());
    const frame = frameOf(page, 'frame-rp');
    await frame.evaluate(() => window.demo.signIn({ deliver: false }));
    const [flow] = await devtools.until(log => log.flows[0]?.outcome.status === 'fulfilled');
    expect(flow?.page).toMatchObject({ origin: rig.demo.frameRp, topOrigin: rig.demo.rp });
    expect(flow?.page.frameId).toBeGreaterThan(0);
    await page.close();
  });

  test.each([
    ['/srcdoc', (own: string) => own],
    ['/sandbox', () => 'null'],
  ])('%s is recorded with its origin', async (path, origin) => {
    const page = await rig.newTab();
    await page.goto(site.url('rp', path));
    const devtools = await rig.inspect(page);
    const [flow] = await devtools.until(log => log.flows[0]?.outcome.status === 'rejected');
    expect(flow?.page.origin).toBe(origin(new URL(site.url('rp', '/')).origin));
    expect(flow?.page.frameId).toBeGreaterThan(0);
    await page.close();
  });

  test('an about:blank frame is recorded from the moment it exists', async () => {
    const page = await rig.newTab();
    await page.goto(site.url('rp', '/second'));
    const devtools = await rig.inspect(page);
    await page.evaluate(() => {
      const frame = document.body.appendChild(document.createElement('iframe'));
      frame.contentWindow?.navigator.credentials.get({ identity: { providers: [] } } as never).catch(() => {});
    });
    const [flow] = await devtools.until(log => log.flows.length === 1);
    expect(flow?.page.frameId).toBeGreaterThan(0);
    await page.close();
  });
});

test('a page with a strict CSP and Trusted Types signs in as ever', async () => {
  const page = await rig.openRp();
  const refused: string[] = [];
  page.on('console', message => refused.push(message.text()));
  await page.goto(site.url('rp', '/strict'));
  await answerDialogs(page);
  const devtools = await rig.inspect(page);
  await page
    .evaluate(configURL => {
      const identity = { providers: [{ configURL, clientId: 'demo-rp', params: { nonce: 'n' } }] };
      return navigator.credentials.get({ identity } as never).then(() => {});
    }, `${rig.demo.idp}/config.json`)
    .catch(error => refused.push(String(error)));
  const flows = await devtools.until(log => log.flows.some(({ outcome }) => outcome.status !== 'pending'));
  expect(flows).toHaveLength(1);
  expect(refused.filter(text => /Content.Security|Trusted/i.test(text) && !isDevToolsOwn(text))).toEqual([]);
  await page.close();
});

describe('navigation', () => {
  /** A call that stays open. */
  const openCall = async (page: Page) =>
    page.evaluate(
      configURL => {
        const identity = { providers: [{ configURL, clientId: 'demo-rp' }] };
        void navigator.credentials.get({ identity } as never).then(
          () => {},
          () => {},
        );
      },
      site.url('held', '/config.json'),
    );

  test('cuts a call off, and the return from the back/forward cache takes that back', async () => {
    const page = await rig.newTab();
    await answerDialogs(page);
    await page.goto(site.url('rp', '/second'));
    const devtools = await rig.inspect(page);
    await openCall(page);
    await devtools.until(log => log.flows[0]?.outcome.status === 'pending');
    await page.goto(site.url('rp', '/about-blank'));
    const [cut] = await devtools.until(log => log.flows[0]?.outcome.status === 'interrupted');
    expect(cut?.settledAt).toBeGreaterThanOrEqual(cut?.startedAt ?? Infinity);
    await page.goBack();
    const restored = await page.evaluate('performance.getEntriesByType("navigation")[0].notRestoredReasons === null');
    expect(restored).toBe(true);
    const [back] = await devtools.until(log =>
      ['pending', 'rejected', 'fulfilled'].includes(log.flows[0]?.outcome.status ?? ''),
    );
    expect(back?.id).toBe(cut?.id);
    await page.close();
  });

  test('keeps the flows with Preserve log, and drops them without', async () => {
    const page = await rig.newTab();
    await page.goto(site.url('rp', '/'));
    const devtools = await rig.inspect(page);
    await devtools.until(log => log.flows.length === 1);
    await page.goto(site.url('rp', '/second'));
    await devtools.until(log => log.navigations.length === 2);
    expect((await devtools.flows()).length).toBe(1);
    await devtools.owner.evaluate('fedcmLog.setPreserve(false)');
    await page.goto(site.url('other', '/'));
    const flows = await devtools.until(
      log => log.flows.length === 1 && log.navigations.length === 1 && log.flows[0]?.outcome.status === 'rejected',
    );
    expect(flows[0]?.page.origin).toBe(new URL(site.url('other', '/')).origin);
    await page.close();
  });
});

test('two DevTools on two tabs never see each other’s flows', async () => {
  const [one, two] = [await rig.newTab(), await rig.newTab()];
  await one.goto(site.url('one', '/second'));
  await two.goto(site.url('two', '/second'));
  const [first, second] = [await rig.inspect(one), await rig.inspect(two)];
  for (let i = 0; i < 3; i++) await Promise.all([one.evaluate(REFUSED), two.evaluate(REFUSED)]);
  const origins = (flows: Awaited<ReturnType<typeof first.flows>>) => [
    ...new Set(flows.map(({ page }) => page.origin)),
  ];
  expect(origins(await first.until(log => log.flows.length === 3))).toEqual([new URL(site.url('one', '/')).origin]);
  expect(origins(await second.until(log => log.flows.length === 3))).toEqual([new URL(site.url('two', '/')).origin]);
  await Promise.all([one.close(), two.close()]);
});
