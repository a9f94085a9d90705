import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { CDPSession, Frame, Page, Target } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { findFault } from '../../demo/gallery/index.ts';
import { faultOrigin } from '../../demo/hosts.ts';

import { exportCapture } from '../../src/core/capture/export.ts';
import { optionsFor } from '../unit/capture/sample.ts';
import { FITTING, flowWith } from '../unit/token/flows.ts';
import { jwt } from '../unit/token/tokens.ts';
import { choose } from './files.ts';
import { answerDialogs, type Inspected, type Rig, signInUrl, startRig } from './rig.ts';

let rig: Rig;
let page: Page;
let devtools: Inspected;
let panel: Frame;

beforeAll(async () => {
  rig = await startRig();
  page = await rig.openRp();
  await answerDialogs(page);
  devtools = await rig.inspect(page);
  await devtools.window.setViewport({ width: 1200, height: 1000 });
  panel = await devtools.showPanel();
});
afterAll(() => rig.close());
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

/** Signs in and shows the newest flow's token. @param fault of the gallery; the good provider where not named */
async function showToken(fault?: string, options: { deliver?: boolean; nonce?: string } = {}): Promise<void> {
  const origin = fault === undefined ? rig.demo.idp : faultOrigin(rig.demo.port, fault);
  if (fault !== undefined) expect(findFault(fault), fault).toBeDefined();
  await page.goto(signInUrl(origin, rig.demo.rp));
  await devtools.clear();
  await panel.waitForFunction(() => document.querySelector('.row.flow, .token-kind') === null);
  await signIn(fault, options);
  await showNewest();
}

async function signIn(fault?: string, { deliver = false, nonce }: { deliver?: boolean; nonce?: string } = {}) {
  const asked = { ...(fault !== undefined && { fault }), ...(nonce !== undefined && { nonce }), deliver };
  await page.evaluate(options => window.demo.signIn(options), asked);
  await devtools.until(log => {
    const { outcome, exchanges } = log.flows.at(-1) ?? { exchanges: [] };
    return (
      outcome?.status === 'fulfilled' &&
      exchanges.some(({ role }) => role === 'id-assertion') &&
      exchanges.every(({ response: { body, bodyMissing, error } }) => (body ?? bodyMissing ?? error) !== undefined)
    );
  });
}

/** Opens the newest flow at its Token tab. */
async function showNewest(): Promise<void> {
  // The sign-in page calls close(), which may be told late, and is no row.
  const flows = (await devtools.flows()).filter(({ api }) => api === 'credentials.get');
  // Beside open details there is no room for the list.
  await panel.evaluate(() => document.querySelector<HTMLElement>('[aria-label="Back"]')?.click());
  await panel.waitForFunction(count => document.querySelectorAll('.row.flow').length === count, {}, flows.length);
  await panel.evaluate(() => [...document.querySelectorAll<HTMLElement>('.row.flow')].at(-1)?.click());
  await panel.locator('[role="tab"]::-p-text(Token)').click();
  await panel.waitForSelector('.token-kind');
}

/** The checks as the tab lists them: `fails: Audience`, with their details. */
const checks = (): Promise<{ check: string; detail: string }[]> =>
  panel.$$eval('.checks li', items =>
    items.map(item => ({
      check: [...item.children]
        .slice(0, 2)
        .map(part => part.textContent)
        .join(''),
      detail: item.children[2]?.textContent ?? '',
    })),
  );

const checksThat = async (status: string): Promise<string[]> =>
  (await checks()).flatMap(({ check }) => (check.startsWith(`${status}: `) ? check.slice(status.length + 2) : []));

const tabText = (): Promise<string> => panel.$eval('[role="tabpanel"]', tab => tab.textContent ?? '');
const buttons = (): Promise<string[]> =>
  panel.$$eval('[role="tabpanel"] button', all => all.map(button => button.textContent || (button.ariaLabel ?? '')));

/** Clicks *Verify* and waits for the verdict. */
async function verify(): Promise<string> {
  await panel.locator('::-p-aria([name="Verify"][role="button"])').click();
  return verdict();
}

