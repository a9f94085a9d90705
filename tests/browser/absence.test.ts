import { readFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import type { Frame, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { faultOrigin, rpOrigin } from '../../demo/hosts.ts';
import type { Flow } from '../../src/core/model.ts';
import { blank, serve, type TestSite } from './pages.ts';
import { answerDialogs, type Inspected, type Rig, signInUrl, startRig, waitIn } from './rig.ts';

let rig: Rig;
let site: TestSite;
beforeAll(async () => {
  rig = await startRig();
  site = await serve({ '/': blank('page') });
});
afterAll(async () => {
  await rig.close();
  await site.close();
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

const text = (panel: Frame) => panel.evaluate(() => document.body.textContent ?? '');
const shows = (panel: Frame, words: string) =>
  waitIn(panel, `document.body.textContent.includes(${JSON.stringify(words)})`, () => text(panel));
const click = (panel: Frame, name: string) =>
  panel
    .waitForSelector(`::-p-aria(${name}[role="button"])`, { timeout: 30_000 })
    .then(button => button?.evaluate(element => (element as HTMLElement).click()));

/** What axe finds in either theme, and whatever does not fit into 320 px. */
async function violations(panel: Frame): Promise<unknown[]> {
  await panel.evaluate(await readFile(fileURLToPath(import.meta.resolve('axe-core/axe.min.js')), 'utf8'));
  const run = 'axe.run(document).then(({ violations }) => violations.map(({ id, nodes }) => [id, nodes[0].html]))';
  const light = (await panel.evaluate(run)) as unknown[];
  await panel.evaluate(() => document.documentElement.classList.add('dark'));
  const dark = (await panel.evaluate(run)) as unknown[];
  const wide = await panel.evaluate(() => {
    document.documentElement.classList.remove('dark');
    document.body.style.width = '320px';
    const all = [...document.querySelectorAll('main, main *, .toolbar')].filter(
      element => !element.closest('.sr-only') && element.getBoundingClientRect().right > 320.5,
    );
    document.body.style.width = '';
    return all.map(element => element.outerHTML);
  });
  return [...light, ...dark, ...wide];
}

/** The first sentence of the newest flow's summary. */
async function firstSentence(devtools: Inspected): Promise<{ panel: Frame; sentence: string }> {
  const panel = await devtools.showPanel();
  await panel.waitForSelector('[role=grid] [aria-label^="credentials.get"]', { timeout: 30_000 });
  await panel.evaluate(() => {
    const rows = document.querySelectorAll<HTMLElement>('[role=grid] [aria-label^="credentials.get"]');
    rows[rows.length - 1]?.click();
  });
  await panel.waitForSelector('.verdict .title', { timeout: 30_000 });
  const sentence = await panel.$eval('.verdict .title', title => title.textContent ?? '');
  return { panel, sentence };
}

/** A tab whose user is signed in at the fault's identity provider, on the relying party's page. */
async function inspectedFault(name: string): Promise<{ page: Page; devtools: Inspected }> {
  const page = await rig.newTab();
  await page.goto(`${faultOrigin(rig.demo.port, name)}/login?user=ann`);
  await page.goto(rig.demo.rp);
  await answerDialogs(page);
  return { page, devtools: await rig.inspect(page) };
}

/** The flows, once there are so many and all have settled. */
async function settled(devtools: Inspected, count: number): Promise<Flow[]> {
  await waitIn(
    devtools.owner,
    `fedcmLog.flows.length === ${count} && fedcmLog.flows.every(flow => flow.outcome.status !== 'pending')`,
    async () => JSON.stringify(await devtools.flows()),
  );
  return devtools.flows();
}

describe('stories', () => {
  test('a hung sign-in with all exchanges 200 waits for the user', async () => {
    const page = await rig.openRp();
    // The dialog is shown, and nobody answers it.
    const session = await page.createCDPSession();
    await session.send('FedCm.enable', { disableRejectionDelay: true });
    const devtools = await rig.inspect(page);
    await page.evaluate(() => void window.demo.signIn());
    const [flow] = await devtools.until(log => log.flows[0]?.waitingFor === 'the user in the account chooser');
    expect(flow?.exchanges.every(({ response }) => response.status === 200)).toBe(true);
    await shows(await devtools.showPanel(), 'waiting: account chooser');
    const { panel, sentence } = await firstSentence(devtools);
    expect(sentence).toBe('Waiting for the user in the account chooser');
    await shows(panel, 'The dialog may be behind a window');
    await page.close();
  });

  test('a hung sign-in waits for the continuation pop-up', async () => {
    const { page, devtools } = await inspectedFault('continue-on');
    await page.evaluate(() => void window.demo.signIn({ fault: 'continue-on' }));
    await devtools.until(log => log.flows[0]?.waitingFor === 'the continuation pop-up');
    const { panel, sentence } = await firstSentence(devtools);
    expect(sentence).toBe('Waiting for the continuation pop-up');
    await shows(panel, 'ago; no resolve or close seen.');
    const pages = await rig.browser.pages();
    await pages.find(each => each.url().startsWith(faultOrigin(rig.demo.port, 'continue-on')))?.close();
    await page.close();
  });

  test('a prompt that stopped after it was closed', async () => {
    const page = await rig.newTab();
    await page.goto(`${rig.demo.idp}/login?user=ann`);
    await page.goto(rpOrigin(rig.demo.port, 'cooldown'));
    await answerDialogs(page, { user: { chooser: 'dismiss-with-cooldown' } });
    const devtools = await rig.inspect(page);
    await page.evaluate(() => window.demo.signIn());
    await page.evaluate(() => window.demo.signIn());
    await settled(devtools, 2);
    const { panel, sentence } = await firstSentence(devtools);
    expect(sentence).toMatch(/^Prompts are probably paused on this site until /);
    await click(panel, 'Back');
    await click(panel, 'Browser state');
    await shows(panel, 'perhaps paused, step 1, until');
    await page.close();
  });

  test('a second silent call within the quiet period', async () => {
    const page = await rig.openRp();
    await answerDialogs(page);
    const devtools = await rig.inspect(page);
    await page.evaluate(() => window.demo.signIn());
    await page.evaluate(() => window.demo.signIn({ mediation: 'silent' }));
    await page.evaluate(() => window.demo.signIn({ mediation: 'silent' }));
    const flows = await settled(devtools, 3);
    expect(flows.map(({ outcome }) => outcome.credential?.isAutoSelected)).toEqual([false, true, undefined]);
    const { panel, sentence } = await firstSentence(devtools);
    expect(sentence).toBe(
      'Nobody could be signed in silently: Chrome signed the user in by itself less than 10 minutes earlier',
    );
    await panel.waitForSelector('::-p-aria(Conditions of automatic sign-in)', { timeout: 30_000 });
    await shows(panel, 'not met No automatic sign-in in the last 10 minutes');
    await shows(panel, 'unknown Automatic sign-in is on in Chrome');
    // Chrome names what a silent call lacked, so what it does not name was there.
    await click(panel, 'Back');
    await click(panel, 'Browser state');
    await click(panel, 'Ask Chrome');
    await shows(panel, 'Chrome told why a call failed');
    await click(panel, 'Flows');
    await firstSentence(devtools);
    await shows(panel, 'not met No automatic sign-in in the last 10 minutes');
    await shows(panel, 'met Automatic sign-in is on in Chrome');
    await page.close();
  });

  test('signed in at the provider, and signed out for Chrome since one bad accounts answer', async () => {
    const { page, devtools } = await inspectedFault('accounts-401');
    await page.evaluate(() => window.demo.signIn({ fault: 'accounts-401' }));
    await page.evaluate(() => window.demo.signIn({ fault: 'accounts-401' }));
    await settled(devtools, 2);
    const { sentence } = await firstSentence(devtools);
    const idp = faultOrigin(rig.demo.port, 'accounts-401');
    expect(sentence).toBe(`One accounts answer of ${idp} failed, so Chrome takes the user to be signed out`);
    await page.close();
  });

  test('the server refuses what Chrome let pass', async () => {
    const { page, devtools } = await inspectedFault('token-expired');
    const cases: [options: object, words: RegExp][] = [
      [{ server: 'hashes-nonce' }, /^The server refused the token: it hashes the nonce, and the call sent it plain$/],
      [{ server: 'ten-minutes-behind' }, /^The server refused the token: your server is 10 min behind the IdP$/],
      [{ fault: 'token-hashed-nonce' }, /^The server refused the token: its nonce is hashed on one side only$/],
      [
        { fault: 'token-server-clock-behind' },
        /^The server refused the token: the identity provider’s clock is 10 min behind your server’s and this computer’s$/,
      ],
      [{ fault: 'token-wrong-audience' }, /^The server refused the token: it was made for another client$/],
      [{ fault: 'token-expired' }, /^The server refused the token: it had expired when it arrived$/],
      [{ fault: 'token-jwks-404' }, /^The token fits this call; the server expected something else$/],
    ];
    for (const [options, words] of cases) {
      const { fault } = { fault: undefined, ...options };
      const idp = fault === undefined ? rig.demo.idp : faultOrigin(rig.demo.port, fault);
      await page.goto(signInUrl(idp, rig.demo.rp));
      await devtools.clear();
      await page.evaluate(all => window.demo.signIn(all), options);
      const [flow] = await devtools.until(log => log.flows[0]?.deliveries[0]?.response?.body !== undefined);
      const { panel, sentence } = await firstSentence(devtools);
      expect(sentence, JSON.stringify(options)).toMatch(words);
      await shows(panel, 'The server answered 401');
      // The call itself succeeded.
      expect(flow?.findings.filter(({ severity }) => severity === 'error')).toEqual([]);
    }
    const panel = await devtools.showPanel();
    await click(panel, 'Back');
    await shows(panel, 'refused by the server');
    await page.close();
  });

  test('an effect that calls twice and aborts the first', async () => {
    const page = await rig.openRp();
    await answerDialogs(page);
    const devtools = await rig.inspect(page);
    await page.evaluate(configURL => {
      const identity = { providers: [{ configURL, clientId: 'demo-rp', params: { nonce: 'n' } }] };
      const first = new AbortController();
      navigator.credentials.get({ identity, signal: first.signal } as CredentialRequestOptions).catch(() => undefined);
      first.abort();
      navigator.credentials.get({ identity } as CredentialRequestOptions).catch(() => undefined);
    }, `${rig.demo.idp}/config.json`);
    const [flow] = await settled(devtools, 2);
    expect(flow?.findings[0]?.title).toMatch(/^The page called twice and aborted this first call/);
    const panel = await devtools.showPanel();
    await panel.waitForSelector('[role=grid] [aria-label^="credentials.get"]', { timeout: 30_000 });
    await panel.$eval('[role=grid] [aria-label^="credentials.get"]', row => (row as HTMLElement).click());
    await waitIn(
      panel,
      `document.querySelector('.verdict .title')?.textContent.startsWith('The page called twice and aborted this first call')`,
      () => text(panel),
    );
    await page.close();
  });
});

test('browser state: what Chrome probably remembers, also in the next DevTools', async () => {
  const page = await rig.openRp();
  await answerDialogs(page);
  const devtools = await rig.inspect(page);
  await page.evaluate(() => window.demo.signIn({ mediation: 'required' }));
  await page.evaluate(() => window.demo.preventSilentAccess());
  await settled(devtools, 2);
  const panel = await devtools.showPanel();
  await click(panel, 'Browser state');
  await shows(panel, `${rig.demo.idp} logged-in`);
  await shows(panel, `${rig.demo.rp} ▸ ${rig.demo.idp} connected`);
  await shows(panel, `${rig.demo.rp} no automatic sign-in`);
  expect(await violations(panel)).toEqual([]);
  const stored = () =>
    panel.evaluate(() =>
      (chrome.storage.session.get() as Promise<Record<string, unknown>>).then(all => JSON.stringify(all)),
    );
  await waitIn(panel, `chrome.storage.session.get().then(all => JSON.stringify(all).includes('prevented'))`, stored);
  expect(await stored()).not.toContain('user-ann');
  expect(await stored()).not.toContain('eyJ');
  await page.close();

  const other = await rig.newTab();
  await other.goto(site.url('page', '/'));
  const later = await rig.inspect(other);
  const second = await later.showPanel();
  await click(second, 'Browser state');
  await shows(second, `${rig.demo.rp} ▸ ${rig.demo.idp} connected`);
  await click(second, 'Forget what was inferred');
  await shows(second, 'No sign-in was seen.');
  await other.close();
});
