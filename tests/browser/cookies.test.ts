import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Frame, Page } from 'puppeteer-core';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { faultOrigin } from '../../demo/hosts.ts';
import { answerDialogs, extensionFolder, type Inspected, type Rig, startRig, waitIn } from './rig.ts';

let rig: Rig;
let folder: string;
let provider: Awaited<ReturnType<typeof startProvider>>;

/** What Chrome granted once it grants again without asking: nobody is there to answer its question. */
beforeAll(async () => {
  folder = await mkdtemp(path.join(tmpdir(), 'fedcm-inspector-cookies-'));
  await cp(extensionFolder, folder, { recursive: true });
  const built = await readFile(manifestFile(), 'utf8');
  const manifest = JSON.parse(built) as { permissions: string[] };
  await writeManifest({ ...manifest, permissions: [...manifest.permissions, 'cookies'] });
  rig = await startRig({ extensions: [folder] });
  await workerStands();
  await reinstall(JSON.parse(built));
  provider = await startProvider();
});
afterAll(async () => {
  await rig.close();
  provider.close();
  await rm(folder, { recursive: true, force: true });
});
afterEach(() => expect(rig.problems.splice(0)).toEqual([]));

const manifestFile = () => path.join(folder, 'manifest.json');

/** A worker whose extension is loaded again before it stood never comes up (seen on Chromium 156). */
async function workerStands(): Promise<void> {
  const worker = await rig.worker();
  const state = () => worker.evaluate('serviceWorker.state') as Promise<string>;
  await vi.waitFor(async () => expect(await state()).toBe('activated'), { timeout: 60_000, interval: 20 });
}

/** As *Reload* on the extension's page does it. */
async function reinstall(manifest: object): Promise<void> {
  await writeManifest(manifest);
  await rig.browser.installExtension(folder);
}

const writeManifest = (manifest: object) => writeFile(manifestFile(), JSON.stringify(manifest));

const shows = (panel: Frame, words: string) =>
  waitIn(panel, `document.body.textContent.includes(${JSON.stringify(words)})`, () =>
    panel.evaluate(() => document.body.textContent ?? ''),
  );
const firstSentence = (panel: Frame) => panel.$eval('.verdict .title', title => title.textContent);

/** Opens the newest call in the panel and clicks the button. */
async function checkCookies(devtools: Inspected, count: number): Promise<Frame> {
  await waitIn(
    devtools.owner,
    `fedcmLog.flows.length === ${count} && fedcmLog.flows.at(-1).outcome.status === 'rejected'`,
    async () => JSON.stringify(await devtools.log()),
  );
  const panel = await devtools.showPanel();
  // Where the panel is narrow, the details stand in the list's place.
  await panel.$$eval('[aria-label="Back"]', backs => {
    for (const back of backs) (back as HTMLElement).click();
  });
  await waitIn(panel, `document.querySelectorAll('[aria-label^="credentials.get"]').length === ${count}`, () =>
    panel.evaluate(() => document.body.textContent ?? ''),
  );
  await panel.$$eval('[role=grid] [aria-label^="credentials.get"]', rows => (rows.at(-1) as HTMLElement).click());
  await (await panel.waitForSelector('::-p-aria(Check cookies[role="button"])'))?.click();
  return panel;
}

test('the session cookie is SameSite=Lax: told on a click, with the permission', async () => {
  const fault = 'mismatch-cookie-lax';
  const origin = faultOrigin(rig.demo.port, fault);
  const page = await rig.newTab();
  await page.goto(`${origin}/login?user=ann`);
  await page.goto(rig.demo.rp);
  await answerDialogs(page);
  const devtools = await rig.inspect(page);
  const can = () => devtools.owner.evaluate(() => chrome.permissions.contains({ permissions: ['cookies'] }));
  await devtools.owner.evaluate(() => chrome.permissions.remove({ permissions: ['cookies'] }));
  expect(await can()).toBe(false);
  await page.evaluate(name => window.demo.signIn({ fault: name }), fault);
  const panel = await checkCookies(devtools, 1);
  await shows(panel, 'idp_session: Lax, not sent');
  expect(await can()).toBe(true);
  expect(await firstSentence(panel)).toBe(
    'idp_session is SameSite=Lax, so Chrome did not send it to the accounts endpoint',
  );
  // The server's own record agrees.
  expect(rig.demo.log.findLast(({ url }) => url === `${origin}/accounts`)?.cookies).toEqual([]);
  const [flow] = await devtools.flows();
  expect(flow?.findings[0]).toMatchObject({ code: 'AccountsNoResponse', source: 'inference' });
  await (await panel.waitForSelector('::-p-aria(Take the permission back[role="button"])'))?.click();
  await waitIn(
    panel,
    `chrome.permissions.contains({ permissions: ['cookies'] }).then(can => !can)`,
    async () => `still there: ${await can()}`,
  );
  await page.close();
});