/** What the signature's section says, once the list of checks says the same. */
async function verdict(): Promise<string> {
  const said = await panel.waitForFunction(() => {
    const text = document.querySelector('.signature output')?.textContent ?? '';
    if (['Verifying…', 'cannot tell: Not verified.', ''].includes(text)) return undefined;
    const listed = [...document.querySelectorAll('.checks li')].map(({ children: [status, , detail] }) =>
      [status?.textContent, detail?.textContent].join(''),
    );
    return listed.includes(text) ? text : undefined;
  });
  return said.jsonValue() as Promise<string>;
}

describe('a good token', () => {
  test('passes every check, and its signature verifies after the click and not before', async () => {
    const traffic = await watchTraffic();
    await showToken(undefined, { deliver: true });
    await signIn(undefined, { deliver: true });
    await devtools.until(log => log.flows.at(-1)?.deliveries.some(({ response }) => response) === true);
    await showNewest();
    expect(await checksThat('fails')).toEqual([]);
    expect(await checksThat('cannot tell')).toEqual(['Signature']);
    const shown = await panel.$$eval('.signature .note code', all => all.map(code => code.textContent));
    expect(shown).toContain(`${rig.demo.idp}/.well-known/openid-configuration`);
    expect(traffic.urls).toEqual([]);
    expect(keyRequests()).toEqual([]);

    expect(await verify()).toBe('passes: Verified: ES256, with the issuer’s key “demo-key-1”.');
    await panel.waitForFunction(() => !document.body.textContent?.includes('cannot tell'));
    expect(await checksThat('fails')).toEqual([]);
    expect((await checks()).find(({ check }) => check === 'passes: Issuer')?.detail).toContain('discovery document');
    const expected = [`${rig.demo.idp}/.well-known/openid-configuration`, `${rig.demo.idp}/jwks.json`];
    expect(await panel.$$eval('.fetched li', all => all.map(item => item.textContent))).toEqual(expected);
    expect(traffic.urls).toEqual(expected);
    expect(keyRequests()).toEqual(expected.map(url => ({ url, cookies: [] })));
    await traffic.stop();
  });

  test('keeps its verified signature while the log changes, and in what is exported', async () => {
    await showToken();
    await verify();
    await signIn();
    const [first, second] = await devtools.flows();
    const signatureOf = (flow: typeof first) => flow?.token?.checks.find(({ id }) => id === 'signature')?.status;
    expect([signatureOf(first), signatureOf(second)]).toEqual(['pass', 'unknown']);
  });

  test('verifies with a pasted key, without any fetch', async () => {
    await showToken();
    const jwks = await keysOfProvider();
    const before = keyRequests().length;
    await paste('{"keys": [');
    expect(await verdict()).toMatch(/^cannot tell: Not verified\. What was pasted is no JSON/);
    await paste('{"kty":"RSA","n":"AQAB","e":"AQAB"}');
    await panel.waitForFunction(() => document.querySelector('.signature output')?.textContent?.includes('RSA'));
    expect(await verdict()).toBe('fails: ES256 needs a key of type EC P-256; the key set has RSA.');
    await paste(jwks);
    await panel.waitForFunction(() => document.querySelector('.signature output')?.textContent?.includes('pasted key'));
    expect(await verdict()).toBe('passes: Verified: ES256, with the pasted key “demo-key-1”.');
    expect(keyRequests()).toHaveLength(before);
  });

  test('is verified from the keyboard', async () => {
    await showToken();
    await panel.focus('::-p-aria([name="Verify"][role="button"])');
    await devtools.window.keyboard.press('Enter');
    expect(await verdict()).toContain('Verified: ES256');
    // The focus stays where it was.
    expect(await panel.evaluate(() => document.activeElement?.textContent)).toBe('Verify');
  });

  test('shows characters that would hide', async () => {
    await showToken('token-hidden-characters');
    const marks = await panel.$$eval('.claims .hidden-character', all => all.map(mark => mark.textContent));
    expect(marks).toEqual(['U+200B zero width space', 'U+202E right-to-left override']);
  });

  test('counts down to its end', async () => {
    await showToken();
    const countdown = () => panel.$$eval('.countdown', all => all.map(each => each.textContent ?? ''));
    const [, before] = await countdown();
    expect(before).toMatch(/^expires in 4 min \d+ s$/);
    await panel.waitForFunction(text => document.querySelectorAll('.countdown')[1]?.textContent !== text, {}, before);
    expect((await countdown())[1]).toMatch(/^expires in 4 min \d+ s$/);
  });

  test('stays covered until it is revealed, and hides all that is personal', async () => {
    await showToken();
    const [flow] = await devtools.flows();
    const token = String(flow?.outcome.credential?.token);
    expect(await tabText()).not.toContain(token);
    await panel.locator('::-p-aria([name="Reveal"][role="button"])').click();
    await panel.waitForSelector('.raw-token .part-header');
    expect(await tabText()).toContain(token);
    expect(await panel.$$eval('.raw-token span[class]', parts => parts.map(part => part.textContent))).toEqual(
      token.split('.'),
    );
    const hideSecrets = panel.locator('::-p-aria([name="Hide secrets"][role="switch"])');
    await hideSecrets.click();
    await panel.waitForFunction(() => document.querySelector('.raw-token .part-header') === null);
    const text = await tabText();
    for (const secret of [token, 'ann@example.test', 'Ann Example', 'user-ann']) expect(text).not.toContain(secret);
    expect(text).toContain('demo-rp');
    // The other tabs show what a redacted export would, and one click shows all again.
    const { host } = new URL(rig.demo.idp);
    for (const [name, mark, kept] of [
      ['Raw', '[role="tree"]', rig.demo.rp],
      ['Request', 'table', host],
      ['Exchanges', 'details', host],
      ['Summary', '.verdict', rig.demo.rp],
    ] as const) {
      await panel.locator(`[role="tab"]::-p-text(${name})`).click();
      await panel.waitForSelector(`[role="tabpanel"] ${mark}`);
      const shown = await tabText();
      for (const secret of [token, 'ann@example.test', 'Ann Example', 'user-ann']) {
        expect(shown, name).not.toContain(secret);
      }
      expect(shown, name).toContain(kept);
    }
    await panel.locator('::-p-aria([name="Secrets hidden"][role="button"])').click();
    await panel.locator('[role="tab"]::-p-text(Token)').click();
    await panel.waitForSelector('.raw-token .part-header');
  });

  test('comes with the steps of a server, filled in', async () => {
    await showToken();
    const text = await tabText();
    expect(text).toContain('How your server should verify this');
    expect(text).toContain(`issuer: "${rig.demo.idp}"`);
    expect(text).toContain('audience: "demo-rp"');
    expect(text).toContain('payload.nonce !== session.nonce');
  });
});

