import type { Frame, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { exportCapture } from '../../src/core/capture/export.ts';
import { optionsFor, sampleFlow } from '../unit/capture/sample.ts';
import { blank, serve, type TestSite } from './pages.ts';
import { type Inspected, type Rig, startRig, waitIn } from './rig.ts';

const CLIENT = 'https://accounts.google.com/gsi/client';
const STATUS = 'https://accounts.google.com/gsi/status';
const GSI = `<script src="${CLIENT}" async></script>`;

/** Behaves as the library is documented to: it asks for its status, and prompts only after a good answer. */
const STAND_IN = `fetch('${STATUS}?client_id=123.apps.example').then(response => {
  if (!response.ok) console.error('The given origin is not allowed for the given client ID.');
});`;

const script = (text: string) => `<script>${text}</script>`;

const FRAMES = `
  for (const [name, allow] of [['sso', 'identity-credentials-get'], ['ads', '']]) {
    const frame = document.createElement('iframe');
    Object.assign(frame, { src: '//' + name + '.localhost:' + location.port + '/', allow });
    document.documentElement.append(frame);
  }`;

/** What the page can notice of a look at it is counted. */
const WATCHFUL = `
  globalThis.noticed = 0;
  const { getOwnPropertyDescriptor } = Object;
  const notice = what => { noticed++; return what; };
  Object.getOwnPropertyDescriptor = (...all) => notice(getOwnPropertyDescriptor(...all));
  new MutationObserver(() => noticed++).observe(document, { subtree: true, childList: true, attributes: true });
  addEventListener('message', () => noticed++);`;
const ACCESSOR = `
  globalThis.noticed = 0;
  const native = navigator.credentials.get;
  Object.defineProperty(navigator.credentials, 'get', { get() { noticed++; return native; }, configurable: true });`;

let rig: Rig;
let site: TestSite;
let page: Page;
let devtools: Inspected;
let panel: Frame;
/** What Google's stand-in answers to a status request. */
let status = 200;

beforeAll(async () => {
  rig = await startRig();
  site = await serve({
    '/': blank('page'),
    '/gsi': blank('page', GSI),
    '/paused': blank(
      'page',
      script(`document.cookie = 'g_state=' + JSON.stringify({ i_p: Date.now() + 7.2e6, i_l: 2 })`) + GSI,
    ),
    '/around': blank('page', `${GSI}<iframe src="/paused"></iframe>`),
    '/frames': blank('page', script(FRAMES)),
    '/sso': blank(
      'page',
      script(`document.documentElement.append(Object.assign(document.createElement('iframe'), {
      src: '//sso.localhost:' + location.port + '/own#frame', allow: 'identity-credentials-get' }))`),
    ),
    '/own': blank('page', script(`navigator.credentials.get = async function vault(options) { return null }`)),
    '/prototype': blank('page', script(`CredentialsContainer.prototype.get = async options => null`)),
    '/accessor': blank('page', script(ACCESSOR)),
    '/watchful': blank('page', script(WATCHFUL) + GSI),
    '/policy': { ...blank('page'), headers: { 'permissions-policy': 'identity-credentials-get=()' } },
  });
  page = await rig.newTab();
  await page.setRequestInterception(true);
  page.on('request', request => {
    const answer = { headers: { 'access-control-allow-origin': '*' } };
    if (request.url() === CLIENT) void request.respond({ ...answer, contentType: 'text/javascript', body: STAND_IN });
    else if (request.url().startsWith(STATUS)) void request.respond({ ...answer, status, body: '' });
    else void request.continue();
  });
  await page.goto(site.url('rp', '/'));
  devtools = await rig.inspect(page);
  panel = await devtools.showPanel();
});
afterAll(async () => {
  await rig.close();
  await site.close();
});
beforeEach(() => {
  status = 200;
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

const shown = () => panel.evaluate(() => document.querySelector('.empty')?.textContent ?? '');
const saysFirst = (title: string) =>
  waitIn(panel, `document.querySelector('.empty h2')?.textContent === ${JSON.stringify(title)}`, shown);
const says = (words: string) =>
  waitIn(panel, `document.querySelector('.empty')?.textContent.includes(${JSON.stringify(words)})`, shown);
const noticed = () => page.evaluate('noticed');

test('a library is on the page, and has not called', async () => {
  await page.goto(site.url('a', '/gsi'));
  await saysFirst('Google Identity Services is on the page, and has not called');
  await says('Its status request was answered 200.');
});

test('its status request was refused: the origin is not allowed for this client', async () => {
  status = 403;
  await page.goto(site.url('b', '/gsi'));
  await saysFirst(
    'Google Identity Services did not call: this origin is not allowed for the client id 123.apps.example',
  );
  await says('Authorized JavaScript origins');
});

test('its own cooldown, by its cookie', async () => {
  await page.goto(site.url('c', '/paused'));
  await waitIn(
    panel,
    `document.querySelector('.empty h2')?.textContent.startsWith('Google Identity Services pauses its prompt until ')`,
    shown,
  );
  await says('Its own cookie g_state says so, after 2 dismissals in a row.');
  await page.goto(site.url('c', '/around'));
  const cookies = () =>
    devtools.owner.evaluate(`fedcmLog.lookAtPage().then(look =>
      look?.frames.map(({ isTop, cookies }) => [isTop, Object.keys(cookies)]))`);
  // The page's own is read, and no frame's.
  await expect.poll(cookies, { timeout: 60_000 }).toEqual([
    [true, ['g_state']],
    [false, []],
  ]);
});

test('a frame that may call and has not, and one that may not', async () => {
  await page.goto(site.url('d', '/frames'));
  await saysFirst(`A frame of ${new URL(site.url('sso', '/')).origin} may call, and has not`);
  await says(`A frame of ${new URL(site.url('ads', '/')).origin} may not call`);
});

test.each([
  ['/own', 'navigator.credentials.get', 'async function vault(options) { return null }'],
  ['/prototype', 'CredentialsContainer.prototype.get', 'async options => null'],
])('a script has replaced the method: %s', async (path, where, source) => {
  await page.goto(site.url('e', path));
  await saysFirst(`A script has replaced ${where}, so calls may end there`);
  await says(source);
});

test('a script has replaced the method in a frame that may call', async () => {
  await page.goto(site.url('e', '/sso'));
  const { origin } = new URL(site.url('sso', '/'));
  await saysFirst(`A script has replaced navigator.credentials.get in a frame of ${origin}, so calls may end there`);
  await says('async function vault(options) { return null }');
});

test('the page notices nothing of a look at it', async () => {
  await page.goto(site.url('f', '/accessor'));
  await saysFirst('A script has replaced navigator.credentials.get, so calls may end there');
  expect(await noticed()).toBe(0);
  await page.goto(site.url('f', '/watchful'));
  await saysFirst('Google Identity Services is on the page, and has not called');
  // What it noticed of its own loading is no look; so one is taken from here on.
  await page.evaluate(() => {
    Object.assign(globalThis, { noticed: 0 });
  });
  expect(await devtools.owner.evaluate('fedcmLog.lookAtPage().then(look => look.frames.length)')).toBe(1);
  expect(await noticed()).toBe(0);
});

test('the page’s own header', async () => {
  await page.goto(site.url('g', '/policy'));
  await saysFirst('The page’s own header forbids FedCM');
});

test('nothing of it stays when the page goes on', async () => {
  await page.goto(site.url('h', '/'));
  await saysFirst('No FedCM call yet');
});

describe('beside what is in the list', () => {
  const pauses = 'Google Identity Services pauses its prompt until ';
  const notice = "document.querySelector('.notice.calm output')?.textContent";
  const tells = (words: string) =>
    waitIn(panel, `${notice}?.startsWith(${JSON.stringify(words)})`, () =>
      panel.$eval('.list', list => list.outerHTML),
    );
  const press = (name: string) => panel.locator(`::-p-aria([name="${name}"][role="button"])`).click();

  test('state changes alone hide it not', async () => {
    await page.goto(site.url('i', '/paused'));
    await page.evaluate(() => navigator.credentials.preventSilentAccess());
    await devtools.until(log => log.flows.length === 1);
    await waitIn(panel, `document.querySelector('.empty h2')?.textContent.startsWith('${pauses}')`, shown);
    await says('One call changed what the browser remembers.');
    await press('Show state changes');
    await tells(pauses);
    await panel.locator('::-p-aria([name="Show state changes"][role="checkbox"])').click();
    await says('One call changed what the browser remembers.');
  });

  test('an imported file hides it not', async () => {
    const capture = exportCapture([sampleFlow('a')], optionsFor('none'));
    await panel.$eval(
      'input[type=file]',
      (input, text) => {
        const files = new DataTransfer();
        files.items.add(new File([text], 'theirs.json'));
        (input as HTMLInputElement).files = files.files;
        input.dispatchEvent(new Event('change', { bubbles: true }));
      },
      capture,
    );
    await tells(pauses);
    await press('Why no call?');
    const dialog = "document.querySelector('dialog[open]')?.textContent";
    await waitIn(panel, `${dialog}?.includes('Its own cookie g_state says so')`, shown);
    await press('Close');
    await waitIn(panel, `${dialog} === undefined`, shown);
    expect(await panel.evaluate(() => document.activeElement?.textContent)).toBe('Why no call?');
    await press('Close theirs.json');
  });

  test('a sign-in on the page before hides it not, and one on this page does', async () => {
    const call = () =>
      page.evaluate(() => {
        const identity = { providers: [{ configURL: 'http://idp.example/config.json', clientId: 'client' }] };
        return navigator.credentials.get({ identity } as CredentialRequestOptions).catch(() => undefined);
      });
    await page.goto(site.url('k', '/'));
    await call();
    await devtools.until(log => log.flows.some(({ api }) => api === 'credentials.get'));
    await page.goto(site.url('k', '/gsi'));
    await tells('Google Identity Services is on the page, and has not called');
    await call();
    await waitIn(panel, `${notice} === undefined`, () => panel.$eval('.list', list => list.outerHTML));
  });
});
