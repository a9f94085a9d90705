import type { Frame, Page, Protocol } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, expect, test } from 'vitest';
import { click } from '../../demo/browse.ts';
import { faultOrigin, rpOrigin } from '../../demo/hosts.ts';
import { blank, json, serve, type TestSite, UNANSWERED, UNANSWERED_IDP } from './pages.ts';
import { type Inspected, type Rig, signInUrl, startRig, waitIn } from './rig.ts';

let rig: Rig;
let page: Page;
let devtools: Inspected;
let panel: Frame;
/** Identity providers whose accounts endpoint, or whose every endpoint, never answers. */
let site: TestSite;

/** Which dialogs somebody answers. */
let answered: Protocol.FedCm.DialogType[] = [];
/** The chooser is closed by its X. */
let dismissed = false;

beforeAll(async () => {
  rig = await startRig();
  site = await serve({ ...UNANSWERED_IDP, '/held.json': UNANSWERED, '/': blank('page') });
});
beforeEach(async () => {
  answered = [];
  dismissed = false;
  page = await rig.newTab();
  await page.goto(rig.demo.rp);
  const session = await page.createCDPSession();
  session.on('FedCm.dialogShown', ({ dialogId, dialogType }) => {
    if (dismissed) void session.send('FedCm.dismissDialog', { dialogId, triggerCooldown: true });
    if (dialogType === 'AccountChooser' && answered.includes(dialogType))
      // The page may be left before the answer arrives.
      session.send('FedCm.selectAccount', { dialogId, accountIndex: 0 }).catch(() => undefined);
  });
  // With Chrome's delay of rejections, and its floor.
  await session.send('FedCm.enable', { disableRejectionDelay: false });
  devtools = await rig.inspect(page);
  panel = await devtools.showPanel();
  await panel.evaluate(record);
});
afterAll(async () => {
  await rig.close();
  await site.close();
});
afterEach(async () => {
  await page.close();
  expect(rig.problems.splice(0)).toEqual([]);
});

/**
 * Runs in the panel: keeps all that the list says, however short it is shown, or once `opens` is set what the details of
 * the newest call say. A narrow panel shows one of both.
 */
function record(): void {
  const said = new Set<string>();
  const look = () => {
    const row = [...document.querySelectorAll<HTMLElement>('tr.flow')].at(-1);
    if ((globalThis as { opens?: boolean }).opens && row && row.getAttribute('aria-selected') !== 'true') row.click();
    const parts = document.querySelectorAll('tr.flow .result, .verdict .title, [aria-label="Waiting for"]');
    for (const part of parts) said.add(part.textContent ?? '');
  };
  Object.assign(globalThis, { said, look, opens: false });
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}

const openNewest = () => panel.evaluate('opens = true; look()');

const saidSo = (words: RegExp) => `[...said].some(text => ${words}.test(text))`;
const says = (words: RegExp) =>
  waitIn(panel, saidSo(words), () => panel.evaluate('JSON.stringify([...said])') as Promise<string>);

/** A tab signed in there, or signed out, on the relying party's page again; its panel empty. */
async function freshPage(prepare?: string, rp = rig.demo.rp): Promise<void> {
  if (prepare !== undefined) await page.goto(prepare);
  await page.goto(rp);
  await devtools.until(log => log.pageState === 'ready');
  await panel.evaluate('opens = false');
  await devtools.clear();
  await waitIn(panel, `document.querySelector('.empty') !== null`, () => panel.content());
  await panel.evaluate('said.clear()');
}

const login = (fault: string) => signInUrl(faultOrigin(rig.demo.port, fault), rig.demo.rp);
const callFor = (configURL: string, options: object = {}) =>
  page.evaluate(
    (url, more) => {
      const identity = { providers: [{ configURL: url, clientId: 'client' }] };
      const controller = new AbortController();
      Object.assign(window, { controller });
      const { signal } = controller;
      navigator.credentials.get({ identity, signal, ...more } as CredentialRequestOptions).catch(() => undefined);
    },
    configURL,
    options,
  );
/**
 * Calls, and keeps the page from hearing how the call ends for as long as it stands: while it waits for an answer that
 * never comes it runs no script. So what is over after a random time, or a short one, stays as long as is needed.
 */
function callAndHold(configURL: string, options: object = {}): void {
  const held = page.evaluate(
    (url, more, unanswered) => {
      const identity = { providers: [{ configURL: url, clientId: 'demo-rp' }] };
      navigator.credentials.get({ identity, ...more } as CredentialRequestOptions).catch(() => undefined);
      const request = new XMLHttpRequest();
      request.open('GET', unanswered, false);
      request.send();
    },
    configURL,
    options,
    site.url('unanswered', '/held.json'),
  );
  // It ends with the page.
  held.catch(() => undefined);
}
const signIn = (options: object = {}) => page.evaluate(all => void window.demo.signIn(all), options);