describe('a token that does not fit', () => {
  test.each<[fault: string, failed: string[], values: string[]]>([
    ['token-wrong-audience', ['Audience'], ['somebody-else', 'demo-rp']],
    ['token-foreign-issuer', ['Issuer'], ['https://issuer.example', 'token-foreign-issuer.idp-faults.localhost']],
    ['token-other-client', ['Authorized party'], ['somebody-else', 'demo-rp']],
    ['token-wrong-nonce', ['Nonce'], ['replayed', 'params.nonce']],
    ['token-no-nonce', ['Nonce'], ['nothing', 'params.nonce']],
    ['token-hashed-nonce', ['Nonce'], ['SHA-256']],
    ['token-expired', ['Expiry', 'Age'], ['expired 60 min before']],
    ['token-issued-in-future', ['Issued at'], ['still 60 min ahead']],
    ['token-not-yet-valid', ['Not before'], ['still 60 min ahead']],
    ['token-other-account', ['Subject', 'Account'], ['user-ben', 'user-ann']],
    ['token-other-address', ['Account'], ['admin@example.test', 'ann@example.test']],
    ['token-no-subject', ['Subject'], ['nothing', 'user-ann']],
    ['token-alg-none', ['Algorithm', 'Signature'], ['anybody can write one']],
    ['token-hs256', ['Algorithm'], ['no public client']],
    ['token-sd-jwt-wrong-digest', ['Digests'], ['1 of 2 disclosures match a digest']],
  ])('%s', async (fault, failed, values) => {
    await showToken(fault);
    expect(await checksThat('fails')).toEqual(failed);
    const details = (await checks()).filter(({ check }) => check.startsWith('fails: ')).map(({ detail }) => detail);
    for (const value of values) expect(details.join(' ')).toContain(value);
  });

  test('a nonce that was sent before', async () => {
    await showToken(undefined, { nonce: 'the-same' });
    expect(await checksThat('fails')).toEqual([]);
    await signIn(undefined, { nonce: 'the-same' });
    await showNewest();
    expect(await checksThat('fails')).toEqual(['Replay']);
  });

  test.each(['token-alg-none', 'token-hs256', 'token-encrypted'])('%s has nothing to verify', async fault => {
    await showToken(fault);
    expect(await buttons()).not.toContain('Verify');
    expect(await tabText()).not.toContain('Verified');
  });
});