test('says of each cookie what the server sees, for pages of the same site too, and never a value', async () => {
  const page = await rig.newTab();
  await answerDialogs(page);
  const devtools = await rig.inspect(page);
  const pages: [name: string, url: string, frame?: string][] = [
    ['another site', provider.url('rp', '/')],
    ['the same site', provider.url('app.all', '/')],
    [
      'a frame of the same site, under another',
      provider.url('rp', `/?frame=${provider.url('app.all', '/')}`),
      'app.all',
    ],
    ['a frame of another site, under the same', provider.url('app.all', `/?frame=${provider.url('rp', '/')}`), '//rp.'],
  ];
  for (const [at, [name, url, inFrame]] of pages.entries()) {
    // A failed answer signs out, and Chrome would not ask again.
    await page.goto(provider.url('all', '/login'));
    await page.goto(url);
    const frame =
      inFrame === undefined
        ? page
        : page.frames().find(each => each.url().includes(`${inFrame}`) && each.parentFrame());
    provider.seen.length = 0;
    await call(frame ?? page, provider.url('all', '/config.json'));
    const panel = await checkCookies(devtools, at + 1);
    await shows(panel, 'Cookies of all.localhost');
    const rows = await panel.$$eval('.idp-cookies li p:first-child', all => all.map(row => row.textContent ?? ''));
    expect(rows.length, name).toBeGreaterThan(8);
    const sent = rows.filter(row => row.endsWith(', sent') || row.includes('sent to the accounts endpoint;'));
    expect(sent.map(row => row.split(':')[0]).sort(), name).toEqual([...(provider.seen.at(-1) ?? [])].sort());
    expect(await panel.evaluate(() => document.body.textContent)).not.toContain('zq-value');
  }
  expect(JSON.stringify(await devtools.flows())).not.toContain('zq-value');
  await page.close();
});

test('a refusal is said plainly', async () => {
  const { optional_permissions: _, ...manifest } = JSON.parse(await readFile(manifestFile(), 'utf8'));
  await reinstall(manifest);
  const page = await rig.newTab();
  await page.goto(provider.url('rp', '/'));
  await answerDialogs(page);
  const devtools = await rig.inspect(page);
  await call(page, provider.url('other', '/config.json'));
  const panel = await checkCookies(devtools, 1);
  await shows(panel, 'Not allowed: without your permission no cookie is read, and none was.');
  await page.close();
});

/** One call; how it ends is for the log to tell. */
async function call(where: Page | Frame, configURL: string): Promise<void> {
  await where.evaluate(url => {
    const identity = { providers: [{ configURL: url, clientId: 'client', params: { nonce: 'n' } }] };
    return navigator.credentials.get({ identity } as CredentialRequestOptions).catch(() => undefined);
  }, configURL);
}

const COOKIES = [
  'none=zq-value; SameSite=None; Secure; Path=/',
  'lax=zq-value; SameSite=Lax; Path=/',
  'strict=zq-value; SameSite=Strict; Path=/',
  'plain=zq-value; Path=/',
  'secure_lax=zq-value; SameSite=Lax; Secure; Path=/',
  'own_partition=zq-value; SameSite=None; Secure; Path=/; Partitioned',
  'at_accounts=zq-value; SameSite=None; Secure; Path=/fedcm/accounts',
  'under=zq-value; SameSite=None; Secure; Path=/fedcm/',
  'elsewhere=zq-value; SameSite=None; Secure; Path=/other',
  'domain=zq-value; SameSite=None; Secure; Domain=all.localhost; Path=/',
  '__Host-here=zq-value; SameSite=None; Secure; Path=/; HttpOnly',
];

/** An identity provider whose login sets a cookie of every kind, and whose accounts endpoint takes none of them. */
async function startProvider() {
  const seen: string[][] = [];
  const server: Server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', `http://${request.headers.host}`);
    const send = (status: number, type: string, body: string, headers: Record<string, string | string[]> = {}) =>
      response.writeHead(status, { 'content-type': type, ...headers }).end(body);
    const json = (body: object, status = 200) => send(status, 'application/json', JSON.stringify(body));
    switch (url.pathname) {
      case '/.well-known/web-identity':
        return json({ provider_urls: ['/config.json'] });
      case '/config.json':
        return json({
          accounts_endpoint: '/fedcm/accounts',
          id_assertion_endpoint: '/fedcm/assertion',
          login_url: '/login',
        });
      case '/fedcm/accounts':
        seen.push((request.headers.cookie ?? '').split('; ').flatMap(pair => pair.split('=')[0] || []));
        return json({}, 401);
      case '/login':
        return send(200, 'text/html', '<!doctype html><title>Login</title>', {
          'set-login': 'logged-in',
          'set-cookie': COOKIES,
        });
      default: {
        const frame = url.searchParams.get('frame');
        const inside = frame === null ? '' : `<iframe src="${frame}" allow="identity-credentials-get"></iframe>`;
        return send(200, 'text/html', `<!doctype html><title>Page</title>${inside}`);
      }
    }
  });
  await new Promise<void>(resolve => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    /** Names of the cookies that came with each accounts request. */
    seen,
    url: (name: string, pathname: string) => `http://${name}.localhost:${port}${pathname}`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