test('the network: which exchange, and how long', async () => {
  await freshPage(undefined, site.url('rp', '/'));
  await callFor(site.url('slow', '/config.json'));
  const { host } = new URL(site.url('slow', '/'));
  await says(new RegExp(`^waiting: accounts endpoint of ${host}$`));
  await openNewest();
  await says(new RegExp(`^Waiting for the network: accounts endpoint of ${host}$`));
  // It ticks.
  const ticks = 'new Set([...said].flatMap(text => text.match(/No answer yet for [0-9]:[0-9]+/) ?? []))';
  await waitIn(panel, `${ticks}.size >= 3`, () => panel.evaluate(`JSON.stringify([...${ticks}])`) as Promise<string>);
});

test('the user in the sign-in dialog', async () => {
  await freshPage(login('mismatch-401'));
  await signIn({ fault: 'mismatch-401' });
  await says(/^waiting: sign-in dialog$/);
  await openNewest();
  await says(/It offers to sign in again; the dialog may be behind a window/);
});

test('the sign-in pop-up: since when it is open, and what its page did not call', async () => {
  const origin = faultOrigin(rig.demo.port, 'sign-in-popup');
  await freshPage(`${origin}/logout`);
  await click(page, '#run-sign-in-popup');
  await says(/^waiting: sign-in pop-up$/);
  await openNewest();
  await says(/^Waiting for the sign-in pop-up$/);
  await says(/Opened 0:\d*[1-9] ago; no setStatus or close seen\./);
  await closeWindows(origin);
});

test('the error dialog', async () => {
  answered = ['AccountChooser'];
  const fault = 'assertion-500';
  await freshPage(login(fault));
  await signIn({ fault });
  await says(/^waiting: error dialog$/);
  await openNewest();
  await says(/The page is told when the user closes Chrome’s error dialog/);
});

test('the browser’s deliberate delay: when Chrome knew, and until when it may wait', async () => {
  await freshPage();
  callAndHold(`${faultOrigin(rig.demo.port, 'accounts-404', 'held')}/config.json`);
  await says(/^waiting: deliberate delay, or the sign-in dialog$/);
  await openNewest();
  await says(/Chrome knew the reason .\w+. at \d\d:\d\d:\d\d; it tells the page up to 60 s later/);
});

test('Chrome asked nobody: it has probably decided, and holds the rejection back', async () => {
  await freshPage(undefined, site.url('silent', '/'));
  callAndHold(site.url('idp', '/config.json'), { mediation: 'silent' });
  await openNewest();
  await says(/^Waiting for the browser’s deliberate delay: a condition of automatic sign-in is probably not met$/);
});

test('a prompt that stopped after it was closed', async () => {
  dismissed = true;
  await freshPage(`${rig.demo.idp}/login?user=ann`, rpOrigin(rig.demo.port, 'cooldown'));
  await signIn();
  await devtools.until(log => log.flows[0]?.outcome.status === 'rejected');
  callAndHold(`${rig.demo.idp}/config.json`);
  await says(/^waiting: deliberate delay: prompts are probably paused on this site$/);
});

test('a request that is under way for long is the network’s', async () => {
  await freshPage(undefined, site.url('rp', '/'));
  await callFor(site.url('slow', '/held.json'));
  await openNewest();
  await says(/No answer yet for 0:0[3-9]/);
  const { host } = new URL(site.url('slow', '/'));
  await says(new RegExp(`^Waiting for the network: config of ${host}$`));
  expect(await panel.evaluate(saidSo(/deliberate delay/))).toBe(false);
});

test('an account was chosen, and its token is not answered: no longer the user’s; an abort cuts that request off', async () => {
  answered = ['AccountChooser'];
  const idp = await serve({
    '/.well-known/web-identity': json({ provider_urls: ['/config.json'] }),
    '/config.json': json({ accounts_endpoint: '/accounts', id_assertion_endpoint: '/held', login_url: '/held' }),
    '/accounts': json({ accounts: [{ id: '1', name: 'Ann', email: 'ann@idp.example' }] }),
    '/held': UNANSWERED,
  });
  await freshPage(undefined, site.url('rp', '/'));
  await callFor(idp.url('chosen', '/config.json'));
  await says(new RegExp(`^waiting: identity assertion endpoint of ${new URL(idp.url('chosen', '/')).host}$`));
  await page.evaluate('controller.abort()');
  const [aborted] = await devtools.until(({ flows }) => flows[0]?.exchanges.at(-1)?.role === 'id-assertion');
  expect(aborted?.exchanges.at(-1)?.response).toMatchObject({ status: 0, bodyMissing: expect.stringMatching(/ended/) });
  expect(aborted?.phases.at(-1)).toMatchObject({ name: 'assertion', basis: 'measured' });
  expect(aborted?.findings[0]).toMatchObject({ code: 'Canceled', evidence: [{ found: 'no answer' }, {}] });
  await idp.close();
});

test('the 3 s floor', async () => {
  answered = ['AccountChooser'];
  await freshPage(signInUrl(rig.demo.idp, rig.demo.rp));
  callAndHold(`${rig.demo.idp}/config.json`, { mediation: 'required' });
  await says(/^waiting: 3 s floor$/);
  await openNewest();
  await says(/the promise resolves no earlier than 3 s after the choice/);
});

async function closeWindows(origin: string): Promise<void> {
  for (const each of await rig.browser.pages()) if (each.url().startsWith(origin)) await each.close();
}