describe('a signature that cannot be verified', () => {
  const NOT_FOUND = '/panel/panel.html: Failed to load resource: the server responded with a status of 404 (Not Found)';
  const CUT = '/panel/panel.html: Failed to load resource: net::ERR_EMPTY_RESPONSE';

  test.each<[fault: string, verdict: RegExp, failed: string[], problems?: string[]]>([
    ['token-wrong-key', /^fails: The signature was not made with this key/, ['Signature']],
    ['token-tampered', /^fails: The signature was not made with this key/, ['Account', 'Signature']],
    ['token-unknown-kid', /^fails: The token names the key “retired-key”; .* demo-key-1/, ['Signature']],
    ['token-wrong-issuer', /^fails: The token’s iss is .*\/oauth/, ['Issuer', 'Signature']],
    ['token-jwks-404', /^cannot tell: Not verified\. .*\/jwks\.json answered 404/, [], [NOT_FOUND]],
    ['token-jwks-html', /^cannot tell: Not verified\. .*\/jwks\.json is no JSON/, []],
    ['token-jwks-empty', /^cannot tell: Not verified\. .*holds no key/, []],
    ['token-jwks-moved', /^cannot tell: Not verified\. .*answered with a redirect/, []],
    ['token-jwks-cut', /^cannot tell: Not verified\. .*No answer/, [], [CUT]],
    ['token-jwks-for-encryption', /^fails: The key is not for this: it says use "enc"/, ['Signature']],
    ['token-jwks-other-type', /^fails: ES256 needs a key of type EC P-256; the key set has RSA/, ['Signature']],
    ['token-no-discovery', /^cannot tell: Not verified\. .*openid-configuration answered 404/, [], [NOT_FOUND]],
  ])('%s', async (fault, said, failed, problems = []) => {
    await showToken(fault);
    expect(await checksThat('fails')).not.toContain('Signature');
    expect(await verify()).toMatch(said);
    expect(await checksThat('fails')).toEqual(failed);
    expect(await checksThat('passes')).not.toContain('Signature');
    // Chrome itself writes down what could not be loaded.
    expect(rig.problems.splice(0)).toEqual(problems);
  });
});

test('a server that refuses a token that fits', async () => {
  await showToken('token-jwks-404', { deliver: true });
  await panel.waitForFunction(() => document.body.textContent?.includes('It answered 401: {"signedIn":false'));
  expect(await tabText()).toContain('the server expected something else');
  expect(await tabText()).toContain('It answered 401: {"signedIn":false,"reason":"keys-unavailable"');
});

test('a token in JSON serialization shows the header that the signature does not cover', async () => {
  const long = {
    'https://idp.example/claims/with/a/name/of/its/own': { admin: 'true' },
    admin: 'true',
    customer: 1e20,
  };
  const [header, payload = '', signature = ''] = jwt({ ...FITTING, ...long }).split('.');
  const token = { protected: header, payload, header: { kid: 'outside' }, signature };
  await showImported(token);
  await panel.waitForFunction(() => document.body.textContent?.includes('Unprotected header'));
  const titles = await panel.$$eval('.part-title h3', all => all.map(title => title.textContent));
  expect(titles).toEqual(['Value', '$ · Header', '$ · Unprotected header', '$ · Claims']);
  const text = await tabText();
  expect(text).toContain('outside');
  expect(text).not.toContain(payload);
  expect(text).not.toContain(signature);
  // Long names break, and the text “true” is told from the value.
  const wide = await panel.$$eval('.claims th', all => all.filter(name => name.scrollWidth > name.clientWidth).length);
  expect(wide).toBe(0);
  expect(text).toContain('admin"true"');
  // A number that cannot be read is quoted among the problems of form.
  expect(text).toContain('100000000000000000000 is beyond 2^53');
  await panel.locator('::-p-aria([name="Hide secrets"][role="switch"])').click();
  await panel.waitForFunction(() => document.body.textContent?.includes('The number is beyond 2^53'));
  expect(await tabText()).not.toContain('100000000000000000000');
  await panel.locator('::-p-aria([name="Secrets hidden"][role="button"])').click();
});

