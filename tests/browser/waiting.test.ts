import type { Frame, Page, Protocol } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { faultOrigin } from '../../demo/hosts.ts';
import { blank, serve, type TestSite, UNANSWERED } from './pages.ts';
import { type Inspected, type Rig, startRig, waitIn } from './rig.ts';

const json = (body: object) => ({ html: JSON.stringify(body), headers: { 'content-type': 'application/json' } });

let rig: Rig;
let page: Page;
let devtools: Inspected;
let panel: Frame;
/** An identity provider whose accounts endpoint never answers. */
let site: TestSite;

/** Which dialogs somebody answers. */
let answered: Protocol.FedCm.DialogType[] = [];

beforeAll(async () => {
  rig = await startRig();
  site = await serve({
    '/.well-known/web-identity': json({ provider_urls: ['/config.json'] }),
    '/config.json': json({ accounts_endpoint: '/held', id_assertion_endpoint: '/held', login_url: '/held' }),
    '/held': UNANSWERED,
    '/': blank('page'),
  });
  page = await rig.newTab();
  await page.goto(rig.demo.rp);
  const session = await page.createCDPSession();
  session.on('FedCm.dialogShown', ({ dialogId, dialogType }) => {
    if (dialogType === 'AccountChooser' && answered.includes(dialogType))
      // The page may be left before the answer arrives.
      session.send('FedCm.selectAccount', { dialogId, accountIndex: 0 }).catch(() => undefined);
  });
  // With Chrome's delay of rejections, and its floor.
  await session.send('FedCm.enable', { disableRejectionDelay: false });
  devtools = await rig.inspect(page);
  panel = await devtools.showPanel();
  // Wide enough for the list beside the details.
  await devtools.window.setViewport({ width: 1600, height: 800 });
  await panel.evaluate(record);
});
afterAll(async () => {
  await rig.close();
  await site.close();
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

/** Runs in the panel: opens the newest call, and keeps all that is said of it, however short it is shown. */
function record(): void {
  const said = new Set<string>();
  Object.assign(globalThis, { said });
  const look = () => {
    const row = [...document.querySelectorAll<HTMLElement>('tr.flow')].at(-1);
    if (row && row.getAttribute('aria-selected') !== 'true') row.click();
    const parts = document.querySelectorAll('tr.flow .result, .verdict .title, [aria-label="Waiting for"]');
    for (const part of parts) said.add(part.textContent ?? '');
  };
  new MutationObserver(look).observe(document.body, { subtree: true, childList: true, characterData: true });
}

const saidSo = (words: RegExp) => `[...said].some(text => ${words}.test(text))`;
const says = (words: RegExp) =>
  waitIn(panel, saidSo(words), () => panel.evaluate('JSON.stringify([...said])') as Promise<string>);

/** A tab signed in there, or signed out, on the relying party's page again; its panel empty. */
async function freshPage(prepare?: string, rp = rig.demo.rp): Promise<void> {
  if (prepare !== undefined) await page.goto(prepare);
  await page.goto(rp);
  await devtools.until(log => log.pageState === 'ready');
  await devtools.owner.evaluate('fedcmLog.clear()');
  await devtools.until(log => log.flows.length === 0);
  await panel.evaluate('said.clear()');
}

const login = (fault: string) => `${faultOrigin(rig.demo.port, fault)}/login?user=ann`;
const signIn = (options: object) => page.evaluate(all => void window.demo.signIn(all), options);

test('the network: which exchange, and how long', async () => {
  await freshPage(undefined, site.url('rp', '/'));
  await page.evaluate(
    configURL => {
      const identity = { providers: [{ configURL, clientId: 'client' }] };
      navigator.credentials.get({ identity } as CredentialRequestOptions).catch(() => undefined);
    },
    site.url('slow', '/config.json'),
  );
  const { host } = new URL(site.url('slow', '/'));
  await says(new RegExp(`^waiting: accounts endpoint of ${host}$`));
  await says(new RegExp(`^Waiting for the network: accounts endpoint of ${host}$`));
  await says(/No answer yet for 0:01\./);
  await says(/No answer yet for 0:02\./);
});

test('the user in the sign-in dialog', async () => {
  await freshPage(login('mismatch-401'));
  await signIn({ fault: 'mismatch-401' });
  await says(/^waiting: sign-in dialog$/);
  await says(/It offers to sign in again; the dialog may be behind a window/);
});

test('the sign-in pop-up: since when it is open, and what its page did not call', async () => {
  const origin = faultOrigin(rig.demo.port, 'sign-in-popup');
  await freshPage(`${origin}/logout`);
  await page.locator('#run-sign-in-popup').click();
  await says(/^waiting: sign-in pop-up$/);
  await says(/^Waiting for the sign-in pop-up$/);
  await says(/Opened 0:01 ago; no setStatus or close seen\./);
  await closeWindows(origin);
});

test('the error dialog', async () => {
  answered = ['AccountChooser'];
  const fault = 'assertion-500';
  await freshPage(login(fault));
  await signIn({ fault });
  await says(/^waiting: error dialog$/);
  await says(/The page is told when the user closes Chrome’s error dialog/);
});

test('the browser’s deliberate delay: when Chrome knew, and until when it may wait', async () => {
  // The delay is random: where it is too short to be shown, another provider is asked that Chrome does not know yet.
  let run = 0;
  do {
    run += 1;
    await freshPage();
    await page.evaluate(
      configURL => {
        const identity = { providers: [{ configURL, clientId: 'demo-rp' }] };
        navigator.credentials.get({ identity } as CredentialRequestOptions).catch(() => undefined);
      },
      `${faultOrigin(rig.demo.port, 'accounts-404', `r${run}`)}/config.json`,
    );
  } while (!(await tryFor(/Chrome knew the reason .\w+. at \d\d:\d\d:\d\d; it tells the page up to 60 s later/)));
  await says(/^waiting: deliberate delay$/);
});

test('the 3 s floor', async () => {
  answered = ['AccountChooser'];
  do {
    await freshPage(`${rig.demo.idp}/login?user=ann`);
    await signIn({ mediation: 'required' });
  } while (!(await tryFor(/the promise resolves no earlier than 3 s after the choice/)));
  await says(/^waiting: 3 s floor$/);
  await says(/^Waiting for the browser’s 3 s floor$/);
});

/** Whether it is said before the call that is under way has settled. */
async function tryFor(words: RegExp): Promise<boolean> {
  await devtools.until(log => log.flows.length === 1);
  for (;;) {
    const [flow] = await devtools.flows();
    if ((await panel.evaluate(saidSo(words))) === true) return true;
    if (flow?.outcome.status !== 'pending') return false;
    await new Promise(resolve => setTimeout(resolve, 20));
  }
}

async function closeWindows(origin: string): Promise<void> {
  for (const each of await rig.browser.pages()) if (each.url().startsWith(origin)) await each.close();
}