test('a token with more claims than anybody reads is shown in portions', async () => {
  const many = Object.fromEntries(Array.from({ length: 20_000 }, (_, index) => [`claim ${index}`, index]));
  await showImported(jwt({ hidden: 'a\u200B'.repeat(20_000), list: Array(20_000).fill(0), ...many }));
  const more = await panel.waitForSelector('::-p-text(Show 250 more of 19,752 members)');
  const rows = () => panel.$$eval('.claims tbody tr', all => all.length);
  const before = await rows();
  await more?.focus();
  await devtools.window.keyboard.press('Enter');
  await panel.waitForSelector('::-p-text(Show 250 more of 19,502 members)');
  expect((await rows()) - before).toBe(250);
  const text = await tabText();
  expect(text).toContain('39,000 more characters');
  expect(text).toMatch(/Show 250 more of [\d,]+ lines/);
});

/** Imports a flow with this token and shows the token. */
async function showImported(token: unknown): Promise<void> {
  const folder = await mkdtemp(path.join(tmpdir(), 'fedcm-token-'));
  const file = path.join(folder, 'flow.json');
  await writeFile(file, exportCapture([flowWith(token)], optionsFor('none')));
  // Beside open details there is no room for the list.
  await panel.evaluate(() => document.querySelector<HTMLElement>('[aria-label="Back"]')?.click());
  const files = (await panel.$$('.row.file')).length;
  await choose(panel, file);
  await panel.waitForFunction(count => document.querySelectorAll('.row.file').length > count, {}, files);
  await panel.evaluate(() => [...document.querySelectorAll<HTMLElement>('.row.flow')].at(-1)?.click());
  await panel.locator('[role="tab"]::-p-text(Token)').click();
  await rm(folder, { recursive: true });
}

async function paste(keys: string): Promise<void> {
  await panel.$eval('.pasted-key', fold => fold.setAttribute('open', ''));
  await panel.locator('::-p-aria([name="JWK or JWKS"][role="textbox"])').fill(keys);
  await panel.locator('::-p-aria([name="Verify with this key"][role="button"])').click();
}

/** The good provider's key set, fetched by the test itself: no browser resolves the host's name here. */
function keysOfProvider(): Promise<string> {
  const { host, hostname } = new URL(rig.demo.idp);
  expect(hostname).toBe('idp.localhost');
  return new Promise((resolve, reject) => {
    const call = request({ host: '127.0.0.1', port: rig.demo.port, path: '/jwks.json', headers: { host } }, answer =>
      answer.toArray().then(chunks => resolve(Buffer.concat(chunks).toString()), reject),
    );
    call.once('error', reject).end();
  });
}

/** Requests for keys that came from a browser; the relying party's server asks too, and says nothing of a destination. */
const keyRequests = (): { url: string; cookies: string[] }[] =>
  rig.demo.log
    .filter(({ url, headers }) => headers['sec-fetch-dest'] !== undefined && /jwks|openid-configuration/.test(url))
    .map(({ url, cookies }) => ({ url, cookies }));

/** Every request, other than for its own files, of every context of the extension's, from now on. */
async function watchTraffic(): Promise<{ urls: string[]; stop(): Promise<void> }> {
  const urls: string[] = [];
  const sessions: CDPSession[] = [];
  const watch = async (target: Target) => {
    if (!target.url().startsWith('chrome-extension://')) return;
    const session = await target.createCDPSession();
    sessions.push(session);
    session.on('Network.requestWillBeSent', ({ request: { url } }) => {
      if (!url.startsWith('chrome-extension://')) urls.push(url);
    });
    await session.send('Network.enable');
  };
  await Promise.all(rig.browser.targets().map(watch));
  expect(sessions.length).toBeGreaterThanOrEqual(2);
  return { urls, stop: async () => void (await Promise.all(sessions.map(session => session.detach()))) };
}
